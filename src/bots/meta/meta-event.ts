/** What a webhook of Meta says, in the words of the house. Parsers make these; take-event.ts acts on them. */
import type { InboundEdit, InboundMessage } from '#inbox'
import type { ChannelAccount } from '../channel.ts'

export type MetaEvent =
  | {
      kind: 'message'
      message: InboundMessage
      /** The vendor's id of the message it answers, if any. */
      repliesTo: string | null
      /** The vendor's name where the content could not be read: the raw event is kept beside the message. */
      unreadable: string | null
    }
  /** `asMessage` is the whole message as it reads now, for an edit of something never seen. */
  | { kind: 'edit'; edit: InboundEdit; asMessage: InboundMessage }
  | { kind: 'deletion'; externalId: string; deletedAt: Date }
  /** A sign put on a message of ours or theirs; `about` is that message's vendor id. */
  | { kind: 'reaction'; reaction: InboundMessage; about: string; isRemoved: boolean }
  /** Ours that were delivered or read: these ids, or everything up to a moment. */
  | {
      kind: 'seen'
      state: 'delivered' | 'read'
      conversationExternalId: string
      externalIds: readonly string[]
      upTo: Date | null
    }
  /** What became of one of ours (WhatsApp). `deliveryId` is what we gave along with it. */
  | {
      kind: 'status'
      state: 'sent' | 'delivered' | 'read' | 'failed'
      externalId: string
      deliveryId: string | null
      identityExternalId: string
      code: number
    }
  /** A message or comment in our own name: our reply coming back, or a colleague's from the vendor's app. */
  | {
      kind: 'echo'
      externalId: string
      /** Null for a comment, which names only what it stands under. */
      conversationExternalId: string | null
      answersExternalId: string | null
      text: string
      metadata: string | null
      at: Date
    }
  /** Known, and nothing for us to do about. */
  | { kind: 'ignored'; name: string }
  /** Not for us to read; kept whole and counted under this name. */
  | { kind: 'unknown'; name: string }

/** `lane`: what must be taken in one after the other. `raw`: what is kept where it cannot be understood. */
export type ParsedEvent = { readonly lane: string; readonly event: MetaEvent; readonly raw: unknown }

export type MetaObject = 'instagram' | 'page' | 'whatsapp_business_account'
export type Section = 'messaging' | 'change'

/** One change of a webhook, cut out of its batch. `field` is empty for messaging. */
export type Piece = {
  readonly object: MetaObject
  readonly accountExternalId: string
  readonly section: Section
  readonly field: string
  readonly value: unknown
  /** The entry's time, for changes that have none of their own. */
  readonly at: Date
}

/** Pure, never throws: what cannot be read is `unknown` under its own name. */
export type ParsePiece = (account: ChannelAccount, piece: Piece, now: Date) => ParsedEvent[]
