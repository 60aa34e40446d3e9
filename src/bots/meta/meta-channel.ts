/** What the channels of Meta have in common: one account, listening at the hub, sending by the Graph API. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { windowRules } from '#contracts'
import { type ClaimedDelivery, type Intake, renameIdentity } from '#inbox'
import { hourMs, secondMs } from '#kernel'
import type { Ctx } from '#platform'
import type { Channel, ChannelAccount, ChannelLimits, FetchedAttachment, SendPace } from '../channel.ts'
import { type AccountState, createAccountState } from './account-state.ts'
import { createCommentSender } from './comment-sender.ts'
import { type CommentsInput, createCommentActions } from './comments.ts'
import { deliverParts, type Sender } from './deliver-parts.ts'
import { fetchByUrl, metaFileBytes } from './fetch-media.ts'
import type { GraphApi } from './graph-api.ts'
import { meaningOf } from './map-failure.ts'
import type { MetaObject, ParsePiece, Section } from './meta-event.ts'
import type { MetaHub } from './meta-hub.ts'
import { createNames, type KnownName, noNames } from './names.ts'
import { knownName } from './own-deliveries.store.ts'

/** Where the APIs answer; an emulator may stand there. */
export type MetaRoots = { readonly facebook: string; readonly instagram: string }

export type MetaChannelInput<C> = {
  readonly account: ChannelAccount
  readonly credentials: C
  readonly roots: MetaRoots
  readonly hub: MetaHub
  readonly intake: Intake
  readonly makeCtx: (trace?: string) => Ctx
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
  /** Tells Meta that the app wants this account's changes; without it webhooks stay away though everything looks well. */
  readonly subscription: { readonly path: string; readonly fields: readonly string[] } | null
}

const hoursOf = (ms: number | null) => (ms === null ? null : ms / hourMs)

const Done = z.looseObject({ success: z.boolean().optional() })
const longestWaitMs = 5 * 60 * secondMs

/** Repeats until the account is subscribed or the signal stops; an alarm where it is refused. */
async function subscribe(
  api: GraphApi,
  state: AccountState,
  parts: Pick<MetaParts<unknown>, 'subscription'>,
  signal: AbortSignal,
): Promise<void> {
  const { subscription } = parts
  if (subscription === null) return
  let waitMs = secondMs
  while (!signal.aborted) {
    // WhatsApp's accounts know no fields.
    const query: Record<string, string> =
      subscription.fields.length === 0 ? {} : { subscribed_fields: subscription.fields.join(',') }
    const answer = await api.call(Done, 'POST', subscription.path, { query })
    // A subscription that answers without success is none, however well it sounds.
    if (answer.ok && answer.body.success === true) return state.healthy()
    if (answer.ok) state.alarm('subscription_missing')
    else if (answer.failure.kind === 'refused') state.alarm(meaningOf(answer.failure).alarm ?? 'subscription_missing')
    await sleep(waitMs, undefined, { signal }).catch(() => undefined)
    waitMs = Math.min(waitMs * 2, longestWaitMs)
  }
}

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
  hub.add({ account, intake, names: namesOf(input, parts), object, sections, externalIds, appSecret, parse })

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
      running = subscribe(api, state, parts, stopping.signal)
    },
    async stop() {
      stopping.abort()
      await running
    },
    health: () => state.health(),
    ...(publicInput === null ? {} : { comments: createCommentActions(publicInput) }),
  }
}
