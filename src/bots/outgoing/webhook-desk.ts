/** What an administrator may do with webhooks; handed to the desk by app. */
import { randomBytes } from 'node:crypto'
import { type WebhookDeliveryView, WebhookEvent, type WebhookView } from '#contracts'
import { AppError, newId, type OperatorId } from '#kernel'
import { audit, type Ctx, inTransaction } from '#platform'
import { type SealKey, sealText } from '#privacy'
import { mayPostTo } from './post-fact.ts'
import {
  deleteWebhook,
  insertWebhook,
  type ReplayOf,
  selectFacts,
  selectWebhook,
  selectWebhooks,
  updateWebhook,
  type WebhookFigures,
  writeReplay,
} from './webhook.store.ts'

export type WebhookDesk = {
  list(ctx: Ctx): Promise<WebhookView[]>
  /** The secret is told once and never again. @throws webhook.url_refused */
  make(
    ctx: Ctx,
    input: { name: string; url: string; events: readonly string[]; operatorId: OperatorId },
  ): Promise<{ webhook: WebhookView; secret: string }>
  /** @throws webhook.not_found, webhook.url_refused */
  change(
    ctx: Ctx,
    id: string,
    change: { name?: string; url?: string; events?: string[]; isEnabled?: boolean },
  ): Promise<WebhookView>
  /** With everything it was told. @throws webhook.not_found */
  remove(ctx: Ctx, id: string): Promise<void>
  /** The latest hundred. @throws webhook.not_found */
  facts(ctx: Ctx, id: string): Promise<WebhookDeliveryView[]>
  /** How many go out once more. @throws webhook.not_found */
  replay(ctx: Ctx, id: string, of: ReplayOf): Promise<number>
}

const latest = 100
const iso = (at: Date | null) => at?.toISOString() ?? null

function viewOf(row: WebhookFigures): WebhookView {
  const { id, name, url, isEnabled, failures, pending, failed } = row
  const events = row.events.flatMap((event) => WebhookEvent.safeParse(event).data ?? [])
  const moments = { createdAt: row.createdAt.toISOString(), restsUntil: iso(row.restsUntil), lastSentAt: iso(row.lastSentAt) }
  return { id, name, url, events, isEnabled, failures, pending, failed, ...moments }
}

async function one(ctx: Ctx, id: string): Promise<WebhookView> {
  const found = (await selectWebhooks(ctx.db)).find((row) => row.id === id)
  if (found === undefined) throw new AppError('webhook.not_found', { webhookId: id })
  return viewOf(found)
}

async function checkUrl(url: string): Promise<void> {
  if (!(await mayPostTo(url))) throw new AppError('webhook.url_refused')
}

export function createWebhookDesk(sealKey: SealKey, hurry: (ctx: Ctx, webhookId: string) => Promise<void>): WebhookDesk {
  const known = async (ctx: Ctx, id: string) => {
    if ((await selectWebhook(ctx.db, id)) === null) throw new AppError('webhook.not_found', { webhookId: id })
  }
  return {
    list: async (ctx) => (await selectWebhooks(ctx.db)).map(viewOf),
    async make(ctx, { name, url, events, operatorId }) {
      await checkUrl(url)
      const id = newId()
      const secret = `mw_${randomBytes(32).toString('base64url')}`
      const sealed = sealText(sealKey, secret)
      await inTransaction(ctx, async (tx) => {
        await insertWebhook(tx, {
          id,
          name,
          url,
          events: [...events],
          ...sealed,
          createdAt: ctx.clock.now(),
          createdById: operatorId,
        })
        await audit(tx, ctx, { action: 'webhook.made', subjectKind: 'webhook', subjectId: id })
      })
      return { webhook: await one(ctx, id), secret }
    },
    async change(ctx, id, change) {
      if (change.url !== undefined) await checkUrl(change.url)
      await inTransaction(ctx, async (tx) => {
        if (!(await updateWebhook(tx, id, change))) throw new AppError('webhook.not_found', { webhookId: id })
        const facts = { fields: Object.keys(change).join(' ') }
        await audit(tx, ctx, { action: 'webhook.changed', subjectKind: 'webhook', subjectId: id, facts })
      })
      await hurry(ctx, id)
      return one(ctx, id)
    },
    async remove(ctx, id) {
      await inTransaction(ctx, async (tx) => {
        if (!(await deleteWebhook(tx, id))) throw new AppError('webhook.not_found', { webhookId: id })
        await audit(tx, ctx, { action: 'webhook.removed', subjectKind: 'webhook', subjectId: id })
      })
    },
    async facts(ctx, id) {
      await known(ctx, id)
      return (await selectFacts(ctx.db, id, latest)).map(({ nextAttemptAt, sentAt, ...row }) => ({
        ...row,
        nextAttemptAt: nextAttemptAt.toISOString(),
        sentAt: iso(sentAt),
      }))
    },
    async replay(ctx, id, of) {
      await known(ctx, id)
      const count = await inTransaction(ctx, async (tx) => {
        const replayed = await writeReplay(tx, id, of, ctx.clock.now())
        await audit(tx, ctx, { action: 'webhook.replayed', subjectKind: 'webhook', subjectId: id, facts: { count: replayed } })
        return replayed
      })
      await hurry(ctx, id)
      return count
    },
  }
}
