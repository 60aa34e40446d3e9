/** A client changed or removed what they had written. Every text that was ever read stays readable as a revision. */
import type { ChannelAccountId, ContactId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, withActor } from '#platform'
import { maskText, type SealKey, sealText } from '#privacy'
import { messageDeleted, messageEdited } from '../events.ts'
import { insertRevision, lockInboundMessage, markDeleted, reviseMessage } from '../message.store.ts'
import type { InboundEdit } from './inbound-message.ts'
import { longestTextLength } from './shape-inbound.ts'

export type InboundDeletion = {
  readonly channelAccountId: ChannelAccountId
  readonly messageExternalId: string
  readonly deletedAt: Date
}

/**
 * Compares what readers see: an edit that changes nothing there leaves no revision, and neither does one that is older than
 * the last (vendors repeat and reorder).
 */
export function recordEdit(ctx: Ctx, key: SealKey, edit: InboundEdit): Promise<'revised' | 'unchanged' | 'unknown'> {
  return inTransaction(ctx, async (tx) => {
    const message = await lockInboundMessage(tx, edit.channelAccountId, edit.messageExternalId)
    if (!message) return 'unknown'
    const original = edit.text.replaceAll('\0', '').slice(0, longestTextLength)
    const { text, masked } = maskText(original, { visibility: message.visibility })
    const isOlder = message.edited_at !== null && edit.editedAt < message.edited_at
    if (text === message.text || isOlder) return 'unchanged'
    const revision = message.revision + 1
    if (message.revision === 0) {
      await insertRevision(tx, { ...message, revision: 0, maskedKinds: message.masked_kinds, editedAt: message.sent_at })
    }
    await insertRevision(tx, { id: message.id, revision, text, maskedKinds: masked, editedAt: edit.editedAt })
    await reviseMessage(tx, {
      id: message.id,
      revision,
      text,
      maskedKinds: masked,
      editedAt: edit.editedAt,
      sealed: text === original ? null : sealText(key, original),
    })
    const client = withActor(ctx, { kind: 'client', id: message.author_id as ContactId })
    const ids = { messageId: message.id, conversationId: message.conversation_id, requestId: message.request_id }
    const subject = message.request_id ?? message.conversation_id
    await publish(tx, client, messageEdited, subject, { ...ids, revision })
    await audit(tx, client, { action: 'message.edited', subjectKind: 'message', subjectId: message.id, facts: { revision } })
    return 'revised'
  })
}

/** Marks the message; the text stays for those who may read it, because the bank has answered to it. */
export function recordDeletion(ctx: Ctx, deletion: InboundDeletion): Promise<'deleted' | 'unknown'> {
  return inTransaction(ctx, async (tx) => {
    const message = await lockInboundMessage(tx, deletion.channelAccountId, deletion.messageExternalId)
    if (!message) return 'unknown'
    if (message.deleted_at !== null) return 'deleted'
    await markDeleted(tx, message.id, deletion.deletedAt)
    const client = withActor(ctx, { kind: 'client', id: message.author_id as ContactId })
    const ids = { messageId: message.id, conversationId: message.conversation_id, requestId: message.request_id }
    await publish(tx, client, messageDeleted, message.request_id ?? message.conversation_id, ids)
    await audit(tx, client, { action: 'message.deleted', subjectKind: 'message', subjectId: message.id })
    return 'deleted'
  })
}
