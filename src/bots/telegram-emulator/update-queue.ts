/**
 * How updates leave: kept until the bot confirms them. A webhook gets them strictly in order per chat and in parallel over
 * chats, repeated on anything but 2xx with a growing wait that `Retry-After` overrides (tdlib/telegram-bot-api,
 * WebhookActor.cpp); getUpdates holds the call open until there is something or the timeout passes.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { emulatorKeeps, pushLatest } from '../keep-latest.ts'
import type { Faults } from './faults.ts'
import { refusals } from './refusal.ts'
import type { TgUpdate } from './state.ts'

export type Webhook = { url: string; secretToken: string | null; maxConnections: number }
type Pending = { update: TgUpdate; lane: string }
type Poller = { wake: () => void; isReplaced: boolean }
export type WebhookInfo = {
  url: string
  has_custom_certificate: boolean
  pending_update_count: number
  max_connections?: number
  last_error_date?: number
  last_error_message?: string
}

const firstRetryMs = 200 // the real one waits 1 s and doubles; kept short so that a test of it is short
const longestRetryMs = 5_000

export class UpdateQueue {
  private readonly pending: Pending[] = []
  private readonly busyLanes = new Set<string>()
  private readonly stopping = new AbortController()
  private readonly faults: Faults
  private nextUpdateId: number
  private webhook: Webhook | null = null
  private lastError: { at: number; message: string } | null = null
  private poller: Poller | null = null
  /** Every try of a webhook call: what the bot answered, or null where it could not be reached. */
  readonly attempts: { updateId: number; status: number | null }[] = []

  constructor(faults: Faults, firstUpdateId: number) {
    this.faults = faults
    this.nextUpdateId = firstUpdateId
  }

  /** Numbers the update and sends it on its way. `lane` is the order it belongs to: the chat's id for messages. */
  push(lane: string, body: Record<string, unknown>): TgUpdate {
    const update: TgUpdate = { update_id: this.nextUpdateId++, ...body }
    this.pushAs(lane, update)
    return update
  }

  /** The same with the number given, for replays. */
  pushAs(lane: string, update: TgUpdate): void {
    for (let copy = 0; copy < this.faults.copiesOfUpdates; copy += 1)
      pushLatest(this.pending, { update, lane }, emulatorKeeps.calls)
    this.poller?.wake()
    void this.drain(lane)
  }

  setWebhook(webhook: Webhook | null): void {
    this.webhook = webhook
    this.lastError = null
    if (webhook === null) return
    for (const lane of new Set(this.pending.map((item) => item.lane))) void this.drain(lane)
  }

  dropPending(): void {
    this.pending.length = 0
  }

  info(): WebhookInfo {
    const error = this.lastError
    return {
      url: this.webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.pending.length,
      ...(this.webhook === null ? {} : { max_connections: this.webhook.maxConnections }),
      ...(error === null ? {} : { last_error_date: Math.floor(error.at / 1000), last_error_message: error.message }),
    }
  }

  /** True when everything was confirmed. */
  isEmpty(): boolean {
    return this.pending.length === 0
  }

  /** getUpdates: `offset` confirms everything before it; refuses 409 while a webhook is set or another call takes over. */
  async poll(offset: number, limit: number, timeoutS: number): Promise<TgUpdate[]> {
    if (this.webhook !== null) throw refusals.webhookActive()
    if (this.poller !== null) {
      this.poller.isReplaced = true
      this.poller.wake()
    }
    const keep = this.pending.filter((item) => item.update.update_id >= offset)
    this.pending.splice(0, this.pending.length, ...keep)
    const mine: Poller = { wake: () => undefined, isReplaced: false }
    this.poller = mine
    if (this.pending.length === 0 && timeoutS > 0) {
      const woken = new AbortController()
      mine.wake = () => woken.abort()
      await sleep(timeoutS * 1000, undefined, { signal: AbortSignal.any([woken.signal, this.stopping.signal]) }).catch(
        () => undefined,
      )
    }
    if (mine.isReplaced) throw refusals.otherPoller()
    if (this.poller === mine) this.poller = null
    if (this.faults.updateDelayMs > 0) await sleep(this.faults.updateDelayMs)
    return this.pending.slice(0, limit).map((item) => item.update)
  }

  stop(): void {
    this.stopping.abort()
  }

  private async drain(lane: string): Promise<void> {
    if (this.webhook === null || this.busyLanes.has(lane)) return
    this.busyLanes.add(lane)
    let waitMs = firstRetryMs
    for (let next = this.nextOf(lane); next !== null; next = this.nextOf(lane)) {
      if (this.faults.updateDelayMs > 0) await this.pause(this.faults.updateDelayMs)
      waitMs = await this.deliver(next, waitMs)
    }
    this.busyLanes.delete(lane)
  }

  private nextOf(lane: string): { item: Pending; webhook: Webhook } | null {
    const item = this.pending.find((candidate) => candidate.lane === lane)
    if (item === undefined || this.webhook === null || this.stopping.signal.aborted) return null
    return { item, webhook: this.webhook }
  }

  /** One try; gives the wait before the next failed one. */
  private async deliver({ item, webhook }: { item: Pending; webhook: Webhook }, waitMs: number): Promise<number> {
    const outcome = await this.post(webhook, item.update)
    if (!outcome.isAccepted) {
      await this.pause(outcome.retryAfterMs ?? waitMs)
      return Math.min(waitMs * 2, longestRetryMs)
    }
    const at = this.pending.indexOf(item)
    if (at >= 0) this.pending.splice(at, 1)
    return firstRetryMs
  }

  private async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined)
  }

  private async post(webhook: Webhook, update: TgUpdate): Promise<{ isAccepted: boolean; retryAfterMs?: number }> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (webhook.secretToken !== null) headers['x-telegram-bot-api-secret-token'] = webhook.secretToken
    try {
      const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(60_000)])
      const answer = await fetch(webhook.url, {
        method: 'POST',
        headers,
        body: JSON.stringify(update),
        signal,
        redirect: 'manual',
      })
      await answer.arrayBuffer()
      pushLatest(this.attempts, { updateId: update.update_id, status: answer.status }, emulatorKeeps.calls)
      if (answer.ok) return { isAccepted: true }
      this.lastError = { at: Date.now(), message: `Wrong response from the webhook: ${answer.status} ${answer.statusText}` }
      const retryAfterS = Number(answer.headers.get('retry-after'))
      return retryAfterS > 0 ? { isAccepted: false, retryAfterMs: Math.min(retryAfterS, 3600) * 1000 } : { isAccepted: false }
    } catch {
      pushLatest(this.attempts, { updateId: update.update_id, status: null }, emulatorKeeps.calls)
      this.lastError = { at: Date.now(), message: 'Connection refused' }
      return { isAccepted: false }
    }
  }
}
