/**
 * What a colleague wrote to a client in the vendor's own app. The client has it already, so there is no delivery; the timeline
 * has it, it answers the client like any reply of a person, and the bot does not answer the same words again.
 */
import { type ChannelAccountId, type MessageId, newId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { maskText, type SealKey, sealText } from '#privacy'
import { meetClocks } from '../clocks/clock-ledger.ts'
import { replyWrittenElsewhere } from '../events.ts'
import { lockRequest, writeAnswered } from '../requests/request.store.ts'
import { insertOwnWords, isKnownHere, lockPlace, type OwnWordsPlace } from './own-words.store.ts'
import { longestTextLength } from './shape-inbound.ts'

export type OwnWords = {
  readonly channelAccountId: ChannelAccountId
  readonly visibility: 'private' | 'public'
  /** Null where the vendor names only what was answered. */
  readonly conversationExternalId: string | null
  /** The vendor's id of the message it stands under. */
  readonly answersExternalId: string | null
  readonly messageExternalId: string
  readonly text: string
  readonly sentAt: Date
}

/** What the client wrote before is answered; what came after the words went out is not, and its clocks run on. */
async function noteAnswer(ctx: Ctx, tx: Tx, { openRequestId: requestId, conversationId }: OwnWordsPlace, sentAt: Date) {
  if (requestId === null) return
  await lockRequest(tx, requestId)
  const later = await tx.$queryRaw<{ n: number }[]>`
    SELECT 1 AS n FROM message WHERE conversation_id = ${conversationId}::uuid AND request_id = ${requestId}::uuid
      AND author_kind = 'client' AND kind NOT IN ('service', 'button') AND sent_at > ${sentAt} LIMIT 1`
  if (later.length > 0) return
  const at = ctx.clock.now()
  await writeAnswered(tx, requestId, at)
  await meetClocks(ctx, tx, { requestId, kinds: ['first_response', 'next_response'], at })
}

/** 'unknown': no conversation of ours is meant, so there is nobody in the tables it was said to. A repeat changes nothing. */
export function recordOwnWords(ctx: Ctx, key: SealKey, words: OwnWords): Promise<'stored' | 'duplicate' | 'unknown'> {
  const { channelAccountId, messageExternalId: externalId, visibility, sentAt } = words
  return inTransaction(ctx, async (tx) => {
    const place = await lockPlace(tx, channelAccountId, words)
    if (place === null) return 'unknown'
    if (await isKnownHere(tx, channelAccountId, place.conversationId, externalId)) return 'duplicate'
    const original = words.text.replaceAll('\0', '').slice(0, longestTextLength)
    const { text, masked } = maskText(original, { visibility })
    const { conversationId } = place
    const ids = { messageId: newId<MessageId>(), conversationId, requestId: place.openRequestId ?? place.lastRequestId }
    const seq = place.lastSeq + 1
    await insertOwnWords(tx, {
      ...ids,
      channelAccountId,
      seq,
      externalId,
      text,
      masked,
      content: { writtenIn: 'vendor_app' },
      sealed: text === original ? null : sealText(key, original),
      sentAt,
      receivedAt: ctx.clock.now(),
    })
    await noteAnswer(ctx, tx, place, sentAt)
    await publish(tx, ctx, replyWrittenElsewhere, ids.requestId ?? conversationId, { ...ids, seq, channelAccountId })
    await audit(tx, ctx, { action: 'reply.written_elsewhere', subjectKind: 'message', subjectId: ids.messageId })
    return 'stored'
  })
}
