/** Calls the bank as VK's Callback API does: the address is confirmed first, then every event again and again until "ok". */
import { setTimeout as sleep } from 'node:timers/promises'
import type { VkState } from './state.ts'

export type CallbackAnswer = { status: number; body: string; retryAfter: string | undefined }
/** How bytes reach the bank: over HTTP, or straight into a test's server. */
export type PostCallback = (body: string, headers: Record<string, string>) => Promise<CallbackAnswer>

/** Posts by HTTP; an answer that never came has the status 0. */
export function postTo(url: string): PostCallback {
  return async (body, headers) => {
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })
      const retryAfter = answer.headers.get('retry-after') ?? undefined
      return { status: answer.status, body: await answer.text(), retryAfter }
    } catch {
      return { status: 0, body: '', retryAfter: undefined }
    }
  }
}

const firstRetryMs = 200 // the real one waits longer; kept short so that a test of it is short
const mostTries = 8

/** VK escapes these in what people write. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function escapeTexts(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return key === 'text' ? escaped(value) : value
  if (Array.isArray(value)) return value.map((one) => escapeTexts(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, escapeTexts(inner, name)]))
}

export class CallbackCaller {
  post: PostCallback | null = null
  /** Each event is sent this many times (1 is normal). */
  copies = 1
  isConfirmed = false
  private events = 0
  private readonly under = new Set<Promise<unknown>>()
  private readonly state: VkState
  private isStopped = false

  constructor(state: VkState) {
    this.state = state
  }

  /** One event on its way. */
  tell(type: string, object: object): void {
    const body = this.bodyOf(type, object)
    const work = Promise.all(Array.from({ length: this.copies }, () => this.insist(body)))
    this.under.add(work)
    void work.finally(() => this.under.delete(work))
  }

  /** The body of one event with an id of its own; `more` stands over what would be there. */
  bodyOf(type: string, object: object, more: object = {}): string {
    this.events += 1
    const { groupId, secret } = this.state.group
    const eventId = `${this.state.nextId()}${this.events}`.padStart(40, '0')
    const envelope = { type, object: escapeTexts(object), group_id: Number(groupId), event_id: eventId, v: '5.199', secret }
    return JSON.stringify({ ...envelope, ...more })
  }

  /** Posts this body once. */
  async postOnce(body: string, retries = 0): Promise<CallbackAnswer> {
    if (this.post === null) return { status: 0, body: '', retryAfter: undefined }
    const repeat: Record<string, string> = retries === 0 ? {} : { 'x-retry-counter': String(retries) }
    return this.post(body, { 'content-type': 'application/json', ...repeat })
  }

  /** Asks for the community's word before the first event; the real one does so when the address is entered. */
  async confirm(): Promise<boolean> {
    if (this.isConfirmed) return true
    const { groupId, confirmation } = this.state.group
    const { status, body } = await this.postOnce(JSON.stringify({ type: 'confirmation', group_id: Number(groupId) }))
    this.isConfirmed = status === 200 && body === confirmation
    return this.isConfirmed
  }

  /** Until every event on its way was answered. */
  async idle(): Promise<void> {
    while (this.under.size > 0) await Promise.all(this.under)
  }

  stop(): void {
    this.isStopped = true
  }

  private async insist(body: string): Promise<void> {
    let waitMs = firstRetryMs
    for (let tries = 0; tries < mostTries && this.post !== null && !this.isStopped; tries += 1) {
      const answer = (await this.confirm()) ? await this.postOnce(body, tries) : null
      if (answer?.status === 200 && answer.body === 'ok') return
      const told = answer?.retryAfter
      await sleep(told === undefined ? waitMs : Math.min(Number(told) * 1000, 5000))
      waitMs *= 2
    }
  }
}
