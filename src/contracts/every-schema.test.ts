/**
 * Every shape that crosses the wire, found by itself: what it describes is accepted and comes through as it was, and whatever
 * else is thrown at it is taken or refused by the schema's own word, never met with another error.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { arbitraryOf } from '../../tests/support/arbitrary-of.ts'
import { fuzz, fuzzTimeoutMs } from '../../tests/support/fuzz.ts'
import { mutated } from '../../tests/support/mutated.ts'
import * as contracts from './index.ts'

const schemas = Object.entries(contracts).flatMap(([name, value]: [string, unknown]) =>
  value instanceof z.ZodType ? [[name, value] as const] : [],
)
/** One that asks for more than its shape says: an address or a phone. */
const asksForMore = new Set(['RegisterAppealInput'])

/** As it is after a journey over the wire. */
const wired = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('every schema of the wire', () => {
  it('is found', () => {
    expect(schemas.length).toBeGreaterThan(250)
  })

  it('accepts what it describes, and reads the same again from what it made of it', { timeout: fuzzTimeoutMs }, () => {
    for (const [name, schema] of schemas) {
      const property = fc.property(arbitraryOf(schema), (value) => {
        const read = schema.safeParse(wired(value) ?? null)
        if (!read.success && asksForMore.has(name)) return
        expect(read.error?.issues, `${name}: ${JSON.stringify(value)}`).toBeUndefined()
        const again = schema.safeParse(wired(read.data))
        expect(wired(again.data), name).toEqual(wired(read.data))
      })
      fc.assert(property, fuzz(2))
    }
  })

  it('takes or refuses anything by its own word, and never reaches a prototype', { timeout: fuzzTimeoutMs }, () => {
    for (const [name, schema] of schemas) {
      const [sample] = fc.sample(arbitraryOf(schema), { numRuns: 1, seed: 7 })
      const odd = fc.oneof(mutated([wired(sample) ?? null]), fc.jsonValue({ maxDepth: 3 }))
      const property = fc.property(odd, (value) => {
        const read = schema.safeParse(value)
        if (read.success) expect(schema.safeParse(wired(read.data) ?? null).error?.issues, name).toBeUndefined()
        else expect(read.error.issues.length, name).toBeGreaterThan(0)
      })
      fc.assert(property, fuzz(4))
    }
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined()
  })
})
