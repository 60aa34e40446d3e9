/** Links, phones and messages of one client at once: everybody locks in one order, so nobody waits in a circle. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followContinuation, mergeByPhone, mergesOf, offerContinuation, undoMerge } from '#inbox'
import type { ContactId, ConversationId } from '#kernel'
import { inTransaction } from '#platform'
import { continuationWords } from '../../../src/bots/continuation/continuation-texts.ts'
import { openWorld, type World } from '../../contract/bots-world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ kind: 'webchat', externalId: 'bank', poolSize: 16 })
})
afterAll(() => world.close())

const write = (client: string, text = 'Pulim tushmadi') =>
  world.intake.receive({
    channelAccountId: world.account.id,
    channel: 'webchat',
    visibility: 'private',
    conversationExternalId: client,
    messageExternalId: randomUUID(),
    sender: { externalId: client, displayName: client },
    kind: 'text',
    text,
    sentAt: world.clock.now(),
  })
const link = (from: ConversationId) => inTransaction(world.ctx, (tx) => offerContinuation(world.ctx, tx, from))
const follow = (token: string, client: string) =>
  followContinuation(world.ctx, {
    token,
    words: continuationWords,
    comer: {
      channelAccountId: world.account.id,
      externalId: client,
      conversationExternalId: client,
      displayName: client,
      username: null,
      assurance: 'channel',
      language: 'uz-Latn',
    },
  })
/** One contact who writes in so many places, each about a matter of its own. */
async function known(name: string, places: number) {
  const first = await write(`${name}-0`)
  const conversations = [first.conversationId]
  for (let i = 1; i < places; i++) {
    const other = await write(`${name}-${i}`)
    conversations.push(other.conversationId)
    await world.rows('UPDATE request SET contact_id = $1 WHERE id = $2', [first.contactId, other.requestId])
    await world.rows('UPDATE identity SET contact_id = $1 WHERE external_id = $2', [first.contactId, `${name}-${i}`])
  }
  return { contactId: first.contactId as ContactId, conversations }
}

describe('one client in many places at once', () => {
  it('links used from both ends while messages arrive never wait for each other in a circle', async () => {
    for (let round = 0; round < 8; round++) {
      const { contactId, conversations } = await known(`r${round}`, 4)
      const tokens = await Promise.all(conversations.map(link))
      const answers = await Promise.all([
        ...tokens.map((token, i) => follow(token, `r${round}-new-${i}`)),
        ...conversations.map((_, i) => write(`r${round}-${i}`, 'Yana yozdim, tushmadi').then(() => null)),
        ...conversations.map((_, i) => write(`r${round}-${i}`, 'Javob kutyapman, tushmadi').then(() => null)),
      ])
      const led = answers.filter((answer) => answer !== null)
      expect(led.map(({ outcome }) => outcome)).toEqual(['continued', 'continued', 'continued', 'continued'])
      const owners = await world.rows<{ contact_id: string }>(
        `SELECT DISTINCT contact_id FROM identity WHERE external_id LIKE $1`,
        [`r${round}-%`],
      )
      expect(owners).toEqual([{ contact_id: contactId }])
    }
    const metrics = await world.ctx.metrics.text()
    expect(metrics).not.toContain('transaction_retried')
    expect(metrics).not.toContain('intake_batches_retried')
  }, 60_000)

  it('a phone shared from many places at once makes one contact, and every merge is taken back', async () => {
    const phone = '+998901112233'
    const contacts = new Set<string>()
    for (let i = 0; i < 5; i++) contacts.add((await write(`phone-${i}`)).contactId)
    await world.rows('UPDATE contact SET phone = $1 WHERE id = ANY ($2::uuid[])', [phone, [...contacts]])
    await Promise.all(Array.from({ length: 6 }, () => inTransaction(world.ctx, (tx) => mergeByPhone(world.ctx, tx, phone))))
    const ownersOf = () =>
      world.rows<{ contact_id: ContactId }>("SELECT DISTINCT contact_id FROM identity WHERE external_id LIKE 'phone-%'")
    const [only, ...others] = await ownersOf()
    expect(others).toEqual([])
    const merges = await inTransaction(world.ctx, (tx) => mergesOf(world.ctx, tx, only?.contact_id as ContactId))
    expect(merges).toHaveLength(4)
    for (const { id } of merges) await inTransaction(world.ctx, (tx) => undoMerge(world.ctx, tx, { mergeId: id }))
    expect(new Set((await ownersOf()).map((row) => row.contact_id))).toEqual(contacts)
    expect(await world.ctx.metrics.text()).not.toContain('transaction_retried')
  }, 30_000)
})
