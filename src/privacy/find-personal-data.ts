/**
 * Finds what no reader may see by accident: account, card, PINFL, phone, passport, expiry, code, e-mail, in this order,
 * because a longer number explains its parts. Pure and linear; a text without digits or "@" costs one scan.
 */
import { type DigitGroup, digitRuns, type NumberWindow, windowsOf, withoutEdgeLetters } from './digit-groups.ts'
import { isAccount, isCard, isPinfl } from './numbers.ts'
import { plainView, stretchOf } from './plain-view.ts'

export type MaskedKind = 'card' | 'pinfl' | 'passport' | 'account' | 'phone' | 'email' | 'code' | 'expiry'
/** UTF-16 offsets into the text as given, end exclusive. */
export type PersonalFind = { readonly kind: MaskedKind; readonly start: number; readonly end: number }

const mayHold = /[\d@\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19\u2460-\u2468\u2070-\u2089\ud835\ud83e]/

/** What follows a number that is an amount, a date or a term and nobody's secret. */
const notSecretAfter =
  "(?![\\d.,:/-]*\\d)(?!\\s\\d{3}(?!\\d))(?!\\s*(?:so[ʻʼ'`‘’´]?m|sum|сум|сўм|сом|uzs|usd|eur|rub|руб|долл|dollar|\\$|€|%|mln|млн|ming|минг|тыс|mlrd|kun|кун|дн|oy|ой|мес|yil|йил|год|soat|соат|час|minut|мин|daqiqa|dona|ta\\b|марта|marta|раз))"

const phone = new RegExp(
  `(?<![\\d+])(?:\\+?998[\\s.(-]{0,3}|8[\\s(-]{1,2})?(?:20|33|[5-9]\\d)[\\s.)-]{0,2}\\d{3}[\\s.-]{0,2}\\d{2}[\\s.-]{0,2}\\d{2}${notSecretAfter}`,
  'g',
)
/** Two letters of the series (users type Cyrillic look-alikes), perhaps №, seven digits. */
const passport = /(?<![\p{L}\d])(\p{L}{2})[\s-]{0,2}(?:№|N[oº]?\.?|#)?\s{0,2}(\d{7})(?!\d)/giu
const knownSeries = /^(A[A-E]|F[A-K]|K[A-C])$/
const seriesLetters: Readonly<Record<string, string>> = { А: 'A', В: 'B', С: 'C', Е: 'E', К: 'K', Д: 'D', Ф: 'F', Б: 'B' }
const expiry = /(?<!\d)(0[1-9]|1[0-2])[/.-](\d{2}|20\d{2})(?!\d|[/.-]\d)/g
const expiryWithin = 25
/** A secret's name, up to twenty other characters, then three to eight digits, perhaps in two halves or one by one. */
const code = new RegExp(
  `(?<![\\p{L}])(?:kod|код|code|sms|смс|parol|пароль|парол|password|cvv|cvc|cvv2|cvc2|pin|пин|otp)(?!fl)[^\\d*]{0,20}?(\\d{3}[ -]\\d{3}|(?:\\d[ -]){3,7}\\d|\\d{3,8})(?!\\d)${notSecretAfter}`,
  'giu',
)
/** Numbers anybody may dial: the bank's own and the emergency services. */
const publicNumbers = new Set(['1180', '101', '102', '103', '104', '112', '1050', '1003'])
const email = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu

type AddFind = (kind: MaskedKind, start: number, end: number) => void
type ViewFind = { kind: MaskedKind; start: number; end: number }

/** In the order of the text; no two overlap. */
export function findPersonalData(text: string): PersonalFind[] {
  if (!mayHold.test(text)) return []
  const view = plainView(text)
  const finds = findInView(view.chars)
  return finds
    .map((find) => ({ kind: find.kind, ...stretchOf(view, text, find.start, find.end) }))
    .sort((a, b) => a.start - b.start)
}

function findInView(chars: string): ViewFind[] {
  const finds: ViewFind[] = []
  const isFree = (start: number, end: number) => finds.every((find) => end <= find.start || start >= find.end)
  const add: AddFind = (kind, start, end) => {
    if (isFree(start, end)) finds.push({ kind, start, end })
  }
  addNumbers(chars, add)
  for (const match of chars.matchAll(phone)) add('phone', match.index, match.index + match[0].length)
  for (const match of chars.matchAll(passport)) {
    if (isPassport(match[1] ?? '', match[2] ?? '')) add('passport', match.index, match.index + match[0].length)
  }
  addExpiries(chars, finds, add)
  addCodes(chars, add)
  if (chars.includes('@')) for (const match of chars.matchAll(email)) add('email', match.index, match.index + match[0].length)
  return finds
}

const numberKinds: readonly [MaskedKind, number, (window: NumberWindow) => boolean][] = [
  ['account', 20, isAccount],
  ['card', 16, isCard],
  ['pinfl', 14, isPinfl],
]

function addCodes(chars: string, add: AddFind): void {
  for (const match of chars.matchAll(code)) {
    const digits = match[1] ?? ''
    const end = match.index + match[0].length
    if (!publicNumbers.has(digits)) add('code', end - digits.length, end)
  }
}

function addNumbers(chars: string, add: AddFind): void {
  const runs = digitRuns(chars)
    .filter((run) => digitCount(run) >= leastDigits)
    .flatMap((run) => (run.some((group) => group.letters > 0) ? [run, run.map(withoutEdgeLetters)] : [run]))
  for (const [kind, length, is] of numberKinds) {
    for (const window of runs.flatMap((run) => windowsOf(run, length))) if (is(window)) add(kind, window.start, window.end)
  }
}

const leastDigits = 14
const digitCount = (run: readonly DigitGroup[]) => run.reduce((sum, group) => sum + group.digits.length, 0)

function isPassport(series: string, digits: string): boolean {
  const latin = [...series.toUpperCase()].map((letter) => seriesLetters[letter] ?? letter).join('')
  if (knownSeries.test(latin)) return true
  return series === series.toUpperCase() && /^[A-Z]{2}$/.test(latin) && !digits.endsWith('000')
}

/** MM/YY says nothing by itself; beside a card it completes it. */
function addExpiries(chars: string, finds: ViewFind[], add: AddFind): void {
  const cards = finds.filter((find) => find.kind === 'card')
  if (cards.length === 0) return
  for (const match of chars.matchAll(expiry)) {
    const start = match.index
    const end = start + match[0].length
    if (cards.some((card) => start - card.end < expiryWithin && card.start - end < expiryWithin)) add('expiry', start, end)
  }
}
