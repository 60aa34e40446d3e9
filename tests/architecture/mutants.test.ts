/** Every promise has a mutant, and every mutant still fits the code: the rest is `npm run test:mutants`. */
import * as fs from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mutants } from '../../scripts/mutants/table.ts'

const promises = fs
  .readFileSync('docs/invariants.md', 'utf8')
  .split('\n')
  .flatMap((line) => /^\| (\d+) \|.*\| (.*) \|$/.exec(line)?.slice(1, 3) ?? [])
const testsOf = new Map<number, string>()
for (let i = 0; i < promises.length; i += 2) testsOf.set(Number(promises[i]), promises[i + 1] ?? '')

describe('the mutants', () => {
  it('are at least one for every promise', () => {
    const mutated = new Set(mutants.map(({ promise }) => promise))
    expect([...testsOf.keys()].filter((promise) => !mutated.has(promise))).toEqual([])
  })

  it.each(mutants.map((mutant) => [mutant.promise, mutant.file, mutant] as const))(
    'of promise %i in %s changes code that is there, and is looked for by a test that is',
    (promise, file, { code, becomes, test }) => {
      expect(testsOf.has(promise)).toBe(true)
      expect(fs.readFileSync(file, 'utf8').split(code)).toHaveLength(2)
      expect(becomes).not.toBe(code)
      expect(fs.existsSync(test)).toBe(true)
      expect(testsOf.get(promise)).toContain(test)
    },
  )
})
