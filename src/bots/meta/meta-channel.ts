/** What the channels of Meta have in common: one account, listening at the hub, sending by the Graph API. */
import { windowRules } from '#contracts'
import { type ClaimedDelivery, type Intake, renameIdentity } from '#inbox'
import { hourMs } from '#kernel'
import type { Ctx } from '#platform'
import type { Channel, ChannelAccount, ChannelLimits, FetchedAttachment, SendPace } from '../channel.ts'
import { createAccountState } from '../vendor/account-state.ts'
import { createNames, type KnownName, noNames } from '../vendor/names.ts'
import { knownName } from '../vendor/own-deliveries.store.ts'
import { catchUp } from './catch-up.ts'
import { createCommentSender } from './comment-sender.ts'
import { type CommentsInput, createCommentActions } from './comments.ts'
import { deliverParts, type Sender } from './deliver-parts.ts'
import { fetchByUrl, metaFileBytes } from './fetch-media.ts'
import type { GraphApi } from './graph-api.ts'
import type { MetaObject, ParsePiece, Section } from './meta-event.ts'
import type { MetaHub } from './meta-hub.ts'
import { probeWebhook } from './probe-webhook.ts'
import type { ReadEarlier } from './read-earlier.ts'
import { lookAfter, type Subscription, subscribe, subscribeAgain } from './subscription.ts'

/** Where the APIs answer; an emulator may stand there. */
export type MetaRoots = { readonly facebook: string; readonly instagram: string }

export type MetaChannelInput<C> = {
  readonly account: ChannelAccount
  readonly credentials: C
  readonly roots: MetaRoots
  readonly hub: MetaHub
  readonly intake: Intake
  readonly makeCtx: (trace?: string) => Ctx
  /** Where Meta calls; absent where this program does not know its public address. */
  readonly webhookUrl?: string
}

export type MetaParts<P> = {
  readonly api: GraphApi
  readonly object: MetaObject
  readonly sections: readonly Section[]
  readonly externalIds: readonly string[]
  readonly parse: ParsePiece
  /** Null where the account has no private conversations. */
  readonly privateSender: Sender<P> | null
  readonly comments?: Omit<CommentsInput, 'api' | 'state'> & { readonly split: (text: string) => string[] }
  readonly limits: Pick<ChannelLimits, 'textUnits' | 'textBytes' | 'sendsPerSecond'>
  readonly lookUpName?: (externalId: string) => Promise<KnownName | null>
  readonly fetchAttachment?: Channel['fetchAttachment']
  readonly showTyping?: NonNullable<Channel['showTyping']>
  readonly subscription: Subscription | null
  /** False where the account's API says nothing of the token. */
  readonly tellsOfToken: boolean
  /** What can be read again after an outage; empty where the vendor keeps nothing one could read. */
  readonly earlier: readonly ReadEarlier[]
}

const hoursOf = (ms: number | null) => (ms === null ? null : ms / hourMs)

function namesOf<C, P>({ account }: MetaChannelInput<C>, parts: MetaParts<P>) {
  const { lookUpName } = parts
  if (lookUpName === undefined) return noNames
  return createNames({
    recall: (ctx, externalId) => knownName(ctx, account.id, externalId),
    lookUp: lookUpName,
    tell: (ctx, identityExternalId, { displayName, username = null }) =>
      renameIdentity(ctx, { channelAccountId: account.id, identityExternalId, displayName, username }),
  })
}

function probeOf<C extends { readonly appSecret: string }, P>(input: MetaChannelInput<C>, parts: MetaParts<P>) {
  const { account, credentials, webhookUrl } = input
  const [section] = parts.sections
  const [externalId] = parts.externalIds
  if (webhookUrl === undefined || section === undefined || externalId === undefined) return {}
  const probed = { id: account.id, object: parts.object, section, externalId, appSecret: credentials.appSecret, webhookUrl }
  return { probe: (ctx: Ctx) => probeWebhook(ctx, probed) }
}

/** The channel, already listening at the hub. */
export function createMetaChannel<C extends { readonly appSecret: string }, P>(
  input: MetaChannelInput<C>,
  parts: MetaParts<P>,
): Channel {
  const { account, hub, intake, makeCtx } = input
  const { api, privateSender, comments } = parts
  const state = createAccountState(account, () => makeCtx())
  const publicInput = comments === undefined ? null : { ...comments, api, state }
  const publicSender = publicInput === null ? null : createCommentSender(publicInput, publicInput.split)
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const { object, sections, externalIds, parse } = parts
  const { appSecret } = input.credentials
  const names = namesOf(input, parts)
  hub.add({ account, intake, names, object, sections, externalIds, appSecret, parse })
  const asked = { api, state, subscription: parts.subscription }

  function deliver(ctx: Ctx, claimed: ClaimedDelivery, pace?: SendPace) {
    if (claimed.visibility === 'public' && publicSender !== null) {
      return deliverParts(ctx, { sender: publicSender, state, pace }, claimed)
    }
    if (privateSender !== null) return deliverParts(ctx, { sender: privateSender, state, pace }, claimed)
    return Promise.resolve({ state: 'failed', reason: 'refused_by_channel' } as const)
  }
  return {
    account,
    limits: {
      ...parts.limits,
      attachmentBytes: metaFileBytes,
      replyWindowHours: hoursOf(windowRules[account.kind].anybodyMs),
      personReplyWindowHours: hoursOf(windowRules[account.kind].personMs),
    },
    deliver,
    ...(parts.showTyping === undefined ? {} : { showTyping: parts.showTyping }),
    fetchAttachment: (ctx, attachment): Promise<FetchedAttachment> =>
      parts.fetchAttachment?.(ctx, attachment) ?? fetchByUrl(attachment, api.root),
    async start() {
      running = subscribe(asked, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
    health: () => state.health(),
    lookAfter: () => lookAfter(asked, parts.tellsOfToken),
    ...probeOf(input, parts),
    subscribeAgain: () => subscribeAgain(asked),
    ...(parts.earlier.length === 0
      ? {}
      : { catchUp: (ctx: Ctx, since: Date) => catchUp(ctx, { account, intake, names, parse }, parts.earlier, since) }),
    ...(publicInput === null ? {} : { comments: createCommentActions(publicInput) }),
  }
}
