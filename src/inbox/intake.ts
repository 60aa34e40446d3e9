/**
 * Takes clients' messages in.
 *
 * Promise: once `receive` returns, the message is on disk with its request, its clocks and its facts, so the vendor may be
 * told "received", and must not be told so any earlier. Vendors repeat themselves; the unique key (channel account, vendor's
 * message id) makes the repeat harmless, and looking first would only save work, never correctness.
 */
import type { Language } from '#contracts'
import { AppError, type ChannelAccountId, hourMs } from '#kernel'
import { type Ctx, wakeRelay } from '#platform'
import type { SealKey } from '#privacy'
import type { InboundEdit, InboundMessage, IntakePolicy, Received } from './inbound-message.ts'
import { type ReceivedRow, receiveBatch } from './intake.store.ts'
import { IntakeLane } from './intake-lane.ts'
import { type InboundDeletion, recordDeletion, recordEdit } from './record-edit.ts'
import { languageOf, shapeInbound } from './shape-inbound.ts'
import { toStorableJson } from './storable-json.ts'

export type IntakeOptions = {
  readonly sealKey: SealKey
  /** A client's message needing work this long after the close reopens the same request; 24 h unless given. */
  readonly reopenWindowMs?: number
  /** Transactions in flight at once, 2 unless given. */
  readonly lanes?: number
  /** Messages in one transaction at most, 64 unless given. */
  readonly maxBatch?: number
  /** Messages waiting at most, 5,000 unless given; beyond it `server.overloaded`. */
  readonly maxBacklog?: number
}

export type Intake = {
  /**
   * Returns after the commit. Throws `database.unavailable`, `disk.full` or `server.overloaded` with nothing acknowledged,
   * `webhook.unknown_account`, or `input.invalid` for what could never be stored.
   * @param trace ties the facts to the vendor's call.
   */
  receive(message: InboundMessage, trace?: string): Promise<Received>
  /** 'unknown': the message was never taken in (written before the bot was added). */
  receiveEdit(edit: InboundEdit): Promise<'revised' | 'unchanged' | 'unknown'>
  receiveDeletion(deletion: InboundDeletion): Promise<'deleted' | 'unknown'>
  /** Refuses what comes from now on and returns when everything that came before is settled. */
  close(): Promise<void>
}

export function createIntake(ctx: Ctx, policy: IntakePolicy, options: IntakeOptions): Intake {
  const reopenWindowMs = options.reopenWindowMs ?? 24 * hourMs
  const maxBacklog = options.maxBacklog ?? 5_000
  const store = async (batch: string) => {
    const rows = await receiveBatch(ctx.db, batch, reopenWindowMs)
    wakeRelay(ctx.bus)
    return rows
  }
  const lanes = Array.from({ length: options.lanes ?? 2 }, () => new IntakeLane(store, options.maxBatch ?? 64, ctx.metrics))
  const languages = new LanguageMemory()
  let isClosed = false

  return {
    async receive(message, trace = ctx.trace) {
      const lane = lanes[laneOf(message, lanes.length)]
      if (!lane || isClosed || lanes.reduce((sum, each) => sum + each.length, 0) >= maxBacklog) {
        ctx.metrics.count('intake_refused')
        throw new AppError('server.overloaded')
      }
      const key = `${message.channelAccountId} ${message.conversationExternalId}`
      const parts = shapeInbound({
        message,
        policy,
        sealKey: options.sealKey,
        receivedAt: ctx.clock.now(),
        trace,
        knownLanguage: languages.recall(key),
      })
      const json = toStorableJson(parts)
      const row = await new Promise<ReceivedRow>((resolve, reject) => lane.add({ json, resolve, reject }))
      languages.learn(key, languageOf(row.language))
      ctx.metrics.count('messages_received', { channel: message.channel, outcome: row.outcome })
      return toReceived(row)
    },
    receiveEdit: (edit) => recordEdit(ctx, options.sealKey, edit),
    receiveDeletion: (deletion) => recordDeletion(ctx, deletion),
    async close() {
      isClosed = true
      await Promise.all(lanes.map((lane) => lane.drained()))
    },
  }
}

const toReceived = (row: ReceivedRow): Received => ({
  outcome: row.outcome,
  messageId: row.message_id,
  conversationId: row.conversation_id,
  contactId: row.contact_id,
  requestId: row.request_id,
  opened: row.opened,
  seq: row.seq,
})

/** FNV-1a over the conversation's key. */
function laneOf(message: { channelAccountId: ChannelAccountId; conversationExternalId: string }, lanes: number): number {
  let hash = 0x811c9dc5
  for (const char of message.channelAccountId + message.conversationExternalId) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  }
  return (hash >>> 0) % lanes
}

/** What the classifier may know beforehand. Forgetting costs a guess about a short text, so the oldest go first. */
class LanguageMemory {
  private readonly known = new Map<string, Language>()

  recall(key: string): Language | undefined {
    return this.known.get(key)
  }

  learn(key: string, language: Language | undefined): void {
    if (language === undefined) return
    this.known.delete(key)
    this.known.set(key, language)
    if (this.known.size <= 20_000) return
    const oldest = this.known.keys().next()
    if (!oldest.done) this.known.delete(oldest.value)
  }
}
