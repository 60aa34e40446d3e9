/** The threat model names a test for each threat: a test that is gone takes its proof with it. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Row = { id: string; proof: string }
const rows = readFileSync('docs/threat-model.md', 'utf8')
  .split('\n')
  .flatMap((line): Row[] => {
    const cells = line.split(' | ')
    const id = /^\| ([STRIDE]\d+)$/.exec(cells[0] ?? '')?.[1]
    return id === undefined ? [] : [{ id, proof: (cells.at(-1) ?? '').replace(/ \|$/, '') }]
  })

describe('the threat model', () => {
  it('speaks of every letter of STRIDE, each threat once', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect([...new Set(rows.map(({ id }) => id[0]))].join('')).toBe('STRIDE')
  })

  it.each(rows.map(({ id, proof }) => [id, proof] as const))('%s names tests that exist', (_, proof) => {
    const named = proof.split('<br>').map((part) => /^`([^`]+)`: (.+)$/.exec(part))
    expect(named.length).toBeGreaterThan(0)
    for (const match of named) {
      const [, file = '', name = ''] = match ?? []
      expect(existsSync(file), `${proof} ${file}`).toBe(true)
      expect(readFileSync(file, 'utf8'), file).toContain(name)
    }
  })
})
