/**
 * Telling the client. A delivery is claimed, sent by an adapter, and recorded; one line per conversation, in order.
 *
 * Sending cannot be exactly-once: a vendor may have accepted what we had no time to note. A delivery found half-sent is
 * `unconfirmed`, is shown to the operator, and is never repeated by itself.
 */
import type { ChannelAccountId, ConversationId, DeliveryId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx } from '#platform'
import { replyFailed, replySeen, replySent, replyUnconfirmed } from '../events.ts'
import { type AttachmentRecord, selectAttachmentsOf } from './attachment.store.ts'
import {
  appendPart,
  type ClaimedRow,
  claimHeads,
  type DeliveryRow,
  selectDueAccounts,
  updateAbandoned,
  updateFailed,
  updateFailedLate,
  updateRetry,
  updateSeen,
  updateSent,
  updateSentAsSeen,
  updateSentMany,
  updateUnconfirmed,
} from './delivery.store.ts'

/** Everything an adapter needs; `sentParts` are the vendor's ids of parts an earlier try got through: go on after them. */
export type ClaimedDelivery = ClaimedRow & { readonly attachments: readonly AttachmentRecord[] }

export type DeliveryOutcome =
  | { state: 'sent'; externalId: string }
  | { state: 'failed'; reason: string; vendorCode?: string }
  | { state: 'unconfirmed' }
  /**
   * `because`: nobody could have got it through now, so it is no try of its own. A refused token and a limit of the account
   * silence the account; a limit of one client holds up that conversation alone.
   */
  | { state: 'retry'; afterMs: number; because?: 'token_refused' | 'account_limited' | 'client_limited' }

/** With the waiting in between a vendor that is away for a day is borne; after that the operator is told. */
const mostAttempts = 300

/**
 * The next deliveries of one account, one a conversation at most, now marked as being sent. Empty where none is due, where all
 * are on their way, and while the account is silent.
 */
export async function claimDeliveries(
  ctx: Ctx,
  of: { channelAccountId: ChannelAccountId; limit: number; conversationId?: ConversationId; isTrial?: boolean },
): Promise<ClaimedDelivery[]> {
  const { conversationId = null, isTrial = false, ...query } = of
  const rows = await claimHeads(ctx.db, { ...query, conversationId, isTrial, now: ctx.clock.now() })
  const withFiles = rows.filter(({ hasFiles }) => hasFiles).map(({ messageId }) => messageId)
  const files = withFiles.length === 0 ? [] : await selectAttachmentsOf(ctx.db, withFiles)
  return rows.map((row) => ({ ...row, attachments: files.filter(({ messageId }) => messageId === row.messageId) }))
}

/** The vendor accepted one part of a reply that goes out in several. */
export async function recordPart(ctx: Ctx, input: { deliveryId: DeliveryId; externalId: string }): Promise<void> {
  await appendPart(ctx.db, input.deliveryId, input.externalId)
}

export type RecordedDelivery = { readonly deliveryId: DeliveryId; readonly result: DeliveryOutcome }

/** What became of a claimed delivery. Recording it twice, or after it was settled otherwise, changes nothing. */
export async function recordDelivery(ctx: Ctx, recorded: RecordedDelivery): Promise<void> {
  await recordDeliveries(ctx, [recorded])
}

/** Many at once, in one transaction: at the rate of a broadcast a transaction for each costs more than the sending. */
export async function recordDeliveries(ctx: Ctx, recorded: readonly RecordedDelivery[]): Promise<void> {
  const sent = recorded.flatMap(({ deliveryId, result }) =>
    result.state === 'sent' ? [{ id: deliveryId, externalId: result.externalId }] : [],
  )
  const others = recorded.filter(({ result }) => result.state !== 'sent')
  await inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now()
    const rows = sent.length === 0 ? [] : await updateSentMany(tx, sent, now)
    if (rows.length > 0)
      await updateSentAsSeen(
        tx,
        rows.map(({ id }) => id),
        now,
      )
    for (const row of rows) await tell(ctx, tx, row, { event: replySent })
    for (const { deliveryId, result } of others) await writeOutcome(ctx, tx, deliveryId, result)
  })
}

/**
 * The vendor took the reply and says later that it will not arrive. What the client has received or read stays as it is, and a
 * repeat changes nothing.
 */
export async function recordLateFailure(
  ctx: Ctx,
  input: { deliveryId: DeliveryId; reason: string; vendorCode: string },
): Promise<void> {
  const { deliveryId, reason, vendorCode } = input
  await inTransaction(ctx, async (tx) =>
    tellFailed(ctx, tx, await updateFailedLate(tx, deliveryId, reason, vendorCode), reason),
  )
}

async function writeOutcome(ctx: Ctx, tx: Tx, id: DeliveryId, result: DeliveryOutcome): Promise<void> {
  const now = ctx.clock.now()
  switch (result.state) {
    case 'sent': {
      const row = await updateSent(tx, id, result.externalId, now)
      if (row) await updateSentAsSeen(tx, [id], now)
      return tell(ctx, tx, row, { event: replySent })
    }
    case 'unconfirmed':
      return tell(ctx, tx, await updateUnconfirmed(tx, id), { event: replyUnconfirmed })
    case 'failed':
      return tellFailed(ctx, tx, await updateFailed(tx, id, result.reason, result.vendorCode ?? null), result.reason)
    case 'retry': {
      const isNoTry = result.because !== undefined
      const kept = await updateRetry(tx, id, new Date(now.getTime() + result.afterMs), { mostAttempts, isNoTry })
      if (!kept) await tellFailed(ctx, tx, await updateFailed(tx, id, 'tries_used_up', null), 'tries_used_up')
    }
  }
}

async function tell(
  ctx: Ctx,
  tx: Tx,
  row: DeliveryRow | null,
  { event }: { event: typeof replySent | typeof replyUnconfirmed },
): Promise<void> {
  if (!row) return
  const { id, ...ids } = row
  await publish(tx, ctx, event, row.requestId ?? row.conversationId, { ...ids, deliveryId: id })
  await audit(tx, ctx, { action: event.name, subjectKind: 'delivery', subjectId: id, facts: { messageId: row.messageId } })
}

async function tellFailed(ctx: Ctx, tx: Tx, row: DeliveryRow | null, reason: string): Promise<void> {
  if (!row) return
  const { id, ...ids } = row
  await publish(tx, ctx, replyFailed, row.requestId ?? row.conversationId, { ...ids, deliveryId: id, reason })
  await audit(tx, ctx, { action: replyFailed.name, subjectKind: 'delivery', subjectId: id, facts: { reason } })
}

/** What the client's side has received and read, by sequence. Marks only rise; a repeat tells nobody. */
export async function markSeen(
  ctx: Ctx,
  input: { conversationId: ConversationId; deliveredSeq?: number; readSeq?: number },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { conversationId } = input
    const seen = await updateSeen(tx, conversationId, input.deliveredSeq ?? 0, input.readSeq ?? 0, ctx.clock.now())
    if (seen) await publish(tx, ctx, replySeen, seen.requestId ?? conversationId, { conversationId, ...seen })
  })
}

/** Accounts with something due, but for those that must be silent; for the sweep that finds what a lost hint left behind. */
export function listDueAccounts(ctx: Ctx): Promise<ChannelAccountId[]> {
  return selectDueAccounts(ctx.db, ctx.clock.now())
}

/** Settles what a dead process left in `sending`; how many became unconfirmed. */
export function settleAbandonedDeliveries(ctx: Ctx, olderThanMs: number): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const rows = await updateAbandoned(tx, new Date(ctx.clock.now().getTime() - olderThanMs))
    for (const row of rows) await tell(ctx, tx, row, { event: replyUnconfirmed })
    return rows.length
  })
}
