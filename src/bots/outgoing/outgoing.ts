/**
 * Facts to the bank's own systems. It stands in this room because it is another edge of the house with the same law as
 * delivery: an outside that may be away, answer late or twice, and is told in order and never from within a transaction. It
 * hears facts and calls nobody above it; ids and closed words are all that leaves.
 */
import { z } from 'zod'
import { webhookEvents } from '#contracts'
import { dayMs, minuteMs, newId, secondMs } from '#kernel'
import {
  type Ctx,
  defineJob,
  defineSubscriber,
  defineSweep,
  type Fact,
  type JobDefinition,
  type Subscriber,
  type Sweep,
} from '#platform'
import { openSealed, type SealKey } from '#privacy'
import { postFact } from './post-fact.ts'
import { signatureHeader, signBody } from './sign-body.ts'
import {
  type ClaimedFact,
  claimFacts,
  disableWebhook,
  insertDeliveries,
  type NewDelivery,
  releaseAbandoned,
  removeOldFacts,
  selectDueWebhooks,
  selectEnabled,
  selectWebhook,
  type WebhookRow,
  writeFactKept,
  writeFactSent,
  writeRest,
} from './webhook.store.ts'
import { createWebhookDesk, type WebhookDesk } from './webhook-desk.ts'

const SendJob = z.object({ webhookId: z.string() })

const atOnce = 8
const firstWaitMs = 5 * secondMs
const longestWaitMs = 30 * minuteMs
/** With the waits between them about two days. */
const mostAttempts = 100
/** After so many in a row the whole webhook rests: what is dead need not be asked for every request. */
const restAfterFailures = 5
const abandonedAfterMs = minuteMs
const keptMs = 14 * dayMs

export type Outgoing = {
  readonly subscriber: Subscriber
  readonly jobs: readonly JobDefinition<unknown>[]
  readonly sweeps: readonly Sweep[]
  readonly desk: WebhookDesk
}

/** Ever longer, up to half an hour. */
const waitMs = (attempts: number) => Math.min(firstWaitMs * 2 ** Math.max(0, attempts - 1), longestWaitMs)

/** The exact bytes that are kept, signed and sent: ids and closed words, as the fact has them. */
function bodyOf(fact: Fact): string {
  const { id, feedNo, name, version, occurredAt, subjectId, data } = fact
  return JSON.stringify({ id, event: name, version, feedNo, at: occurredAt.toISOString(), subjectId, data })
}

const wants = (webhook: WebhookRow, fact: Fact) => webhook.events.length === 0 || webhook.events.includes(fact.name)

async function keep(ctx: Ctx, facts: readonly Fact[]): Promise<readonly string[]> {
  const webhooks = await selectEnabled(ctx.db)
  const rows = webhooks.flatMap((webhook) =>
    facts
      .filter((fact) => wants(webhook, fact))
      .map(
        (fact): NewDelivery => ({
          id: newId(),
          webhookId: webhook.id,
          eventId: fact.id,
          feedNo: fact.feedNo,
          subjectId: fact.subjectId,
          name: fact.name,
          body: bodyOf(fact),
        }),
      ),
  )
  if (rows.length > 0) await insertDeliveries(ctx.db, rows, ctx.clock.now())
  return [...new Set(rows.map(({ webhookId }) => webhookId))]
}

async function sendFact(ctx: Ctx, webhook: WebhookRow, secret: string, fact: ClaimedFact): Promise<boolean> {
  const result = await postFact(webhook.url, fact.body, {
    [signatureHeader]: signBody(secret, fact.body, ctx.clock.now()),
    'murojaat-delivery': fact.id,
    'murojaat-event': fact.name,
  })
  ctx.metrics.count('webhook_out', { state: result.state })
  const now = ctx.clock.now()
  if (result.state === 'sent') {
    await writeFactSent(ctx.db, fact.id, now, result.status)
    return true
  }
  const isOver = result.state === 'gone' || fact.attempts >= mostAttempts
  const afterMs = result.state === 'retry' ? (result.afterMs ?? waitMs(fact.attempts)) : 0
  await writeFactKept(ctx.db, fact.id, {
    state: isOver ? 'failed' : 'pending',
    nextAt: new Date(now.getTime() + afterMs),
    status: result.status,
    error: result.state === 'retry' ? result.error : 'gone',
  })
  if (result.state === 'gone') await disableWebhook(ctx.db, webhook.id)
  return false
}

/** A round: the heads of many subjects at once. Whether there may be more. */
async function sendRound(ctx: Ctx, webhook: WebhookRow, secret: string): Promise<boolean> {
  const facts = await claimFacts(ctx.db, webhook.id, ctx.clock.now(), atOnce)
  const sent = await Promise.all(facts.map((fact) => sendFact(ctx, webhook, secret, fact)))
  if (sent.length === 0) return false
  const failures = sent.some(Boolean) ? 0 : webhook.failures + 1
  const rests = failures >= restAfterFailures
  await writeRest(ctx.db, webhook.id, failures, rests ? new Date(ctx.clock.now().getTime() + waitMs(failures)) : null)
  return sent.some(Boolean)
}

const mostRounds = 50

async function send(ctx: Ctx, sealKey: SealKey, webhookId: string): Promise<'done' | 'more'> {
  for (let round = 0; round < mostRounds; round += 1) {
    const webhook = await selectWebhook(ctx.db, webhookId)
    const rests = webhook?.restsUntil != null && webhook.restsUntil > ctx.clock.now()
    if (webhook === null || !webhook.isEnabled || rests) return 'done'
    if (!(await sendRound(ctx, webhook, openSealed(sealKey, webhook)))) return 'done'
  }
  return 'more'
}

/** @param sealKey of the installation: the signing secrets are sealed with it. */
export function createOutgoing(sealKey: SealKey): Outgoing {
  const job = defineJob({
    name: 'bots.send-webhook',
    data: SendJob,
    concurrency: 4,
    run: async (ctx, { webhookId }) => {
      if ((await send(ctx, sealKey, webhookId)) === 'more') await hurry(ctx, webhookId)
    },
  })
  const hurry = (ctx: Ctx, webhookId: string): Promise<void> =>
    ctx.queue.add(job, { webhookId }, { key: `webhook:${webhookId}` })
  return {
    subscriber: defineSubscriber({
      name: 'bots.outgoing',
      events: webhookEvents,
      handle: async (ctx, facts) => {
        for (const webhookId of await keep(ctx, facts)) await hurry(ctx, webhookId)
      },
    }),
    jobs: [job as JobDefinition<unknown>],
    sweeps: [
      defineSweep({
        name: 'bots.due-webhooks',
        everyMs: 3 * secondMs,
        run: async (ctx) => {
          const now = ctx.clock.now()
          await releaseAbandoned(ctx, new Date(now.getTime() - abandonedAfterMs))
          for (const webhookId of await selectDueWebhooks(ctx, now)) await hurry(ctx, webhookId)
        },
      }),
      defineSweep({
        name: 'bots.clear-webhooks',
        everyMs: dayMs,
        run: (ctx) => removeOldFacts(ctx, new Date(ctx.clock.now().getTime() - keptMs)),
      }),
    ],
    desk: createWebhookDesk(sealKey, hurry),
  }
}
