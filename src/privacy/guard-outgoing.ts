/**
 * What no reply may carry, whoever wrote it: a full card or account number, PINFL, passport, code, expiry. What none may ask
 * for: CVV, PIN, the code of an SMS, a password, a full card number; a warning not to tell them is welcome. And in public
 * nothing personal at all, nor any word that shows that the author is a client.
 */
import type { GuardReason, Visibility } from '#contracts'
import { askedSecrets } from './asked-secrets.ts'
import { clientTraces } from './client-traces.ts'
import { findInReading } from './find-personal-data.ts'
import type { MaskedKind } from './finds.ts'
import { type CompiledLists, listsInForce } from './guard-lists.ts'
import { stretchOf } from './plain-view.ts'
import { readText } from './reading.ts'
import { sentencesOf } from './reply-reading.ts'

export type GuardKind = MaskedKind | 'asks_secret' | 'client_trace' | 'forbidden_word'
export type GuardFind = {
  readonly kind: GuardKind
  readonly reason: GuardReason
  /** UTF-16 offsets into the text as given, end exclusive. */
  readonly start: number
  readonly end: number
}
export type GuardResult = { readonly ok: true } | { readonly ok: false; readonly finds: GuardFind[] }

const personalReasons: Readonly<Record<MaskedKind, GuardReason>> = {
  card: 'card_number',
  pinfl: 'pinfl',
  passport: 'passport',
  account: 'account_number',
  code: 'secret_code',
  expiry: 'card_expiry',
  phone: 'phone_in_public',
  email: 'email_in_public',
}
/** The bank may tell a client in private where to call and write. */
const onlyInPublic: ReadonlySet<MaskedKind> = new Set<MaskedKind>(['phone', 'email'])

/** In the order of the text; finds of different reasons may lie over each other. Linear in the text but for sorting. */
export function guardOutgoing(text: string, visibility: Visibility, lists: CompiledLists = listsInForce()): GuardResult {
  const reading = readText(text, lists)
  const isPublic = visibility === 'public'
  const sentences = sentencesOf(reading)
  const inView: GuardFind[] = [
    ...askedSecrets(reading, sentences).map((asked): GuardFind => ({ kind: 'asks_secret', ...asked })),
    ...sentences
      .flatMap((sentence) => sentence.of('forbiddenWords'))
      .map(({ start, end }): GuardFind => ({ kind: 'forbidden_word', reason: 'forbidden_word', start, end })),
    ...(isPublic ? clientTraces(reading, sentences).map((trace): GuardFind => ({ kind: 'client_trace', ...trace })) : []),
  ]
  const finds = [
    ...findInReading(reading)
      .filter(({ kind }) => isPublic || !onlyInPublic.has(kind))
      .map(({ kind, start, end }): GuardFind => ({ kind, reason: personalReasons[kind], start, end })),
    ...inView.map((find) => ({ ...find, ...stretchOf(reading.view, find.start, find.end) })),
  ]
  return finds.length === 0 ? { ok: true } : { ok: false, finds: withoutNested(finds) }
}

/** Several lists may name the same words: of finds with one reason that lie over each other the widest stays. */
function withoutNested(finds: readonly GuardFind[]): GuardFind[] {
  const sorted = [...finds].sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: GuardFind[] = []
  const reach = new Map<GuardReason, number>()
  for (const find of sorted) {
    if (find.end <= (reach.get(find.reason) ?? -1)) continue
    reach.set(find.reason, find.end)
    kept.push(find)
  }
  return kept
}
