/** Calls the bank's webhook as Meta does: signed over its own escaped JSON, again and again until it is taken. */
import { setTimeout as sleep } from 'node:timers/promises'
import { emulatorKeeps, pushLatest } from '../keep-latest.ts'
import { signatureOf } from '../meta/signature.ts'
import type { EmulatorState } from './state.ts'

export type WebhookObject = 'instagram' | 'page' | 'whatsapp_business_account'
export type WebhookAnswer = { status: number; retryAfter: string | undefined }
/** How bytes reach the bank: over HTTP, or straight into a test's server. */
export type PostWebhook = (body: Buffer, headers: Record<string, string>) => Promise<WebhookAnswer>

/** JSON as Meta signs it: lower-case escapes beyond ASCII, and escaped slashes and at-signs. */
export function escapedJson(value: unknown): Buffer {
  const json = JSON.stringify(value).replace(/[^\x20-\x7e]|[/@<>]/g, (sign) =>
    sign === '/' ? '\\/' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return Buffer.from(json, 'latin1')
}

/** Posts by HTTP; an answer that never came has the status 0. */
export function postTo(url: string): PostWebhook {
  return async (body, headers) => {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
        signal: AbortSignal.timeout(20_000),
      })
      await answer.arrayBuffer()
      return { status: answer.status, retryAfter: answer.headers.get('retry-after') ?? undefined }
    } catch {
      return { status: 0, retryAfter: undefined }
    }
  }
}

const firstRetryMs = 200 // the real one waits longer and goes on for 36 hours; kept short so that a test of it is short
const mostTries = 8

export class WebhookCaller {
  post: PostWebhook | null = null
  /** Each webhook is sent this many times (1 is normal). */
  copies = 1
  /** Held back webhooks are kept until they are let go, to be sent in another order or in one batch. */
  isHolding = false
  readonly statuses: number[] = []
  private readonly held: { object: WebhookObject; entry: object }[] = []
  private readonly under = new Set<Promise<unknown>>()
  private readonly state: EmulatorState
  private isStopped = false

  constructor(state: EmulatorState) {
    this.state = state
  }

  secretOf(object: WebhookObject): string {
    const { instagram, page, whatsapp } = this.state.accounts
    if (object === 'instagram') return instagram.appSecret
    return object === 'page' ? page.appSecret : whatsapp.appSecret
  }

  /** One entry on its way. */
  tell(object: WebhookObject, entry: object): void {
    if (this.isHolding) pushLatest(this.held, { object, entry }, emulatorKeeps.calls)
    else this.track(this.sendCopies(object, [entry]))
  }

  /** Lets go what was held back. @param order of the entries; all of one object go in one batch. */
  letGo(order: (entries: object[]) => object[] = (entries) => entries): void {
    this.isHolding = false
    const all = this.held.splice(0)
    for (const object of new Set(all.map((one) => one.object))) {
      const entries = all.filter((one) => one.object === object).map((one) => one.entry)
      this.track(this.sendCopies(object, order(entries)))
    }
  }

  /** Until every webhook on its way was answered. */
  async idle(): Promise<void> {
    while (this.under.size > 0) await Promise.all(this.under)
  }

  stop(): void {
    this.isStopped = true
  }

  /** Posts this body once, signed with the object's secret unless another is given. */
  async postOnce(object: WebhookObject, body: Buffer, secret = this.secretOf(object)): Promise<WebhookAnswer> {
    if (this.post === null) return { status: 0, retryAfter: undefined }
    return this.post(body, { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(secret, body) })
  }

  private track(work: Promise<unknown>): void {
    this.under.add(work)
    void work.finally(() => this.under.delete(work))
  }

  private async sendCopies(object: WebhookObject, entry: object[]): Promise<void> {
    const body = escapedJson({ object, entry })
    await Promise.all(Array.from({ length: this.copies }, () => this.insist(object, body)))
  }

  private async insist(object: WebhookObject, body: Buffer): Promise<void> {
    let waitMs = firstRetryMs
    for (let tries = 0; tries < mostTries && this.post !== null && !this.isStopped; tries += 1) {
      const { status, retryAfter } = await this.postOnce(object, body)
      pushLatest(this.statuses, status, emulatorKeeps.calls)
      if (status >= 200 && status < 300) return
      await sleep(retryAfter === undefined ? waitMs : Math.min(Number(retryAfter) * 1000, 5000))
      waitMs *= 2
    }
  }
}
