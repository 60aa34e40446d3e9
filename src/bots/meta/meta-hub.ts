/**
 * Where Meta calls: one address for all accounts, because an app has one. A change reaches an account only if the app that
 * signed it is that account's app and the change names the account: two pages under one app never see each other's clients.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type ChannelAccountId, mayBeUnstorable, storable } from '#kernel'
import { type Ctx, constantTimeEquals } from '#platform'
import { isPassing } from '../vendor/is-passing.ts'
import { cutWebhook, Webhook } from './cut-webhook.ts'
import type { MetaObject, ParsedEvent, ParsePiece, Piece, Section } from './meta-event.ts'
import { readJson } from './read-json.ts'
import { isSignedBy } from './signature.ts'
import { type TakeDeps, takeEvent } from './take-event.ts'

/** One account that listens. */
export type MetaReceiver = TakeDeps & {
  readonly object: MetaObject
  readonly sections: readonly Section[]
  /** Its ids in webhooks: the account's own, and those its notices come under. */
  readonly externalIds: readonly string[]
  readonly appSecret: string
  readonly parse: ParsePiece
}

export type MetaHub = {
  /** Takes the place of an earlier one of the same account. */
  add(receiver: MetaReceiver): void
  remove(accountId: ChannelAccountId): void
  /** GET and POST /channels/meta; once per server. */
  addRoutes(server: FastifyInstance, makeCtx: (trace: string) => Ctx): void
}

export const metaWebhookPath = '/channels/meta'
/** WhatsApp sends up to 3 MB (its webhook reference); a thousand changes of the others stay below that. */
const bodyLimitBytes = 5 * 1024 * 1024
/** Soon, but not at once: a database that restarts needs seconds. */
const retryAfterS = 3
/** Conversations of one batch taken in beside each other; each waits for one commit at a time. */
const lanesAtOnce = 96

type Addressed = { receiver: MetaReceiver; parsed: ParsedEvent }

/** Events of one conversation one after the other, conversations beside each other. Throws the first that must come again. */
async function takeAll(ctx: Ctx, events: readonly Addressed[]): Promise<void> {
  const lanes = new Map<string, Addressed[]>()
  for (const one of events) {
    const key = `${one.receiver.account.id} ${one.parsed.lane}`
    lanes.set(key, [...(lanes.get(key) ?? []), one])
  }
  const waiting = [...lanes.values()]
  const work = async () => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
      for (const { receiver, parsed } of lane) await takeEvent(ctx, receiver, parsed)
    }
  }
  const settled = await Promise.allSettled(Array.from({ length: Math.min(lanesAtOnce, waiting.length) }, work))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** The account a change is for: the one that listens to such changes, or else any that bears the id and keeps it. */
function receiverOf(receivers: readonly MetaReceiver[], piece: Piece): MetaReceiver | undefined {
  const named = receivers.filter((one) => one.object === piece.object && one.externalIds.includes(piece.accountExternalId))
  return named.find((one) => one.sections.includes(piece.section)) ?? named[0]
}

function parseFor(receiver: MetaReceiver, piece: Piece, now: Date): readonly ParsedEvent[] {
  if (receiver.sections.includes(piece.section)) return receiver.parse(receiver.account, piece, now)
  const name = (piece.section === 'messaging' ? 'messaging' : piece.field).slice(0, 64)
  return [{ lane: 'unknown', event: { kind: 'unknown', name }, raw: piece.value }]
}

function readWebhook(ctx: Ctx, body: Buffer): Webhook {
  try {
    const text = body.toString('utf8')
    const webhook = readJson(text)
    return Webhook.parse(mayBeUnstorable(text) ? storable(webhook) : webhook)
  } catch {
    ctx.metrics.count('webhook_refused', { channel: 'meta', why: 'malformed' })
    throw new AppError('webhook.malformed')
  }
}

async function takeWebhook(ctx: Ctx, receivers: readonly MetaReceiver[], body: Buffer): Promise<void> {
  const now = ctx.clock.now()
  const events: Addressed[] = []
  for (const piece of cutWebhook(readWebhook(ctx, body), now)) {
    const receiver = receiverOf(receivers, piece)
    if (receiver === undefined) {
      // Accepted all the same: a refusal would hold up the batch's other accounts, and after an hour Meta would stop calling.
      ctx.metrics.count('webhook_refused', { channel: 'meta', why: 'unknown_account' })
      ctx.log.warn({ channel: 'meta' }, 'a change came for an account that is not ours')
      continue
    }
    for (const parsed of parseFor(receiver, piece, now)) events.push({ receiver, parsed })
  }
  await takeAll(ctx, events)
}

/** @param verifyToken what the bank enters at Meta beside the address. */
export function createMetaHub(verifyToken: string): MetaHub {
  const receivers = new Map<ChannelAccountId, MetaReceiver>()

  /** Those whose app signed exactly these bytes. */
  function signedFor(body: Buffer, header: string | undefined): MetaReceiver[] {
    const secrets = new Set([...receivers.values()].map((one) => one.appSecret))
    const signing = [...secrets].filter((secret) => isSignedBy(secret, body, header))
    return [...receivers.values()].filter((one) => signing.includes(one.appSecret))
  }

  async function hear(ctx: Ctx, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const body = request.rawBody ?? Buffer.alloc(0)
    const header = request.headers['x-hub-signature-256']
    const signed = signedFor(body, typeof header === 'string' ? header : undefined)
    if (signed.length === 0) {
      ctx.metrics.count('webhook_refused', { channel: 'meta', why: 'unsigned' })
      throw new AppError('webhook.unsigned')
    }
    try {
      await takeWebhook(ctx, signed, body)
    } catch (error) {
      if (isPassing(error)) void reply.header('retry-after', String(retryAfterS))
      throw error
    }
    return reply.code(200).type('text/plain').send('EVENT_RECEIVED')
  }

  return {
    add: (receiver) => void receivers.set(receiver.account.id, receiver),
    remove: (accountId) => void receivers.delete(accountId),
    addRoutes(server, makeCtx) {
      const hidden: object = { hide: true }
      server.get(metaWebhookPath, { schema: hidden }, (request, reply) => {
        const query = request.query as Readonly<Record<string, unknown>>
        const [mode, token, challenge] = ['hub.mode', 'hub.verify_token', 'hub.challenge'].map((name) => query[name])
        const isOurs = typeof token === 'string' && constantTimeEquals(token, verifyToken)
        if (mode !== 'subscribe' || !isOurs || typeof challenge !== 'string') {
          makeCtx(request.id).metrics.count('webhook_refused', { channel: 'meta', why: 'handshake' })
          throw new AppError('permission.missing')
        }
        return reply.code(200).type('text/plain').send(challenge.slice(0, 512))
      })
      const config = { rawBody: true }
      server.post(metaWebhookPath, { bodyLimit: bodyLimitBytes, schema: hidden, config }, (request, reply) =>
        hear(makeCtx(request.id), request, reply),
      )
    },
  }
}
