/** What the three vendors' accounts of Meta share in the contract: the emulator, the hub, and webhooks signed like Meta's. */
import {
  type Channel,
  createMetaHub,
  escapedJson,
  type MetaChannelInput,
  type MetaEmulator,
  metaWebhookPath,
  startMetaEmulator,
} from '#bots'
import type { ChannelKind } from '#contracts'
import { openWorld, type World } from './bots-world.ts'
import type { Answer } from './channel-contract.ts'

export const verifyToken = 'what-the-bank-enters-at-meta'
export type MetaObject = 'instagram' | 'page' | 'whatsapp_business_account'

export type MetaWorld = {
  world: World
  emulator: MetaEmulator
  /** The channel under test; the first of those opened. */
  channel: Channel
  /** Posts one entry as Meta would, once. */
  tell(object: MetaObject, entry: object, secret?: string): Promise<Answer>
  /** Posts these very bytes. */
  post(body: Buffer | string, headers: Record<string, string>): Promise<Answer>
  signed(object: MetaObject, body: unknown, secret?: string): Promise<Answer>
  /** Webhooks of the emulator reach the hub from now on; settling then waits for them. */
  connect(): void
  close(): Promise<void>
}

type Opening<C> = {
  kind: ChannelKind
  externalId: (emulator: MetaEmulator) => string
  credentials: (emulator: MetaEmulator) => C
  create: (input: MetaChannelInput<C>) => Channel
}

/** A world with one account of Meta in it. */
export async function openMeta<C>(opening: Opening<C>): Promise<MetaWorld> {
  let now = () => Date.now()
  const emulator = await startMetaEmulator({ port: 0, host: '127.0.0.1', now: () => now() })
  const world = await openWorld({ kind: opening.kind, externalId: opening.externalId(emulator) })
  now = () => world.clock.now().getTime()
  const { account, intake, makeCtx, server } = world
  const hub = createMetaHub(verifyToken)
  const roots = { facebook: emulator.url, instagram: emulator.url }
  const channel = opening.create({ account, credentials: opening.credentials(emulator), roots, hub, intake, makeCtx })
  world.bots.channels.add(channel)
  hub.addRoutes(server, makeCtx)
  const post = async (body: Buffer | string, headers: Record<string, string>): Promise<Answer> => {
    const answer = await server.inject({ method: 'POST', url: metaWebhookPath, headers, payload: body })
    return { status: answer.statusCode, retryAfter: answer.headers['retry-after'] as string | undefined }
  }
  const postWebhook = async (body: Buffer, headers: Record<string, string>) => {
    const { status, retryAfter } = await post(body, headers)
    return { status, retryAfter }
  }
  const settle = world.settle
  const signed = async (object: MetaObject, body: unknown, secret?: string): Promise<Answer> => {
    const before = emulator.webhooks.post
    emulator.webhooks.post = postWebhook
    const answer = emulator.webhooks.postOnce(object, escapedJson(body), secret)
    emulator.webhooks.post = before
    return answer
  }
  return {
    world,
    emulator,
    channel,
    post,
    signed,
    tell: (object, entry, secret) => signed(object, { object, entry: [entry] }, secret),
    connect() {
      emulator.connect(postWebhook)
      world.settle = async () => {
        await settle()
        await emulator.webhooks.idle()
        await settle()
      }
    },
    async close() {
      await world.close()
      await emulator.stop()
    },
  }
}
