import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conversationMessages, getRequest, messageViews, queueReply } from '#inbox'
import { minuteMs } from '#kernel'
import { type House, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

/** What opens a request or continues one. */
async function say(client: string, text: string) {
  const { requestId, ...rest } = await house.say(client, text)
  if (requestId === null) throw new Error('no request was opened')
  return { ...rest, requestId }
}
const words = (client: string, id: string, text = 'Ilovadan javob', sentAt = house.clock.now()) => ({
  channelAccountId: house.account,
  visibility: 'private' as const,
  conversationExternalId: client,
  answersExternalId: null,
  messageExternalId: id,
  text,
  sentAt,
})

describe('what a colleague wrote in the vendor’s own app', () => {
  it('stands in the timeline once, answers the client and has no delivery', async () => {
    const { requestId, conversationId } = await say('own-1', 'Kartam blok bo‘ldi')
    house.clock.advance(minuteMs)
    expect(await house.intake.receiveOwnWords(words('own-1', 'w1'))).toBe('stored')
    expect(await house.intake.receiveOwnWords(words('own-1', 'w1'))).toBe('duplicate')
    const timeline = await conversationMessages(house.ctx, conversationId, 0, 10)
    expect(timeline).toMatchObject([
      { authorKind: 'client' },
      { seq: 2, authorKind: 'operator', authorId: null, requestId, content: { writtenIn: 'vendor_app' }, delivery: null },
    ])
    const request = await getRequest(house.ctx, requestId)
    expect(request).toMatchObject({ waitingSince: null })
    expect(request?.firstResponseAt).not.toBeNull()
    const answered = (await house.clocksOf(requestId)).filter(({ kind }) => kind.endsWith('_response'))
    expect(answered.length).toBeGreaterThan(0)
    expect(answered.every(({ state }) => state === 'met')).toBe(true)
    expect(await house.rows('SELECT 1 FROM delivery WHERE conversation_id = $1', conversationId)).toEqual([])
    expect(await house.eventsOf(requestId)).toContain('reply.written_elsewhere')
  })

  it('hides what nobody may read and keeps the original sealed', async () => {
    const { conversationId } = await say('own-2', 'Kartam haqida shikoyat')
    await house.intake.receiveOwnWords(words('own-2', 'w2', 'Kartangiz 8600 1234 5678 9012'))
    const [, own] = await conversationMessages(house.ctx, conversationId, 0, 10)
    expect(own?.text).not.toMatch(/1234/)
    expect(await house.rows('SELECT 1 FROM sealed_text WHERE message_id = $1', own?.id)).toHaveLength(1)
  })

  it('answers nothing the client wrote after it', async () => {
    const before = house.clock.now()
    house.clock.advance(minuteMs)
    const { requestId } = await say('own-3', 'Kartam blok bo‘ldi')
    await house.intake.receiveOwnWords(words('own-3', 'w3', 'Avvalgi gap', before))
    expect((await getRequest(house.ctx, requestId))?.waitingSince).not.toBeNull()
  })

  it('is unknown where the client never wrote to us', async () => {
    expect(await house.intake.receiveOwnWords(words('own-nobody', 'w4'))).toBe('unknown')
  })

  it('lets the bot’s answer, thought of before it, fall', async () => {
    const { requestId, conversationId, seq } = await say('own-5', 'Filial qayerda?')
    const request = await getRequest(house.ctx, requestId)
    await house.rows(`UPDATE request SET holder_kind = 'bot' WHERE id = $1`, requestId)
    await house.intake.receiveOwnWords(words('own-5', 'w5'))
    const late = house.run((tx, ctx) =>
      queueReply(ctx, tx, {
        requestId,
        conversationId,
        author: { kind: 'bot', holderVersion: request?.holderVersion ?? 0 },
        text: 'Botning javobi',
        seenClientSeq: seq,
      }),
    )
    await expect(late).rejects.toMatchObject({ code: 'reply.client_wrote_meanwhile' })
  })
})

describe('a hidden comment', () => {
  it('says so where it is shown, and no other message does', async () => {
    const { messageId } = await say('own-6', 'Reklama')
    expect(await messageViews(house.ctx, [messageId])).toMatchObject([{ hiddenAt: null }])
    await house.rows('UPDATE message SET hidden_at = $2 WHERE id = $1', messageId, house.clock.now())
    expect(await messageViews(house.ctx, [messageId])).toMatchObject([{ hiddenAt: house.clock.now().toISOString() }])
  })
})
