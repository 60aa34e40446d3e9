/** A community of VK: its messages in private, and the comments under its posts in public. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Intake, renameIdentity } from '#inbox'
import { minuteMs, secondMs } from '#kernel'
import type { Ctx } from '#platform'
import type { Channel, ChannelAccount } from '../channel.ts'
import { type AccountState, createAccountState } from '../vendor/account-state.ts'
import { createNames, type KnownName } from '../vendor/names.ts'
import { knownName } from '../vendor/own-deliveries.store.ts'
import { VendorId } from '../vendor/vendor-values.ts'
import type { VkHub } from './callback-hub.ts'
import { createCommentActions } from './comments.ts'
import { deliverReply } from './deliver-reply.ts'
import { fetchVkFile, vkFileBytes } from './fetch-file.ts'
import { meaningOf } from './map-failure.ts'
import { vkTextUnits } from './plan-parts.ts'
import { probeCallback } from './probe-callback.ts'
import { settleUnconfirmed } from './settle-unconfirmed.ts'
import { createVkApi, type VkAnswer, type VkApi } from './vk-api.ts'

/** `secret` and `confirmation` stand in the community's settings beside the callback server. */
export const VkCredentials = z.object({
  groupId: z.string().regex(/^\d{1,15}$/),
  accessToken: z.string().min(8).max(1000),
  secret: z.string().min(8).max(50),
  confirmation: z.string().regex(/^[\w-]{4,64}$/),
  /** Of an administrator: for deleting comments, which VK refuses to a community's own token. */
  adminToken: z.string().min(8).max(1000).optional(),
})
export type VkCredentials = z.infer<typeof VkCredentials>

export type VkChannelInput = {
  readonly account: ChannelAccount
  readonly credentials: VkCredentials
  /** Where the API answers; an emulator may stand there. */
  readonly root: string
  readonly hub: VkHub
  readonly intake: Intake
  readonly makeCtx: (trace?: string) => Ctx
  /** Where VK calls; absent where this program does not know its public address. */
  readonly webhookUrl?: string
}

/** A community bears 20 calls a second; some are left for names and the sign of writing. */
const sendsPerSecond = 16
const longestWaitMs = 5 * minuteMs

const Group = z.looseObject({ id: VendorId, name: z.string().catch('') })
/** An array before 5.139, an object with it since. */
const Groups = z.union([z.array(Group), z.looseObject({ groups: z.array(Group) }).transform(({ groups }) => groups)])

/** The community as its own token sees it: asked without an id, VK names the token's. */
export async function askOwnGroup(api: VkApi): Promise<VkAnswer<{ id: string; name: string }>> {
  const answer = await api.call(Groups, 'groups.getById')
  const [group] = answer.ok ? answer.body : []
  // Somebody's own token belongs to no community.
  if (answer.ok && group === undefined) return { ok: false, failure: { kind: 'refused', code: 27 } }
  return answer.ok ? { ok: true, body: { id: group?.id ?? '', name: group?.name ?? '' } } : answer
}

const People = z.array(z.looseObject({ first_name: z.string().catch(''), last_name: z.string().catch('') }))

async function lookUpName(api: VkApi, externalId: string): Promise<KnownName | null> {
  // Communities write comments too; they are nobody's name to look up.
  if (!/^\d+$/.test(externalId)) return null
  const answer = await api.call(People, 'users.get', { user_ids: externalId })
  const [person] = answer.ok ? answer.body : []
  const displayName = [person?.first_name, person?.last_name].filter(Boolean).join(' ')
  return displayName === '' ? null : { displayName }
}

/** Repeats until VK knows the token or the signal stops; an alarm where it does not. */
async function begin(api: VkApi, state: AccountState, signal: AbortSignal): Promise<void> {
  for (let waitMs = secondMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    const answer = await askOwnGroup(api)
    if (answer.ok) return state.healthy()
    const { alarm } = meaningOf(answer.failure)
    if (alarm !== undefined) state.alarm(alarm)
    await sleep(waitMs, undefined, { signal }).catch(() => undefined)
  }
}

/** The channel, already listening at the hub. */
export function createVkChannel(input: VkChannelInput): Channel {
  const { account, credentials, hub, intake, makeCtx, webhookUrl } = input
  const { groupId, accessToken, secret, confirmation, adminToken } = credentials
  const api = createVkApi({ root: input.root, token: accessToken })
  const state = createAccountState(account, () => makeCtx())
  const names = createNames({
    recall: (ctx, externalId) => knownName(ctx, account.id, externalId),
    lookUp: (externalId) => lookUpName(api, externalId),
    tell: (ctx, identityExternalId, { displayName, username = null }) =>
      renameIdentity(ctx, { channelAccountId: account.id, identityExternalId, displayName, username }),
  })
  hub.add({ account, intake, names, groupId, secret, confirmation })
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  return {
    account,
    limits: { textUnits: vkTextUnits, attachmentBytes: vkFileBytes, replyWindowHours: null, sendsPerSecond },
    deliver: (ctx, claimed, pace) => deliverReply(ctx, { api, groupId, state, pace }, claimed),
    async showTyping(_ctx, conversationExternalId) {
      await api.call(z.unknown(), 'messages.setActivity', { peer_id: conversationExternalId, type: 'typing' })
    },
    fetchAttachment: (_ctx, attachment) => fetchVkFile(attachment, api.root),
    async start() {
      running = begin(api, state, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
    health: () => state.health(),
    async lookAfter(ctx) {
      await settleUnconfirmed(ctx, account, { api, groupId, state, pace: undefined })
      return {}
    },
    ...(webhookUrl === undefined
      ? {}
      : { probe: (ctx: Ctx) => probeCallback(ctx, { id: account.id, groupId, secret, webhookUrl }) }),
    comments: createCommentActions({ api, groupId, state, adminToken }),
  }
}
