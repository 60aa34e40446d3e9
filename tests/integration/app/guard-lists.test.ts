import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guardOutgoing, maskText, shippedLists } from '#privacy'
import { type GuardListsInForce, guardListsInForce } from '../../../src/app/guard-lists-in-force.ts'
import { type TestCtx, testCtx } from '../../support/index.ts'

let ctx: TestCtx
let guardLists: GuardListsInForce
beforeAll(async () => {
  ctx = await testCtx()
  guardLists = await guardListsInForce(ctx)
})
afterAll(async () => {
  guardLists.stop()
  await ctx.close()
})

describe('the guard’s lists', () => {
  it('are the shipped ones until somebody changes them', async () => {
    expect(await guardLists.read(ctx)).toEqual({ version: 0, lists: shippedLists, shipped: shippedLists })
  })
  it('are in force at once when they are changed, and the audit says which lists', async () => {
    expect(maskText('7777000011112223').masked).toEqual([])
    const lists = {
      ...shippedLists,
      cardPrefixes: [...shippedLists.cardPrefixes, '7777'],
      forbiddenWords: [...shippedLists.forbiddenWords, 'kechirasiz*'],
      publicNumbers: shippedLists.publicNumbers.filter((number) => number !== '3700'),
    }
    const { version } = await guardLists.change(ctx, { lists, expectedVersion: 0 })
    expect(version).toBe(1)
    expect(maskText('7777000011112223').masked).toEqual(['card'])
    expect(guardOutgoing('Кечирасиз!', 'private')).toMatchObject({ finds: [{ reason: 'forbidden_word', start: 0, end: 9 }] })
    const entries = await ctx.db.query<{ facts: unknown }>({
      name: 'guard_lists_audit',
      text: "SELECT facts FROM audit_entry WHERE action = 'setting.changed' AND subject_id = 'guard.lists'",
      values: [],
    })
    expect(entries).toEqual([{ facts: { version: 1, lists: 'forbiddenWords cardPrefixes publicNumbers' } }])
  })
  it('changed by somebody else meanwhile are not overwritten', async () => {
    await expect(guardLists.change(ctx, { lists: shippedLists, expectedVersion: 0 })).rejects.toMatchObject({
      code: 'request.changed_meanwhile',
    })
    expect((await guardLists.read(ctx)).version).toBe(1)
  })
  it('are followed by a process that starts later, and keep what a new release ships', async () => {
    guardLists.stop()
    expect(maskText('7777000011112223').masked).toEqual([])
    guardLists = await guardListsInForce(ctx)
    expect(maskText('7777000011112223').masked).toEqual(['card'])
    const { lists } = await guardLists.read(ctx)
    expect(lists.cardPrefixes).toEqual([...shippedLists.cardPrefixes, '7777'])
    expect(lists.codeWords).toEqual(shippedLists.codeWords)
  })
})
