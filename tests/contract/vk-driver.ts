/** An emulated VK around one community of the bank. */
import type { Channel } from '#bots'
import { queueReply } from '#inbox'
import type { ConversationId, RequestId } from '#kernel'
import { inTransaction } from '#platform'
import { createVkHub, vkCallbackPath } from '../../src/bots/vk/callback-hub.ts'
import { createVkChannel } from '../../src/bots/vk/vk-channel.ts'
import { startVkEmulator, type VkEmulator } from '../../src/bots/vk-emulator/index.ts'
import { openWorld, type World } from './bots-world.ts'
import type { Answer } from './channel-contract.ts'

export type Said = {
  text: string
  conversation_id: ConversationId
  request_id: RequestId
  visibility: string
  deleted_at: Date | null
  revision: number
  kind: string
}

export type VkDriver = {
  world: World
  emulator: VkEmulator
  channel: Channel
  /** Posts this body once; `body` in the answer is what VK would read. */
  post(body: string, headers?: Record<string, string>): Promise<Answer & { body: string }>
  /** Events of the emulator reach the hub from now on; settling then waits for them. */
  connect(): void
  settle(): Promise<void>
  /** The stored message of this vendor id. */
  stored(externalId: string): Promise<Said | undefined>
  reply(said: Said, text: string): Promise<string>
  delivery(id: string): Promise<{ state: string; failure_reason: string | null } | undefined>
  kept(kind: string): Promise<unknown[]>
  close(): Promise<void>
}

/** @param hasAdmin whether the community's credentials hold an administrator's token too. */
export async function openVk({ hasAdmin = true }: { hasAdmin?: boolean } = {}): Promise<VkDriver> {
  let now = () => Date.now()
  const emulator = await startVkEmulator({ port: 0, host: '127.0.0.1', now: () => now(), callsASecond: 1000 })
  const { adminToken, ...own } = emulator.state.group
  const world = await openWorld({ kind: 'vk', externalId: own.groupId })
  now = () => world.clock.now().getTime()
  const { account, intake, makeCtx, server } = world
  const hub = createVkHub()
  const credentials = hasAdmin ? { ...own, adminToken } : own
  const channel = createVkChannel({ account, credentials, root: emulator.url, hub, intake, makeCtx })
  world.bots.channels.add(channel)
  hub.addRoutes(server, makeCtx)
  const post: VkDriver['post'] = async (body, headers = {}) => {
    const all = { 'content-type': 'application/json', ...headers }
    const answer = await server.inject({ method: 'POST', url: vkCallbackPath, headers: all, payload: body })
    const retryAfter = answer.headers['retry-after'] as string | undefined
    return { status: answer.statusCode, retryAfter, body: answer.body }
  }
  const settle = async () => {
    await emulator.callbacks.idle()
    await world.settle()
    await emulator.callbacks.idle()
    await world.settle()
  }
  return {
    world,
    emulator,
    channel,
    post,
    settle,
    connect: () => emulator.connect(async (body, headers) => ({ retryAfter: undefined, ...(await post(body, headers)) })),
    async stored(externalId) {
      const rows = await world.rows<Said>(
        'SELECT m.*, c.visibility FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.external_id = $1',
        [externalId],
      )
      return rows[0]
    },
    async reply({ request_id: requestId, conversation_id: conversationId }, text) {
      const { deliveryId } = await inTransaction(world.ctx, (tx) =>
        queueReply(world.ctx, tx, { requestId, conversationId, author: { kind: 'system' }, text }),
      )
      return deliveryId
    },
    async delivery(id) {
      const rows = await world.rows<{ state: string; failure_reason: string | null }>(
        'SELECT state, failure_reason FROM delivery WHERE id = $1',
        [id],
      )
      return rows[0]
    },
    kept: (kind) => world.rows('SELECT payload FROM unknown_update WHERE kind = $1', [kind]),
    async close() {
      await world.close()
      await emulator.stop()
    },
  }
}
