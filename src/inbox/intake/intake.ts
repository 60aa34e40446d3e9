/**
 * Takes clients' messages in.
 *
 * Promise: once `receive` returns, the message is on disk with its request, its clocks and its facts, so the vendor may be
 * told "received", and must not be told so any earlier. Vendors repeat themselves; the unique key (channel account, vendor's
 * message id) makes the repeat harmless, and looking first would only save work, never correctness.
 */
import type { Language } from '#contracts'
import { AppError, hourMs } from '#kernel'
import { type Ctx, traced, wakeRelay } from '#platform'
import { type MaskedAcross, maskAcross, type SealKey } from '#privacy'
import type { InboundEdit, InboundMessage, IntakePolicy, Received } from './inbound-message.ts'
import { receiveBatch, type SettledRow } from './intake.store.ts'
import { IntakeLine } from './intake-line.ts'
import { maskEarlier } from './mask-earlier.ts'
import { type RecentWord, RecentWords } from './recent-words.ts'
import { type InboundDeletion, recordDeletion, recordEdit } from './record-edit.ts'
import { type OwnWords, recordOwnWords } from './record-own-words.ts'
import { languageOf, longestTextLength, maskWords, opinionIn, shapeInbound } from './shape-inbound.ts'
import { toStorableJson } from './storable-json.ts'

export type IntakeOptions = {
  readonly sealKey: SealKey
  /** A client's message needing work this long after the close reopens the same request; 24 h unless given. */
  readonly reopenWindowMs?: number
  /** Transactions in flight at once at most, 3 unless given; each takes a connection of the hot pool. */
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
  /** A colleague's words in the vendor's own app. 'unknown': no conversation of ours is meant. A repeat changes nothing. */
  receiveOwnWords(words: OwnWords): Promise<'stored' | 'duplicate' | 'unknown'>
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
  const line = new IntakeLine(store, {
    lanes: options.lanes ?? 3,
    maxBatch: options.maxBatch ?? 64,
    metrics: ctx.metrics,
  })
  const languages = new LanguageMemory()
  const recent = new RecentWords()
  let isClosed = false

  return {
    async receive(message, trace = ctx.trace) {
      if (isClosed || line.length >= maxBacklog) {
        ctx.metrics.count('intake_refused')
        throw new AppError('server.overloaded')
      }
      const key = `${message.channelAccountId} ${message.conversationExternalId}`
      const sender = `${key} ${message.sender.externalId}`
      const receivedAt = ctx.clock.now()
      const earlier = recent.recall(sender, receivedAt)
      const across = lookAcross(earlier, message)
      const words = maskWords(message, across)
      const parts = shapeInbound({
        message,
        words,
        policy,
        sealKey: options.sealKey,
        receivedAt,
        trace,
        knownLanguage: languages.recall(key),
      })
      const json = toStorableJson(parts)
      const settled = new Promise<SettledRow>((resolve, reject) => line.add({ key, json, resolve, reject }))
      const messageId = settled.then((row) => (row.outcome === 'stored' ? row.message_id : null)).catch(() => null)
      recent.learn(sender, { text: words.text, receivedAtMs: receivedAt.getTime(), messageId })
      const row = await traced('intake', trace, { channel: message.channel }, () => settled)
      if (across !== null && row.outcome === 'stored') await hideEarlier(ctx, options.sealKey, earlier, across)
      languages.learn(key, languageOf(row.language))
      ctx.metrics.count('messages_received', { channel: message.channel, outcome: row.outcome })
      if (row.opened) ctx.metrics.count('requests_opened', { channel: message.channel, ...opinionIn(parts) })
      return toReceived(row)
    },
    receiveEdit: (edit) => recordEdit(ctx, options.sealKey, edit),
    receiveDeletion: (deletion) => recordDeletion(ctx, deletion),
    receiveOwnWords: (words) => recordOwnWords(ctx, options.sealKey, words),
    async close() {
      isClosed = true
      await line.drained()
    },
  }
}

const lookAcross = (earlier: readonly RecentWord[], { text, visibility }: InboundMessage): MaskedAcross | null =>
  earlier.length === 0
    ? null
    : maskAcross(
        earlier.map((word) => word.text),
        text.slice(0, longestTextLength),
        { visibility },
      )

/** The new message is stored and hides its part by now; a failure here leaves the other part readable and nothing else. */
async function hideEarlier(ctx: Ctx, key: SealKey, earlier: readonly RecentWord[], across: MaskedAcross): Promise<void> {
  for (const { message: place, text: to } of across.earlier) {
    const word = earlier[place]
    const messageId = await word?.messageId
    if (!word || !messageId) continue
    try {
      await maskEarlier(ctx, key, { messageId, from: word.text, to, kinds: across.kinds })
      word.text = to
      ctx.metrics.count('messages_masked_later')
    } catch (err) {
      ctx.log.warn({ err, messageId }, 'a part of a number over two messages could not be masked')
    }
  }
}

const toReceived = (row: SettledRow): Received => ({
  outcome: row.outcome,
  messageId: row.message_id,
  conversationId: row.conversation_id,
  contactId: row.contact_id,
  requestId: row.request_id,
  opened: row.opened,
  seq: row.seq,
})

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
