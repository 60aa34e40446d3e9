/** The labelled lines of tests/fixtures/privacy, as the tests and `npm run evaluate:guard` read them. All numbers there are made up. */
import type { GuardReason, Visibility } from '#contracts'
import type { MaskedKind } from './finds.ts'

/** `must`: a miss is a leak. `may`: a contact the client may leave in private. `not`: nobody's secret. */
export type Label = 'must' | 'may' | 'not'
export type LabelledLine = {
  readonly label: Label
  readonly kinds: readonly MaskedKind[]
  /** Digits of the first secret, none of which but a tail of four may stay readable; '' where it does not matter. */
  readonly digits: string
  readonly text: string
}
export type LabelledReply = {
  readonly label: Label
  readonly visibility: Visibility
  readonly reason: GuardReason | ''
  readonly text: string
}
export type LabelledPair = {
  readonly label: Label
  readonly kinds: readonly MaskedKind[]
  readonly earlier: readonly string[]
  readonly text: string
}

const escapes = /\\(n|t|\\|u\{([0-9a-f]{1,6})\})/g
const unescaped = (text: string) =>
  text.replace(escapes, (_, sign: string, code: string | undefined) => {
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
    return sign === 'n' ? '\n' : sign === 't' ? '\t' : '\\'
  })

/** Rows of a table with a head line; empty lines are left out. */
function rowsOf(tsv: string): string[][] {
  const lines = tsv.split('\n').slice(1)
  return lines.filter((line) => line !== '').map((line) => line.split('\t').map(unescaped))
}
const kindsOf = (field = '') => field.split(',').filter((kind) => kind !== '') as MaskedKind[]

/** cards, documents, codes, contacts, not-personal: label, kinds, digits, text, about. */
export const labelledLines = (tsv: string): LabelledLine[] =>
  rowsOf(tsv).map(([label, kinds, digits = '', text = '']) => ({ label: label as Label, kinds: kindsOf(kinds), digits, text }))

/** replies: label, visibility, reason, text. */
export const labelledReplies = (tsv: string): LabelledReply[] =>
  rowsOf(tsv).map(([label, visibility, reason = '', text = '']) => ({
    label: label as Label,
    visibility: visibility as Visibility,
    reason: reason as GuardReason | '',
    text,
  }))

/** two-messages: label, kinds, earlier messages with | between, text. */
export const labelledPairs = (tsv: string): LabelledPair[] =>
  rowsOf(tsv).map(([label, kinds, earlier = '', text = '']) => ({
    label: label as Label,
    kinds: kindsOf(kinds),
    earlier: earlier.split('|').map((message) => message.trim()),
    text,
  }))
