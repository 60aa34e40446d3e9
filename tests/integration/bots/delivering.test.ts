import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Channel, type ChannelHealth, createBots, type DialogueKnowledge } from '#bots'
import type { ChannelKind } from '#contracts'
import {
  type ClaimedDelivery,
  claimDeliveries,
  createIntake,
  type DeliveryOutcome,
  type Intake,
  listChannelStates,
  pauseAccount,
  queueReply,
  resumeAccount,
  saveChannelAccount,
} from '#inbox'
import { type ChannelAccountId, hourMs, minuteMs, newId, type OperatorId, type RequestId } from '#kernel'
import { inTransaction, type JobDefinition } from '#platform'
import { type FakeClock, fakeClock, type TestCtx, testCtx } from '../../support/index.ts'
import { policy, sealKey } from '../inbox/policy.ts'

const knowledge: DialogueKnowledge = {
  findAnswer: async () => null,
  findAdvice: async () => null,
  estimate: async () => null,
  findIncident: async () => null,
  bankName: async () => null,
  filesOf: async () => [],
}

let ctx: TestCtx
let clock: FakeClock
let intake: Intake
let account: ChannelAccountId
let deliverNow: () => Promise<void>
let sent: { client: string; text: string }[]
let atOnce: number
let mostAtOnce: number
let answer: (claimed: ClaimedDelivery) => DeliveryOutcome | Promise<DeliveryOutcome>
let health: ChannelHealth
const ana = newId<OperatorId>()

async function open(kind: ChannelKind = 'telegram') {
  clock = fakeClock()
  ctx = await testCtx({ clock })
  const saved = await saveChannelAccount(ctx, { kind, externalId: 'a', name: 'A', visibility: 'private', botEnabled: true })
  account = saved.id
  intake = createIntake(ctx, policy, { sealKey })
  sent = []
  atOnce = 0
  mostAtOnce = 0
  health = { state: 'ok', reason: null }
  answer = ({ deliveryId }) => ({ state: 'sent', externalId: `v-${deliveryId}` })
  const bots = createBots({ knowledge })
  const channel: Channel = {
    account: saved,
    limits: { textUnits: 100, attachmentBytes: 1, replyWindowHours: null },
    async deliver(_ctx, claimed) {
      atOnce += 1
      mostAtOnce = Math.max(mostAtOnce, atOnce)
      const outcome = await answer(claimed)
      atOnce -= 1
      if (outcome.state === 'sent') sent.push({ client: claimed.conversationExternalId, text: claimed.text })
      return outcome
    },
    fetchAttachment: async () => ({ state: 'failed' }),
    health: () => health,
  }
  bots.channels.add(channel)
  const job = bots.jobs.find(({ name }) => name === 'bots.deliver-account') as JobDefinition<unknown>
  deliverNow = () => job.run(ctx, { channelAccountId: account })
}
beforeEach(() => open())
afterEach(async () => {
  await intake.close()
  await ctx.close()
})

async function client(name: string): Promise<RequestId> {
  const { requestId } = await intake.receive({
    channelAccountId: account,
    channel: 'telegram',
    visibility: 'private',
    conversationExternalId: name,
    messageExternalId: newId(),
    sender: { externalId: name, displayName: name },
    kind: 'text',
    text: 'kartam bloklandi',
    sentAt: clock.now(),
  })
  return requestId as RequestId
}
const say = (requestId: RequestId, text: string, more: { isBulk?: boolean; person?: boolean } = {}) =>
  inTransaction(ctx, async (tx) => {
    if (more.person === true)
      await tx.$executeRaw`UPDATE request SET holder_kind = 'operator', holder_operator_id = ${ana}::uuid WHERE id = ${requestId}::uuid`
    return queueReply(ctx, tx, {
      requestId,
      author: more.person === true ? { kind: 'operator', id: ana } : { kind: 'system' },
      text,
      ...(more.isBulk === undefined ? {} : { isBulk: more.isBulk }),
    })
  })
const states = async () =>
  (
    await ctx.db.query<{ state: string; n: number }>({
      text: 'SELECT state, count(*) AS n FROM delivery GROUP BY 1 ORDER BY 1',
    })
  ).map(({ state, n }) => `${state} ${n}`)

describe('replies of one account', () => {
  it('leave in order within a conversation and beside each other otherwise', async () => {
    const requests = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(client))
    for (const requestId of requests) for (const text of ['1', '2', '3']) await say(requestId, text)
    answer = async ({ deliveryId }) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      return { state: 'sent', externalId: `v-${deliveryId}` }
    }
    await deliverNow()
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      expect(sent.filter((one) => one.client === name).map(({ text }) => text)).toEqual(['1', '2', '3'])
    }
    expect(mostAtOnce).toBe(5)
    expect(await states()).toEqual(['sent 15'])
  })

  it('go round and round: fifty for one client keep nobody waiting', async () => {
    const [many, few] = [await client('many'), await client('few')]
    for (let i = 0; i < 50; i += 1) await say(many, `m${i}`)
    clock.advance(10)
    await say(few, 'f0')
    clock.advance(10)
    await deliverNow()
    expect(sent.findIndex((one) => one.client === 'few')).toBeLessThan(3)
    expect(sent.filter((one) => one.client === 'many').map(({ text }) => text)).toEqual(
      Array.from({ length: 50 }, (_, i) => `m${i}`),
    )
  })

  it('put a person before the bot and the bot before a word to all, and lift what stands before a person', async () => {
    const [bulk, bot, person] = [await client('bulk'), await client('bot'), await client('person')]
    await say(bulk, 'hammaga', { isBulk: true })
    clock.advance(1)
    await say(bot, 'bot')
    clock.advance(1)
    await say(person, 'bot oldin')
    await say(person, 'odam', { person: true })
    const ranks = await ctx.db.query<{ text: string; rank: number }>({
      text: 'SELECT m.text, d.rank FROM delivery d JOIN message m ON m.id = d.message_id ORDER BY d.rank, d.next_attempt_at, d.seq',
    })
    expect(ranks.map(({ text, rank }) => `${rank} ${text}`)).toEqual(['0 bot oldin', '0 odam', '1 bot', '2 hammaga'])
  })

  it('come once from two processes that send at the same time', async () => {
    const requests = await Promise.all(Array.from({ length: 30 }, (_, i) => client(`c${i}`)))
    for (const requestId of requests) await say(requestId, 'x')
    const [mine, theirs] = await Promise.all([
      claimDeliveries(ctx, { channelAccountId: account, limit: 20 }),
      claimDeliveries(ctx, { channelAccountId: account, limit: 20 }),
    ])
    const ids = [...mine, ...theirs].map(({ deliveryId }) => deliveryId)
    expect(new Set(ids).size).toBe(ids.length)
    const rest = await claimDeliveries(ctx, { channelAccountId: account, limit: 100 })
    expect(ids.length + rest.length).toBe(30)
  })
})

describe('a token that is refused', () => {
  it('silences the account, costs no reply a try, and nothing is lost when it is good again', async () => {
    const requests = await Promise.all(Array.from({ length: 8 }, (_, i) => client(`t${i}`)))
    for (const requestId of requests) await say(requestId, 'javob')
    let calls = 0
    answer = () => {
      calls += 1
      return { state: 'retry', afterMs: 60_000, because: 'token_refused' }
    }
    await deliverNow()
    expect(await states()).toEqual(['pending 8'])
    expect(await listChannelStates(ctx)).toMatchObject([{ pauseReason: 'token_refused', pauseCount: 1 }])
    const before = calls
    await deliverNow()
    expect(calls).toBe(before)
    expect(await ctx.db.query({ text: 'SELECT DISTINCT attempts FROM delivery' })).toEqual([{ attempts: 0 }])
    // A minute later one reply tries, and the pause grows.
    clock.advance(minuteMs + 1)
    await deliverNow()
    expect(calls).toBe(before + 1)
    clock.advance(minuteMs)
    await deliverNow()
    expect(calls).toBe(before + 1)
    clock.advance(5 * minuteMs)
    answer = ({ deliveryId }) => ({ state: 'sent', externalId: `v-${deliveryId}` })
    await deliverNow()
    await deliverNow()
    expect(await states()).toEqual(['sent 8'])
    expect(await listChannelStates(ctx)).toMatchObject([{ pauseReason: null, pauseCount: 0 }])
  })

  it('is understood from the alarm of an adapter that says no more', async () => {
    await say(await client('t'), 'javob')
    answer = () => {
      health = { state: 'alarm', reason: 'token_refused' }
      return { state: 'retry', afterMs: 1000 }
    }
    await deliverNow()
    expect(await listChannelStates(ctx)).toMatchObject([{ pauseReason: 'token_refused' }])
  })

  it('a hold of a person lasts until a person ends it', async () => {
    await say(await client('h'), 'javob')
    await pauseAccount(ctx, { channelAccountId: account, reason: 'held' })
    clock.advance(900 * hourMs)
    await deliverNow()
    expect(await states()).toEqual(['pending 1'])
    await resumeAccount(ctx, account)
    await deliverNow()
    expect(await states()).toEqual(['sent 1'])
  })
})

describe('a limit', () => {
  it('of one client holds up that conversation alone and costs no try', async () => {
    const [slow, other] = [await client('slow'), await client('other')]
    await say(slow, '1')
    await say(slow, '2')
    await say(other, '1')
    answer = ({ conversationExternalId, deliveryId }) =>
      conversationExternalId === 'slow'
        ? { state: 'retry', afterMs: 5000, because: 'client_limited' }
        : { state: 'sent', externalId: `v-${deliveryId}` }
    await deliverNow()
    expect(await states()).toEqual(['pending 2', 'sent 1'])
    answer = ({ deliveryId }) => ({ state: 'sent', externalId: `v-${deliveryId}` })
    clock.advance(5000)
    await deliverNow()
    expect(sent.filter((one) => one.client === 'slow').map(({ text }) => text)).toEqual(['1', '2'])
  })

  it('told to several clients within seconds is the account’s', async () => {
    for (const name of ['l1', 'l2', 'l3', 'l4']) await say(await client(name), 'x')
    answer = () => ({ state: 'retry', afterMs: 7000, because: 'client_limited' })
    await deliverNow()
    expect(await listChannelStates(ctx)).toMatchObject([{ pauseReason: 'rate_limited' }])
    answer = ({ deliveryId }) => ({ state: 'sent', externalId: `v-${deliveryId}` })
    clock.advance(7001)
    await deliverNow()
    expect(await states()).toEqual(['sent 4'])
  })
})

describe('the window for a reply', () => {
  it('refuses when it is written and fails what came too late, with the reason', async () => {
    await intake.close()
    await ctx.close()
    await open('instagram')
    const requestId = await client('w')
    await say(requestId, 'vaqtida')
    clock.advance(24 * hourMs)
    await expect(say(requestId, 'kech')).rejects.toMatchObject({ code: 'reply.window_closed' })
    await say(requestId, 'odam', { person: true })
    await deliverNow()
    expect(
      await ctx.db.query({
        text: 'SELECT m.text, d.state, d.failure_reason AS r FROM delivery d JOIN message m ON m.id = d.message_id ORDER BY d.seq',
      }),
    ).toEqual([
      { text: 'vaqtida', state: 'failed', r: 'window_closed' },
      { text: 'odam', state: 'sent', r: null },
    ])
    clock.advance(6 * 24 * hourMs)
    await expect(say(requestId, 'juda kech', { person: true })).rejects.toMatchObject({ code: 'reply.window_closed' })
  })
})
