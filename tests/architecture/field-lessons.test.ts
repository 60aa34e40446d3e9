/** The page of lessons names a test for each, or says plainly that there is none: a test that is gone takes its proof with it. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const counted = { A: 56, B: 25, C: 8 } as const
type Row = { id: string; proof: string }

const rows = readFileSync('docs/field-lessons.md', 'utf8')
  .split('\n')
  .flatMap((line): Row[] => {
    const [, id, , proof] = /^\| ([A-C]\d+) \| (.+?) \| (.+) \|$/.exec(line) ?? []
    return id === undefined || proof === undefined ? [] : [{ id, proof }]
  })

describe('the lessons of the field', () => {
  it('are all there, each once', () => {
    const wanted = Object.entries(counted).flatMap(([letter, most]) =>
      Array.from({ length: most }, (_, index) => `${letter}${index + 1}`),
    )
    expect(rows.map(({ id }) => id)).toEqual(wanted)
  })

  it.each(rows.map(({ id, proof }) => [id, proof] as const))('%s names tests that exist, or says "not yet"', (_, proof) => {
    const named = proof.split('<br>').filter((part) => part.startsWith('`'))
    if (named.length === 0) expect(proof).toContain('not yet')
    for (const part of named) {
      const [, file = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(part) ?? []
      expect(existsSync(file), file).toBe(true)
      expect(readFileSync(file, 'utf8'), file).toContain(name)
    }
  })
})
