import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mostUploadBytes } from '#contracts'
import {
  claimDeliveries,
  conversationMessages,
  getAttachment,
  listDueAccounts,
  listPendingAttachments,
  markSeen,
  queueReply,
  recordAttachment,
  recordDelivery,
  recordPart,
  revealText,
  settleAbandonedDeliveries,
  stageAttachment,
  timeline,
} from '#inbox'
import { type ConversationId, minuteMs, type RequestId } from '#kernel'
import { sealKeyFrom } from '#privacy'
import { ana, type House, openHouse, operator, sealKey } from './house.ts'

let house: House
let clients = 0
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** A conversation with this many replies waiting. */
async function withReplies(count: number) {
  const received = await house.say(`d${++clients}`, 'kartam bloklandi')
  const requestId = received.requestId as RequestId
  const replies = []
  for (let i = 0; i < count; i++) {
    replies.push(
      await house.run((tx, ctx) => queueReply(ctx, tx, { requestId, author: { kind: 'bot', holderVersion: 1 }, text: `${i}` })),
    )
  }
  return { ...received, requestId, replies }
}
const claim = async (conversationId: ConversationId) =>
  (await claimDeliveries(house.ctx, { channelAccountId: house.account, conversationId, limit: 1 }))[0] ?? null
const stateOf = async (deliveryId: string) =>
  (await house.rows('SELECT state FROM delivery WHERE id = $1', deliveryId))[0]?.['state']

describe('deliveries of one conversation', () => {
  it('go one at a time and in order', async () => {
    const { conversationId, replies } = await withReplies(3)
    for (const [index, reply] of replies.entries()) {
      const claimed = await claim(conversationId)
      expect(claimed).toMatchObject({ deliveryId: reply.deliveryId, text: `${index}`, attempts: 1, channel: 'telegram' })
      expect(await claim(conversationId)).toBeNull()
      await recordDelivery(house.ctx, { deliveryId: reply.deliveryId, result: { state: 'sent', externalId: `v${reply.seq}` } })
    }
    expect(await claim(conversationId)).toBeNull()
  })
  it('claimed by ten hands at once are claimed by one', async () => {
    const { conversationId, replies } = await withReplies(2)
    const claims = (await Promise.all(Array.from({ length: 10 }, () => claim(conversationId)))).filter((each) => each !== null)
    expect(claims.map((each) => each.deliveryId)).toEqual([replies[0]?.deliveryId])
  })
  it('wait behind one that is tried again, until its time comes', async () => {
    const { conversationId, replies } = await withReplies(2)
    const first = await claim(conversationId)
    await recordDelivery(house.ctx, {
      deliveryId: first?.deliveryId ?? replies[0]?.deliveryId ?? ('' as never),
      result: { state: 'retry', afterMs: 5_000 },
    })
    expect(await claim(conversationId)).toBeNull()
    house.clock.advance(5_000)
    expect(await claim(conversationId)).toMatchObject({ deliveryId: replies[0]?.deliveryId, attempts: 2 })
  })
  it('go on after one that failed for good, and tell why', async () => {
    const { conversationId, requestId, replies } = await withReplies(2)
    await claim(conversationId)
    await recordDelivery(house.ctx, {
      deliveryId: replies[0]?.deliveryId ?? ('' as never),
      result: { state: 'failed', reason: 'blocked_by_client', vendorCode: '403' },
    })
    expect(await house.eventsOf(requestId)).toContain('reply.failed')
    expect(await claim(conversationId)).toMatchObject({ deliveryId: replies[1]?.deliveryId })
  })
  it('found half-sent become unconfirmed, are never repeated, and may still turn out sent', async () => {
    const { conversationId, requestId, replies } = await withReplies(1)
    const deliveryId = replies[0]?.deliveryId ?? ('' as never)
    await claim(conversationId)
    await recordPart(house.ctx, { deliveryId, externalId: 'part-1' })
    house.clock.advance(10 * minuteMs)
    expect(await settleAbandonedDeliveries(house.ctx, 5 * minuteMs)).toBeGreaterThanOrEqual(1)
    expect(await stateOf(deliveryId)).toBe('unconfirmed')
    expect(await house.eventsOf(requestId)).toContain('reply.unconfirmed')
    expect(await claim(conversationId)).toBeNull()
    await recordDelivery(house.ctx, { deliveryId, result: { state: 'sent', externalId: 'echo' } })
    expect(await stateOf(deliveryId)).toBe('sent')
    await recordDelivery(house.ctx, { deliveryId, result: { state: 'failed', reason: 'late word' } })
    expect(await stateOf(deliveryId)).toBe('sent')
  })
  it('with parts sent already go on after them', async () => {
    const { conversationId, replies } = await withReplies(1)
    const deliveryId = replies[0]?.deliveryId ?? ('' as never)
    await claim(conversationId)
    await recordPart(house.ctx, { deliveryId, externalId: 'p1' })
    await recordPart(house.ctx, { deliveryId, externalId: 'p2' })
    await recordDelivery(house.ctx, { deliveryId, result: { state: 'retry', afterMs: 0 } })
    expect(await claim(conversationId)).toMatchObject({ sentParts: ['p1', 'p2'] })
  })
  it('give up after their last try and say so', async () => {
    const { conversationId, replies } = await withReplies(1)
    const deliveryId = replies[0]?.deliveryId ?? ('' as never)
    await house.rows('UPDATE delivery SET attempts = 299 WHERE id = $1', deliveryId)
    await claim(conversationId)
    await recordDelivery(house.ctx, { deliveryId, result: { state: 'retry', afterMs: 0 } })
    expect(await house.rows('SELECT state, failure_reason FROM delivery WHERE id = $1', deliveryId)).toEqual([
      { state: 'failed', failure_reason: 'tries_used_up' },
    ])
  })
  it('are found by the sweep when no hint came', async () => {
    await withReplies(1)
    expect(await listDueAccounts(house.ctx)).toEqual([house.account])
  })
})

describe('what the client has seen', () => {
  it('rises only, marks replies delivered and read, and is told once', async () => {
    const { conversationId, requestId, replies } = await withReplies(2)
    for (const reply of replies) {
      await claim(conversationId)
      await recordDelivery(house.ctx, { deliveryId: reply.deliveryId, result: { state: 'sent', externalId: `s${reply.seq}` } })
    }
    await markSeen(house.ctx, { conversationId, deliveredSeq: 3, readSeq: 2 })
    expect(await Promise.all(replies.map((reply) => stateOf(reply.deliveryId)))).toEqual(['read', 'delivered'])
    await markSeen(house.ctx, { conversationId, deliveredSeq: 2, readSeq: 1 })
    await markSeen(house.ctx, { conversationId, readSeq: 99 })
    expect(await Promise.all(replies.map((reply) => stateOf(reply.deliveryId)))).toEqual(['read', 'read'])
    const [conversation] = await house.rows('SELECT client_read_seq AS n FROM conversation WHERE id = $1', conversationId)
    expect(conversation).toEqual({ n: 3 })
    expect((await house.eventsOf(requestId)).filter((name) => name === 'reply.seen')).toHaveLength(2)
  })
})

describe('a reply the client reads before the sending is on record', () => {
  it('is shown as read, and one only received as delivered', async () => {
    const { conversationId, replies } = await withReplies(2)
    const [first, second] = replies.map((reply) => reply.deliveryId)
    if (!first || !second) throw new Error('two replies were expected')
    const record = (deliveryId: typeof first) =>
      recordDelivery(house.ctx, { deliveryId, result: { state: 'sent', externalId: `early-${deliveryId}` } })
    await claim(conversationId)
    await markSeen(house.ctx, { conversationId, deliveredSeq: 3, readSeq: 2 })
    expect(await stateOf(first)).toBe('sending')
    await record(first)
    await claim(conversationId)
    await record(second)
    expect([await stateOf(first), await stateOf(second)]).toEqual(['read', 'delivered'])
  })
  it('is shown as read also where both come at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const { conversationId, replies } = await withReplies(1)
      const deliveryId = replies[0]?.deliveryId ?? ('' as never)
      await claim(conversationId)
      await Promise.all([
        recordDelivery(house.ctx, { deliveryId, result: { state: 'sent', externalId: `once-${deliveryId}` } }),
        markSeen(house.ctx, { conversationId, deliveredSeq: 2, readSeq: 2 }),
      ])
      expect(await stateOf(deliveryId)).toBe('read')
    }
  })
})

describe('an edit', () => {
  const edit = (id: string, text: string, after = 1_000) =>
    house.intake.receiveEdit({
      channelAccountId: house.account,
      messageExternalId: id,
      text,
      editedAt: new Date(house.clock.now().getTime() + after),
    })
  it('keeps what was read before, once, in the order it was written', async () => {
    const { messageId, requestId } = await house.say('e1', 'kartam bloklandi', { id: 'e1' })
    expect(await edit('e1', 'kartam bloklandi 8600005260181595', 1_000)).toBe('revised')
    expect(await edit('e1', 'kartam bloklandi 8600005260181595', 1_000)).toBe('unchanged')
    expect(await edit('e1', 'eskisi', 500)).toBe('unchanged')
    expect(await edit('e1', 'kartam ochildi', 2_000)).toBe('revised')
    const { messages } = await timeline(house.ctx, { requestId: requestId as RequestId }, { limit: 10 })
    expect(messages[0]?.text).toBe('kartam ochildi')
    expect(messages[0]?.revisions.map((each) => each.text)).toEqual([
      'kartam bloklandi',
      'kartam bloklandi ************1595',
      'kartam ochildi',
    ])
    expect((await house.eventsOf(requestId)).filter((name) => name === 'message.edited')).toHaveLength(2)
    const revealed = await revealText(house.as(operator(ana)), sealKey, { messageId, reason: 'check' })
    expect(revealed).toEqual([{ revision: 1, text: 'kartam bloklandi 8600005260181595' }])
    expect(
      await house.rows("SELECT actor FROM audit_entry WHERE subject_id = $1 AND action = 'message.revealed'", messageId),
    ).toEqual([{ actor: `operator:${ana}` }])
    await expect(revealText(house.ctx, sealKeyFrom('another'), { messageId, reason: 'check' })).rejects.toThrow('another key')
  })
  it('of what was never taken in is unknown', async () => {
    expect(await edit('never', 'x')).toBe('unknown')
  })
  it('that removes the message marks it and keeps the text for those who may read it', async () => {
    const { messageId } = await house.say('e2', 'kartam bloklandi', { id: 'e2' })
    const remove = () =>
      house.intake.receiveDeletion({ channelAccountId: house.account, messageExternalId: 'e2', deletedAt: house.clock.now() })
    expect([await remove(), await remove()]).toEqual(['deleted', 'deleted'])
    expect(await house.rows('SELECT text, deleted_at FROM message WHERE id = $1', messageId)).toEqual([
      { text: 'kartam bloklandi', deleted_at: house.clock.now() },
    ])
    expect(
      await house.eventsOf(
        (await house.rows<{ r: string }>('SELECT request_id AS r FROM message WHERE id = $1', messageId))[0]?.r ?? null,
      ),
    ).toContain('message.deleted')
  })
})

describe('files', () => {
  it('staged by one are sent by nobody else, and once', async () => {
    const { requestId, conversationId } = await withReplies(0)
    const stage = (owner: string, sizeBytes = 3) =>
      stageAttachment(house.ctx, {
        owner,
        kind: 'document',
        fileName: 'a.pdf',
        mimeType: 'application/pdf',
        sizeBytes,
        storageKey: 'k',
      })
    const [mine, theirs] = [await stage('bot'), await stage('operator:x')]
    const send = (id: typeof mine) =>
      house.run((tx, ctx) =>
        queueReply(ctx, tx, { requestId, author: { kind: 'bot', holderVersion: 1 }, text: '', attachmentIds: [id] }),
      )
    await expect(send(theirs)).rejects.toMatchObject({ code: 'attachment.not_found' })
    // Larger than the channel takes: refused before anybody believes it sent.
    const large = await stage('bot', mostUploadBytes + 1)
    await expect(send(large)).rejects.toMatchObject({ code: 'attachment.too_large', facts: { maxBytes: mostUploadBytes } })
    const { messageId } = await send(mine)
    await expect(send(mine)).rejects.toMatchObject({ code: 'attachment.not_found' })
    expect(await getAttachment(house.ctx, mine)).toMatchObject({ messageId, state: 'stored', conversationId })
    expect(await claim(conversationId)).toMatchObject({ kind: 'document', attachments: [{ storageKey: 'k' }] })
  })
  it('that are never sent are let go of, the oldest of too many first', async () => {
    const { requestId } = await withReplies(0)
    const file = { kind: 'document', fileName: 'a.pdf', mimeType: 'application/pdf', sizeBytes: 3 } as const
    const stage = async (key: string, owner = 'bot') => {
      house.clock.advance(1_000)
      return stageAttachment(house.ctx, { owner, mostUnsent: 2, ...file, storageKey: key })
    }
    const unsent = async () =>
      (
        await house.rows<{ k: string }>(`SELECT storage_key AS k FROM attachment WHERE storage_key LIKE 'unsent/%' ORDER BY 1`)
      ).map(({ k }) => k)
    const first = await stage('unsent/1')
    await house.run((tx, ctx) =>
      queueReply(ctx, tx, { requestId, author: { kind: 'bot', holderVersion: 1 }, text: '', attachmentIds: [first] }),
    )
    for (const key of ['unsent/2', 'unsent/3', 'unsent/4']) await stage(key)
    await stage('unsent/5', 'operator:y')
    // What was sent counts no more; of what was not the oldest has gone, and its bytes go with it.
    expect(await unsent()).toEqual(['unsent/1', 'unsent/3', 'unsent/4', 'unsent/5'])
    const removals = await house.rows<{ k: string }>(
      `SELECT storage_key AS k FROM file_removal WHERE storage_key LIKE 'unsent/%' ORDER BY 1`,
    )
    expect(removals.map(({ k }) => k)).toEqual(['unsent/2'])
  })
  it('of a client are fetched later; screens are told when they are there', async () => {
    const { messageId, requestId } = await house.say('f1', '', {
      kind: 'photo',
      attachments: [{ kind: 'photo', vendorRef: { id: 1 } }],
    })
    const pending = (await listPendingAttachments(house.ctx, 100)).find((file) => file.messageId === messageId)
    if (!pending) throw new Error('the file waits to be fetched')
    await recordAttachment(house.ctx, { attachmentId: pending.id, result: { state: 'retry' } })
    expect(await getAttachment(house.ctx, pending.id)).toMatchObject({ state: 'pending', attempts: 1 })
    await recordAttachment(house.ctx, {
      attachmentId: pending.id,
      result: { state: 'stored', storageKey: 's', mimeType: 'image/png', sizeBytes: 9 },
    })
    expect(await getAttachment(house.ctx, pending.id)).toMatchObject({
      state: 'stored',
      storageKey: 's',
      mimeType: 'image/png',
    })
    expect(await house.eventsOf(requestId)).toContain('message.edited')
  })
  it('staged by a visitor come in with their message', async () => {
    const staged = await stageAttachment(house.ctx, {
      owner: 'visitor:1',
      kind: 'photo',
      fileName: null,
      mimeType: 'image/png',
      sizeBytes: 3,
      storageKey: 'v',
    })
    const { messageId } = await house.say('f2', '', {
      kind: 'photo',
      attachments: [{ kind: 'photo', vendorRef: {}, stagedId: staged }],
    })
    expect(await getAttachment(house.ctx, staged)).toMatchObject({ messageId, state: 'stored' })
    expect(await house.rows('SELECT 1 FROM attachment WHERE message_id = $1', messageId)).toHaveLength(1)
  })
})

describe('a client’s side that resumes', () => {
  it('gets everything after its sequence, replies with their state, in order', async () => {
    const { conversationId } = await withReplies(2)
    const messages = await conversationMessages(house.ctx, conversationId, 1, 10)
    expect(messages.map((message) => [message.seq, message.authorKind, message.delivery?.state])).toEqual([
      [2, 'bot', 'pending'],
      [3, 'bot', 'pending'],
    ])
    const page = await timeline(house.ctx, { conversationId }, { limit: 2 })
    expect(page).toMatchObject({ hasEarlier: true, messages: [{ seq: 2 }, { seq: 3 }] })
    const [earliest] = page.messages
    if (!earliest) throw new Error('a page of two')
    const before = { at: new Date(earliest.receivedAt), id: earliest.id as never }
    expect(await timeline(house.ctx, { conversationId }, { before, limit: 2 })).toMatchObject({
      hasEarlier: false,
      messages: [{ seq: 1 }],
    })
  })
})
