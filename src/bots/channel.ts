/** What every channel is to the rest of the house. A new channel is this interface, its fixtures and the contract suite. */

import type { FastifyInstance } from 'fastify'
import type { ChannelKind, Visibility } from '#contracts'
import type { AttachmentRecord, ClaimedDelivery, DeliveryOutcome } from '#inbox'
import type { ChannelAccountId } from '#kernel'
import type { Ctx } from '#platform'

/** The account of the bank a channel speaks for; a row of the inbox's channel accounts. */
export type ChannelAccount = {
  readonly id: ChannelAccountId
  readonly kind: ChannelKind
  readonly name: string
  readonly externalId: string
  readonly visibility: Visibility
  readonly botEnabled: boolean
}

/** What the composer and the delivery must keep to. */
export type ChannelLimits = {
  /** UTF-16 units of one message; longer text is split by the channel itself. */
  readonly textUnits: number
  readonly attachmentBytes: number
  /** Bytes of UTF-8 of one message, where the vendor counts those. */
  readonly textBytes?: number
  /** Replies a second the vendor bears from this account; spread evenly over all processes. Absent: whatever comes. */
  readonly sendsPerSecond?: number
  /** Hours after the client's last message in which a reply is allowed; null where there is no window. */
  readonly replyWindowHours: number | null
  /** The longer window of what a person typed, where the vendor grants one. */
  readonly personReplyWindowHours?: number | null
}

/** Why a reply can never arrive: a closed list, shown to the operator in their language. */
export const failureReasons = [
  'blocked_by_client',
  'client_deactivated',
  'chat_not_found',
  'text_refused',
  'attachment_refused',
  'attachment_missing',
  'refused_by_channel',
  'window_closed',
  'permission_missing',
  'already_replied',
  'channel_not_configured',
] as const
export type FailureReason = (typeof failureReasons)[number]

/** Bytes of an attachment, or why there are none. `retry`: perhaps later. */
export type FetchedAttachment =
  | { readonly state: 'fetched'; readonly bytes: Uint8Array; readonly fileName?: string }
  | { readonly state: 'refused' }
  | { readonly state: 'failed' }
  | { readonly state: 'retry' }

/** `alarm` needs a person (a dead token, another consumer); `down` heals by itself. */
export type ChannelHealth = { readonly state: 'ok' | 'starting' | 'down' | 'alarm'; readonly reason: string | null }

/** What became of an action on a comment. `refused` is final, `retry` is not; `unconfirmed`: nobody can know. */
export type CommentResult =
  /** The vendor's id of what was made, or of what was changed. */
  | { readonly state: 'done'; readonly externalId: string }
  | { readonly state: 'refused'; readonly reason: FailureReason }
  | { readonly state: 'retry'; readonly afterMs: number }
  | { readonly state: 'unconfirmed' }

/** Who got the private reply, and in which private conversation they will answer; null where the vendor does not say. */
export type PrivateReplyResult =
  | {
      readonly state: 'done'
      readonly externalId: string
      readonly identityExternalId: string | null
      readonly conversationExternalId: string | null
    }
  | Exclude<CommentResult, { state: 'done' }>

/** What a channel with public comments can do beside delivering. Ids are those of the comments as messages. */
export type CommentActions = {
  replyToComment(ctx: Ctx, input: { commentExternalId: string; text: string }): Promise<CommentResult>
  /**
   * Once a comment and within seven days of it: a second is refused with `already_replied`, a late one with `window_closed`.
   * @param input.isPost where it is a visitor's post and no comment.
   */
  sendPrivateReply(ctx: Ctx, input: { commentExternalId: string; text: string; isPost?: boolean }): Promise<PrivateReplyResult>
  /** Hides a client's comment from everyone but its author and their friends, or shows it again. */
  hideComment(ctx: Ctx, input: { commentExternalId: string; isHidden: boolean }): Promise<CommentResult>
  /** Deletes a comment of the bank's own. */
  deleteOwn(ctx: Ctx, input: { commentExternalId: string }): Promise<CommentResult>
}

/** The account's rate, for a reply that goes out in several messages. */
export type SendPace = {
  /** Waits for the moment of a further message; the first has had its own. */
  next(): Promise<void>
}

/** What the vendor says of an account; absent where it does not say. */
export type VendorSight = {
  /** Changes it keeps because we have not taken them. */
  readonly pendingCount?: number
  readonly lastErrorAt?: Date
  /** In words without anything a client wrote. */
  readonly lastError?: string
  readonly tokenExpiresAt?: Date
  /** Whether it would tell us of what happens. */
  readonly isSubscribed?: boolean
}

export type StaffFile = { readonly name: string; readonly body: Buffer; readonly caption: string }

export type Channel = {
  readonly account: ChannelAccount
  readonly limits: ChannelLimits
  /**
   * Hands one reply to the vendor. Never throws for what the vendor does; its errors come back as an outcome and no
   * vendor object leaves the adapter. `unconfirmed` where nobody can know whether it arrived.
   */
  deliver(ctx: Ctx, claimed: ClaimedDelivery, pace?: SendPace): Promise<DeliveryOutcome>
  /**
   * Shows the client that an answer is on its way, for a few seconds at most: the channel ends it by itself, so that nothing
   * is left on where no answer comes. A courtesy: never throws, never waits for its turn.
   */
  showTyping?(ctx: Ctx, conversationExternalId: string): Promise<void>
  /**
   * Takes the vendor's copy of a client's message away, where the vendor lets a bank do that; false where it would not.
   * Never throws for what the vendor does.
   */
  removeCopy?(ctx: Ctx, messageExternalId: string): Promise<boolean>
  /**
   * Puts a file into a chat of the bank's own people; false where the vendor would not. No client is written to this way, and
   * nothing of it is a message. Never throws for what the vendor does.
   */
  sendToStaff?(ctx: Ctx, chatId: string, file: StaffFile): Promise<boolean>
  /** Fetches the bytes behind an attachment that came with a message. */
  fetchAttachment(ctx: Ctx, attachment: AttachmentRecord): Promise<FetchedAttachment>
  /** Adds the HTTP and websocket routes of its inbound side; in processes with the role `web`. */
  addRoutes?(server: FastifyInstance): void
  /** Begins what runs by itself (polling, webhook registration); in the process with the role `telegram`. */
  start?(): Promise<void>
  stop?(): Promise<void>
  health(): ChannelHealth
  /** Asks the vendor how the account is; once a minute, by the watchdog. Throws where it cannot be asked. */
  lookAfter?(ctx: Ctx): Promise<VendorSight>
  /** Registers anew where the vendor has forgotten us or sends elsewhere. */
  subscribeAgain?(ctx: Ctx): Promise<void>
  /** Fetches what was written while nothing came through; how many messages that were. */
  catchUp?(ctx: Ctx, since: Date): Promise<number>
  /** Sends a change of our own making through the public address, the whole way to the tables; false where it did not arrive. */
  probe?(ctx: Ctx): Promise<boolean>
  /** Where clients write in public too. */
  readonly comments?: CommentActions
}

export type ChannelRegistry = {
  /** Takes the place of an earlier one of the same account. */
  add(channel: Channel): void
  remove(accountId: ChannelAccountId): void
  of(accountId: ChannelAccountId): Channel | undefined
  all(): readonly Channel[]
}

/** The channels of this process by account. */
export function createChannelRegistry(channels: readonly Channel[] = []): ChannelRegistry {
  const byAccount = new Map(channels.map((channel) => [channel.account.id, channel]))
  return {
    add: (channel) => {
      byAccount.set(channel.account.id, channel)
    },
    remove: (accountId) => {
      byAccount.delete(accountId)
    },
    of: (accountId) => byAccount.get(accountId),
    all: () => [...byAccount.values()],
  }
}
