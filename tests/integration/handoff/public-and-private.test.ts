import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  askConsent,
  decideAskedReply,
  handleAsOperator,
  listAskedReplies,
  moveToPrivateAsOperator,
  replyAsOperator,
  resendAsOperator,
  withdrawAskedReply,
} from '#handoff'
import {
  claimDeliveries,
  listNotReceived,
  listPlaces,
  openPrivateConversation,
  privateReplyRights,
  queueReply,
  recordDelivery,
  requestSummaries,
  saveChannelAccount,
} from '#inbox'
import { type ChannelAccountId, type ConversationId, dayMs, type MessageId, newId, type RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { type Bank, openBank, wentOut } from './bank.ts'

let bank: Bank
let instagram: ChannelAccountId
let names = 0
beforeAll(async () => {
  bank = await openBank()
  const saved = await saveChannelAccount(bank.ctx, {
    kind: 'instagram',
    externalId: 'ig',
    name: 'Instagram',
    visibility: 'private',
    botEnabled: false,
  })
  instagram = saved.id
  await bank.come('dilnoza', 'jasur', 'sherzod')
})
afterAll(() => bank.close())

async function comment(text = 'question normal general ru: когда откроетесь') {
  names += 1
  const client = `ig${names}`
  const requestId = await bank.write(client, text, {
    channelAccountId: instagram,
    channel: 'instagram',
    visibility: 'public',
    conversationExternalId: `post:${client}`,
    messageExternalId: `c-${client}`,
  })
  const [row] = await bank.rows<{ id: MessageId; conversation: ConversationId }>(
    'SELECT id, conversation_id AS conversation FROM message WHERE request_id = $1',
    requestId,
  )
  if (row === undefined) throw new Error('a comment')
  await bank.come('dilnoza', 'jasur', 'sherzod')
  await hold(requestId, 'dilnoza')
  return { client, requestId, commentMessageId: row.id, conversationId: row.conversation }
}
const hold = (requestId: RequestId, login: string) =>
  bank.rows("UPDATE request SET holder_kind = 'operator', holder_operator_id = $2 WHERE id = $1", requestId, bank.idOf(login))
const ask = (of: { requestId: RequestId; conversationId: ConversationId }, text: string, clientReplyId = newId()) =>
  askConsent(bank.as('dilnoza'), { ...of, text, clientReplyId })

describe('words of one’s own where everybody reads', () => {
  it('are not sent by one person alone, whatever the composer’s mode', async () => {
    const { requestId, conversationId } = await comment()
    await expect(
      inTransaction(bank.as('dilnoza'), (tx) =>
        queueReply(bank.as('dilnoza'), tx, {
          requestId,
          conversationId,
          author: { kind: 'operator', id: bank.idOf('dilnoza') },
          text: 'Ertaga',
        }),
      ),
    ).rejects.toMatchObject({ code: 'reply.needs_second_person' })
    await expect(
      replyAsOperator(bank.as('dilnoza'), { requestId, conversationId, clientReplyId: newId(), text: 'Ertaga' }),
    ).rejects.toMatchObject({ code: 'reply.template_required' })
  })

  it('are said in the name of whoever wrote them, when a second person lets them; once', async () => {
    const of = await comment()
    const key = newId()
    const { askedReplyId } = await ask(of, 'Ertaga soat 9 da ochamiz', key)
    expect(await ask(of, 'Ertaga soat 9 da ochamiz', key)).toEqual({ askedReplyId })
    const asDilnoza = { ...bank.as('dilnoza') }
    await expect(decideAskedReply(asDilnoza, { askedReplyId, decision: 'approved' })).rejects.toMatchObject({
      code: 'permission.missing',
    })
    const decide = () => decideAskedReply(bank.as('sherzod'), { askedReplyId, decision: 'approved' })
    const results = await Promise.allSettled([decide(), decide()])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const said = await bank.rows(
      "SELECT m.text, m.author_id AS author FROM message m WHERE m.request_id = $1 AND m.author_kind = 'operator'",
      of.requestId,
    )
    expect(said).toEqual([{ text: 'Ertaga soat 9 da ochamiz', author: bank.idOf('dilnoza') }])
    expect(await listAskedReplies(bank.ctx, of.requestId)).toMatchObject([
      { state: 'approved', decidedById: bank.idOf('sherzod') },
    ])
  })

  it('may not be approved by their own writer, whatever roles they have', async () => {
    const of = await comment()
    await hold(of.requestId, 'sherzod')
    const { askedReplyId } = await askConsent(bank.as('sherzod'), { ...of, text: 'Albatta', clientReplyId: newId() })
    await expect(decideAskedReply(bank.as('sherzod'), { askedReplyId, decision: 'approved' })).rejects.toMatchObject({
      code: 'asked_reply.same_person',
    })
  })

  it('carry no personal data, are dropped when refused or taken back, and when the writer no longer holds the request', async () => {
    const of = await comment()
    await expect(ask(of, 'Kartangiz 8600 0052 6018 1595')).rejects.toMatchObject({ code: 'reply.guarded' })
    const refused = await ask(of, 'Yo‘q')
    await decideAskedReply(bank.as('sherzod'), { ...refused, decision: 'refused', reason: 'ohang' })
    await expect(decideAskedReply(bank.as('sherzod'), { ...refused, decision: 'approved' })).rejects.toMatchObject({
      code: 'asked_reply.already_decided',
    })
    const taken = await ask(of, 'Ha')
    await withdrawAskedReply(bank.as('dilnoza'), taken.askedReplyId)
    const late = await ask(of, 'Balki')
    await hold(of.requestId, 'jasur')
    await expect(decideAskedReply(bank.as('sherzod'), { ...late, decision: 'approved' })).rejects.toMatchObject({
      code: 'request.held_by_other',
    })
    expect(await bank.rows("SELECT 1 FROM message WHERE request_id = $1 AND author_kind = 'operator'", of.requestId)).toEqual(
      [],
    )
  })
})

describe('a comment moved into private', () => {
  const move = (of: { requestId: RequestId; commentMessageId: MessageId }, clientReplyId = newId()) =>
    wentOut(
      moveToPrivateAsOperator(bank.as('dilnoza'), {
        requestId: of.requestId,
        commentMessageId: of.commentMessageId,
        text: 'Shaxsiy xabarda davom etamiz',
        clientReplyId,
      }),
    )

  it('gets one private reply, in a conversation of the same request; a second is refused', async () => {
    const of = await comment()
    const key = newId()
    const first = await move(of, key)
    expect(await move(of, key)).toEqual(first)
    await expect(move(of)).rejects.toMatchObject({ code: 'private_reply.already_sent' })
    const places = await listPlaces(bank.ctx, of.requestId)
    expect(places.map(({ visibility }) => visibility).sort()).toEqual(['private', 'public'])
    expect(await privateReplyRights(bank.ctx, of.requestId)).toMatchObject([
      { state: 'used', privateConversationId: first.conversationId },
    ])
    const [claimed] = await claimDeliveries(bank.ctx, {
      channelAccountId: instagram,
      conversationId: first.conversationId,
      limit: 1,
    })
    expect(claimed).toMatchObject({ visibility: 'private', content: { privateReplyTo: `c-${of.client}` } })
  })

  it('is answered to the same request, and nothing more is said there before', async () => {
    const of = await comment()
    // In public the channel takes a reply at any time; in private for seven days, which the list tells.
    expect(await requestSummaries(bank.ctx, [of.requestId])).toMatchObject([{ windowUntil: null }])
    const { conversationId } = await move(of)
    await expect(
      replyAsOperator(bank.as('dilnoza'), { requestId: of.requestId, conversationId, clientReplyId: newId(), text: 'Yana' }),
    ).rejects.toMatchObject({ code: 'reply.window_closed' })
    await openPrivateConversation(bank.ctx, {
      conversationId,
      conversationExternalId: `igsid-${of.client}`,
      identityExternalId: `igsid-${of.client}`,
    })
    const answered = await bank.write(`igsid-${of.client}`, 'question normal general ru: спасибо, вот детали', {
      channelAccountId: instagram,
      channel: 'instagram',
    })
    expect(answered).toBe(of.requestId)
    await replyAsOperator(bank.as('dilnoza'), {
      requestId: of.requestId,
      conversationId,
      clientReplyId: newId(),
      text: 'Rahmat',
    })
    const [{ windowUntil } = { windowUntil: null }] = await requestSummaries(bank.ctx, [of.requestId])
    expect(Date.parse(windowUntil ?? '') - bank.clock.now().getTime()).toBeGreaterThan(6 * dayMs)
  })

  it('has seven days, and the right stays free where the vendor refused', async () => {
    const of = await comment()
    const { messageId } = await move(of)
    const [row] = await bank.rows<{ id: never; c: ConversationId }>(
      'SELECT id, conversation_id AS c FROM delivery WHERE message_id = $1',
      messageId,
    )
    await claimDeliveries(bank.ctx, { channelAccountId: instagram, conversationId: row?.c as ConversationId, limit: 1 })
    await recordDelivery(bank.ctx, { deliveryId: row?.id as never, result: { state: 'failed', reason: 'refused_by_channel' } })
    expect(await privateReplyRights(bank.ctx, of.requestId)).toMatchObject([{ state: 'free' }])
    await move(of)
    const old = await comment()
    bank.clock.advance(7 * dayMs)
    await bank.come('dilnoza', 'jasur', 'sherzod')
    expect(await privateReplyRights(bank.ctx, old.requestId)).toMatchObject([{ state: 'expired' }])
    await expect(move(old)).rejects.toMatchObject({ code: 'reply.window_closed' })
  })

  it('is not offered where the channel has no such thing', async () => {
    const requestId = await bank.write('tg1', 'question normal general ru: где вы')
    await hold(requestId, 'dilnoza')
    const [row] = await bank.rows<{ id: MessageId }>('SELECT id FROM message WHERE request_id = $1', requestId)
    await expect(move({ requestId, commentMessageId: row?.id as MessageId })).rejects.toMatchObject({
      code: 'private_reply.not_possible',
    })
  })
})

describe('what the client has not received', () => {
  it('is listed until a person has dealt with it, and goes out elsewhere by the ordinary path', async () => {
    const requestId = await bank.write('lost', 'question normal general ru: где карта')
    await hold(requestId, 'dilnoza')
    const reply = await wentOut(
      replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), text: 'Kartangiz tayyor' }),
    )
    const [row] = await bank.rows<{ id: never; c: ConversationId }>(
      'SELECT id, conversation_id AS c FROM delivery WHERE message_id = $1',
      reply.messageId,
    )
    const deliveryId = row?.id as never
    await claimDeliveries(bank.ctx, { channelAccountId: bank.account, conversationId: row?.c as ConversationId, limit: 1 })
    await recordDelivery(bank.ctx, { deliveryId, result: { state: 'failed', reason: 'blocked_by_client' } })
    // The same contact also writes on Instagram.
    const other = await bank.write('lost-ig', 'question normal general ru: ау', {
      channelAccountId: instagram,
      channel: 'instagram',
    })
    await bank.rows(
      `UPDATE identity SET contact_id = (SELECT contact_id FROM request WHERE id = $1) WHERE external_id = 'lost-ig'`,
      requestId,
    )
    const scope = { departmentIds: 'all' as const, operatorId: bank.idOf('dilnoza'), before: null, limit: 50 }
    const mine = async () => (await listNotReceived(bank.ctx, scope)).filter((one) => one.requestId === requestId)
    const [listed] = await mine()
    expect(listed).toMatchObject({ deliveryId, state: 'failed', reason: 'blocked_by_client', text: 'Kartangiz tayyor' })
    const way = listed?.ways.find(({ channel }) => channel === 'instagram')
    expect(way?.openRequestId).toBe(other)
    await expect(
      resendAsOperator(bank.as('jasur'), {
        deliveryId,
        conversationId: way?.conversationId as ConversationId,
        clientReplyId: newId(),
      }),
    ).rejects.toMatchObject({ code: 'request.held_by_other' })
    const sent = await resendAsOperator(bank.as('dilnoza'), {
      deliveryId,
      conversationId: way?.conversationId as ConversationId,
      clientReplyId: newId(),
    })
    expect(await bank.rows('SELECT text, conversation_id FROM message WHERE id = $1', sent.messageId)).toEqual([
      { text: 'Kartangiz tayyor', conversation_id: way?.conversationId },
    ])
    expect(await mine()).toEqual([])
    await expect(handleAsOperator(bank.as('dilnoza'), { deliveryId, how: 'given_up' })).rejects.toMatchObject({
      code: 'delivery.already_handled',
    })
  })

  it('goes to nobody else’s conversation', async () => {
    const requestId = await bank.write('mine', 'question normal general ru: а')
    await hold(requestId, 'dilnoza')
    const stranger = await bank.write('stranger', 'question normal general ru: б')
    const reply = await wentOut(replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), text: 'Sizga' }))
    const [row] = await bank.rows<{ id: never }>(
      "UPDATE delivery SET state = 'unconfirmed' WHERE message_id = $1 RETURNING id",
      reply.messageId,
    )
    const [foreign] = await bank.rows<{ id: ConversationId }>(
      'SELECT conversation_id AS id FROM request_conversation WHERE request_id = $1',
      stranger,
    )
    await expect(
      resendAsOperator(bank.as('dilnoza'), {
        deliveryId: row?.id as never,
        conversationId: foreign?.id as ConversationId,
        clientReplyId: newId(),
      }),
    ).rejects.toMatchObject({ code: 'conversation.not_found' })
  })
})
