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
  /** Hours after the client's last message in which a reply is allowed; null where there is no window. */
  readonly replyWindowHours: number | null
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

export type Channel = {
  readonly account: ChannelAccount
  readonly limits: ChannelLimits
  /**
   * Hands one reply to the vendor. Never throws for what the vendor does; its errors come back as an outcome and no
   * vendor object leaves the adapter. `unconfirmed` where nobody can know whether it arrived.
   */
  deliver(ctx: Ctx, claimed: ClaimedDelivery): Promise<DeliveryOutcome>
  /** Fetches the bytes behind an attachment that came with a message. */
  fetchAttachment(ctx: Ctx, attachment: AttachmentRecord): Promise<FetchedAttachment>
  /** Adds the HTTP and websocket routes of its inbound side; in processes with the role `web`. */
  addRoutes?(server: FastifyInstance): void
  /** Begins what runs by itself (polling, webhook registration); in the process with the role `telegram`. */
  start?(): Promise<void>
  stop?(): Promise<void>
  health(): ChannelHealth
}

export type ChannelRegistry = {
  add(channel: Channel): void
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
    of: (accountId) => byAccount.get(accountId),
    all: () => [...byAccount.values()],
  }
}
