/**
 * How long a channel takes a reply: data, one pure function over it, the same for the server, the delivery and the composer.
 * Sources: developers.facebook.com/docs/messenger-platform/policy/policy-overview (24 hours, 7 days for a human agent, private
 * replies once within 7 days), developers.facebook.com/docs/whatsapp/pricing (24 hours, templates after that).
 */
import { z } from 'zod'
import { Instant } from './messages.ts'
import type { ChannelKind, Visibility } from './vocabulary.ts'

const hourMs = 3_600_000

/** Milliseconds after the client's last message; null: no end. */
export type WindowRule = {
  readonly anybodyMs: number | null
  /** What a person typed may go out for longer where the vendor grants it. */
  readonly personMs: number | null
  /** Nothing may be said before the client has written here, but for the one private reply to a comment. */
  readonly clientFirst: boolean
}

const none: WindowRule = { anybodyMs: null, personMs: null, clientFirst: false }
const meta: WindowRule = { anybodyMs: 24 * hourMs, personMs: 7 * 24 * hourMs, clientFirst: true }

/** Windows of private conversations. A public thread has none: anybody may answer a comment at any time. */
export const windowRules = {
  telegram: none,
  webchat: none,
  vk: none,
  instagram: meta,
  messenger: meta,
  facebook: meta,
  whatsapp: { anybodyMs: 24 * hourMs, personMs: 24 * hourMs, clientFirst: true },
} as const satisfies Record<ChannelKind, WindowRule>

/** The single private reply to a comment is taken this long after the comment; null where the channel has none. */
export const privateReplyMs: Record<ChannelKind, number | null> = {
  telegram: null,
  webchat: null,
  vk: null,
  messenger: null,
  whatsapp: null,
  instagram: 7 * 24 * hourMs,
  facebook: 7 * 24 * hourMs,
}

export type ReplyPlace = {
  readonly channel: ChannelKind
  readonly visibility: Visibility
  /** When the client last wrote here by the vendor's clock, in milliseconds; null where they never did. */
  readonly clientWroteAtMs: number | null
}

/** `person`: only what a person typed still goes out. */
export type WindowState = 'open' | 'person' | 'closed'

/** Whether a reply is taken at this moment, and by whom it must be written. */
export function windowStateAt(place: ReplyPlace, nowMs: number): WindowState {
  const rule: WindowRule = windowRules[place.channel]
  if (place.visibility === 'public' || rule.anybodyMs === null) return 'open'
  if (place.clientWroteAtMs === null) return rule.clientFirst ? 'closed' : 'open'
  const agoMs = nowMs - place.clientWroteAtMs
  if (agoMs < rule.anybodyMs) return 'open'
  return rule.personMs !== null && agoMs < rule.personMs ? 'person' : 'closed'
}

/** The moments the two windows end, in milliseconds; null where there is no end. */
export function windowEnds(place: ReplyPlace): { anybodyAtMs: number | null; personAtMs: number | null } {
  const rule: WindowRule = windowRules[place.channel]
  const endOf = (ms: number | null) => (ms === null || place.clientWroteAtMs === null ? null : place.clientWroteAtMs + ms)
  if (place.visibility === 'public') return { anybodyAtMs: null, personAtMs: null }
  return { anybodyAtMs: endOf(rule.anybodyMs), personAtMs: endOf(rule.personMs) }
}

/** A composer warns this long before a window ends: long enough to write, short enough to be read. */
export const windowWarningMs = 2 * hourMs

/** The window of one conversation as the composer shows it. */
export const WindowView = z.object({
  state: z.enum(['open', 'person', 'closed']),
  /** After this moment the bot and automatic words are refused; null: no end. */
  anybodyUntil: Instant.nullable(),
  /** After this moment everybody is; null: no end. */
  personUntil: Instant.nullable(),
  /** True within two hours of the end that concerns a person. */
  isClosing: z.boolean(),
})
export type WindowView = z.infer<typeof WindowView>

/** The window as it is shown. Pure. */
export function windowView(place: ReplyPlace, nowMs: number): WindowView {
  const { anybodyAtMs, personAtMs } = windowEnds(place)
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  const leftMs = personAtMs === null ? null : personAtMs - nowMs
  return {
    state: windowStateAt(place, nowMs),
    anybodyUntil: iso(anybodyAtMs),
    personUntil: iso(personAtMs),
    isClosing: leftMs !== null && leftMs > 0 && leftMs <= windowWarningMs,
  }
}
