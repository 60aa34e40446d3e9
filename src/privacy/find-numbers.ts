/** Cards, accounts, PINFL, passports and phones among the runs of digits. */
import { type DigitGroup, type NumberWindow, windowsOf } from './digit-groups.ts'
import type { Finds } from './finds.ts'
import {
  type CardHints,
  isAccount,
  isAmericanExpress,
  isCard,
  isCardInHalves,
  isCardInParts,
  isMistypedCard,
  isPhone,
  isPinfl,
  passesLuhn,
} from './numbers.ts'
import type { Reading } from './reading.ts'

type Run = readonly DigitGroup[]
type Look = (reading: Reading, run: Run, finds: Finds) => void

/** How far a number's name may stand from it, in characters. */
const namedWithin = 30
const referenceWithin = 14
const cardLength = 16
const digitCount = (run: Run) => run.reduce((sum, group) => sum + group.digits.length, 0)

/** Longest first, each over the whole text, so that no part of a longer number is taken for a shorter one. */
const looks: readonly (readonly [number, Look])[] = [
  [19, lookForAccounts],
  [16, lookForCards],
  [13, lookForMistyped],
  [17, lookInsideBlobs],
  [13, lookForPinfls],
  [7, lookForPassports],
  [9, lookForPhones],
]

export function findNumbers(reading: Reading, finds: Finds): void {
  lookThrough(reading, reading.runs, finds)
  lookThrough(reading, reading.otherRuns, finds)
  const count = reading.runs.reduce((sum, run) => sum + digitCount(run), 0)
  if (count < cardLength) return
  lookForHalves(reading, finds)
  lookForFours(reading, finds)
}

const four = /(?:(?<!\d)|(?<=%20))\d{4}(?!\d)/g
/** How far one four of a card may stand from the next, in characters; markup and "part 2 of it" fit in. */
const foursWithin = 16

/** Four fours with anything between ("8600 x 0052 x …", "<b>8600</b><b>…"). */
function lookForFours({ chars, lists }: Reading, finds: Finds): void {
  const places = [...chars.matchAll(four)].map(({ index }) => index)
  for (let i = 0; i + 3 < places.length; i++) {
    const parts = places.slice(i, i + 4)
    if (parts.some((at, part) => part > 0 && at - (parts[part - 1] ?? 0) > foursWithin + 4)) continue
    if (!isCardInParts(parts.map((at) => chars.slice(at, at + 4)).join(''), lists.isOwnPrefix)) continue
    if (parts.some((at) => !finds.isFree(at, at + 4))) continue
    parts.forEach((at, part) => {
      finds.add('card', at, at + 4, part === 3 ? chars.slice(at, at + 4) : '')
    })
  }
}

/** How far the second half of a card may stand from the first, in characters. */
const halvesWithin = 40

function lookForHalves({ runs, lists }: Reading, finds: Finds): void {
  for (let i = 0; i + 1 < runs.length; i++) {
    const [first, second] = [wholeOf(runs[i] ?? []), wholeOf(runs[i + 1] ?? [])]
    if (!first || !second || second.start - first.end > halvesWithin) continue
    const isRight =
      isCardInHalves(first.digits, second.digits, lists.isOwnPrefix) ||
      isCardInHalves(second.digits, first.digits, lists.isOwnPrefix)
    if (!isRight) continue
    if (!finds.isFree(first.start, first.end) || !finds.isFree(second.start, second.end)) continue
    finds.add('card', first.start, first.end)
    finds.add('card', second.start, second.end, second.digits.slice(-4))
  }
}

/** A run as one number of at most twelve digits; undefined where it is longer or none. */
function wholeOf(run: Run): { start: number; end: number; digits: string } | undefined {
  const [first, last] = [run[0], run[run.length - 1]]
  if (!first || !last || run.length > 12) return undefined
  const digits = run.map((group) => group.digits).join('')
  return digits.length <= 12 ? { start: first.start, end: last.end, digits } : undefined
}

function lookThrough(reading: Reading, runs: readonly Run[], finds: Finds): void {
  const sized = runs.map((run) => ({ run, count: digitCount(run) })).filter(({ count }) => count >= 7)
  for (const [least, look] of looks) {
    for (const { run, count } of sized) if (count >= least) look(reading, run, finds)
  }
}

function hintsFor(reading: Reading, window: NumberWindow): CardHints {
  const { cues, lists } = reading
  return {
    isNamed: cues.isNear('cardWords', window, namedWithin, namedWithin),
    isReference: cues.isBefore('referenceWords', window.start, referenceWithin),
    isOwnPrefix: lists.isOwnPrefix,
  }
}

function addCard(window: NumberWindow, finds: Finds): void {
  finds.add('card', window.start, window.end, window.digits.slice(-4))
}

function lookForAccounts(reading: Reading, run: Run, finds: Finds): void {
  const { cues, lists } = reading
  for (const window of windowsOf(run, 19, 21)) {
    const isNamed = cues.isBefore('accountWords', window.start, namedWithin) && isStandingAlone(run, window)
    const isRight = window.digits.length === 20 ? isAccount(window, isNamed) : isNamed && window.letters === 0
    const isCardInside = lists.isOwnPrefix(window.digits) && passesLuhn(window.digits.slice(0, cardLength))
    if (isRight && !isCardInside && !lists.isPublicNumber(window.digits))
      finds.add('account', window.start, window.end, window.digits.slice(-4))
  }
}

function lookForCards(reading: Reading, run: Run, finds: Finds): void {
  const { lists } = reading
  for (const window of windowsOf(run, cardLength, cardLength)) {
    if (lists.isPublicNumber(window.digits)) continue
    if (isCard(window, hintsFor(reading, window))) addCard(window, finds)
  }
}

function lookForMistyped(reading: Reading, run: Run, finds: Finds): void {
  for (const window of windowsOf(run, 13, 18)) {
    if (isAmericanExpress(window, hintsFor(reading, window))) addCard(window, finds)
    if (!reading.lists.isOwnPrefix(window.digits) || !isStandingAlone(run, window)) continue
    if (isMistypedCard(window, hintsFor(reading, window))) addCard(window, finds)
  }
}

/** "9989012345678600005260181595": a card glued to other numbers, known by its prefix and check digit. */
function lookInsideBlobs(reading: Reading, run: Run, finds: Finds): void {
  for (const group of run) {
    if (group.digits.length <= cardLength || group.digits.length !== group.end - group.start) continue
    const rests = addCardsInside(reading, group, finds).filter(({ digits }) => digits.length >= 7)
    for (const look of [lookForPinfls, lookForPhones]) for (const rest of rests) look(reading, [rest], finds)
  }
}

/** Adds the cards of a blob and returns what stands between them. */
function addCardsInside(reading: Reading, group: DigitGroup, finds: Finds): DigitGroup[] {
  const rests: DigitGroup[] = []
  let from = 0
  for (let at = 0; at + cardLength <= group.digits.length; at++) {
    const digits = group.digits.slice(at, at + cardLength)
    if (!reading.lists.isOwnPrefix(digits) || !passesLuhn(digits)) continue
    finds.add('card', group.start + at, group.start + at + cardLength, digits.slice(-4))
    rests.push(partOf(group, from, at))
    from = at + cardLength
    at = from - 1
  }
  return from === 0 ? [] : [...rests, partOf(group, from, group.digits.length)]
}

const partOf = (group: DigitGroup, from: number, to: number): DigitGroup => ({
  ...group,
  start: group.start + from,
  end: group.start + to,
  raw: group.raw.slice(from, to),
  digits: group.digits.slice(from, to),
})

function lookForPinfls(reading: Reading, run: Run, finds: Finds): void {
  const { cues } = reading
  for (const window of windowsOf(run, 13, 15)) {
    const isNamed = cues.isNear('pinflWords', window, namedWithin, 12) && isStandingAlone(run, window)
    if (window.digits.length !== 14 && !isNamed) continue
    if (!isNamed && cues.isBefore('referenceWords', window.start, referenceWithin)) continue
    const isPlain = window.sizes.length <= 5 || isStandingAlone(run, window)
    if (isPlain && isPinfl(window, isNamed)) finds.add('pinfl', window.start, window.end)
  }
}

/** Nothing of the same run before or behind that might belong to the number. */
function isStandingAlone(run: Run, { first, last }: NumberWindow): boolean {
  const next = run[last + 1]
  return (first === 0 || run[first]?.isLoose === true) && (next === undefined || next.isLoose || next.digits.length > 1)
}

const seriesBefore = /(?<![\p{L}\d])(\p{L})[ .-]?(\p{L})(?:[\s.:-]{0,3}(?:№|N[oº]?\.?|#)?[\s.:-]{0,3})$/u
const longestSeries = 14
const knownSeries = /^(?:A[A-E]|F[A-K]|K[A-C])$/
const seriesLetters: Readonly<Record<string, string>> = { А: 'A', В: 'B', С: 'C', Е: 'E', К: 'K', Д: 'D', Ф: 'F', Б: 'B' }

function lookForPassports(reading: Reading, run: Run, finds: Finds): void {
  for (const window of windowsOf(run, 7, 7)) {
    if (window.letters > 1 || !isWholeNumber(run, window)) continue
    const isNamed = reading.cues.isBefore('passportWords', window.start, namedWithin)
    const series = seriesBefore.exec(reading.chars.slice(Math.max(0, window.start - longestSeries), window.start))
    if (series && isSeries(`${series[1]}${series[2]}`, window, isNamed)) {
      finds.add('passport', window.start - series[0].length, window.end)
    } else if (isNamed && !isMeasured(reading, window) && reading.cues.isBefore('passportWords', window.start, 16)) {
      finds.add('passport', window.start, window.end)
    }
  }
}

function isSeries(series: string, { digits, sizes }: NumberWindow, isNamed: boolean): boolean {
  const latin = [...series.toUpperCase()].map((letter) => seriesLetters[letter] ?? letter).join('')
  const isRound = digits.endsWith('000')
  if (knownSeries.test(latin)) return isNamed || !isRound || sizes.length === 1
  return !isRound && series === series.toUpperCase() && /^[A-Z]{2}$/.test(latin) && (isNamed || sizes.length === 1)
}

/** Digit by digit a number is whole only where no further single digit stands beside it. */
export function isWholeNumber(run: Run, { first, last, sizes }: NumberWindow): boolean {
  const isSpelt = sizes.length > 2 && sizes.every((size) => size === 1)
  if (!isSpelt) return true
  return run[first - 1]?.digits.length !== 1 && run[last + 1]?.digits.length !== 1
}

function lookForPhones(reading: Reading, run: Run, finds: Finds): void {
  for (const window of windowsOf(run, 9, 13)) {
    if (reading.lists.isPublicNumber(window.digits) || !isWholeNumber(run, window)) continue
    const hasPlus = reading.chars[window.start - 1] === '+'
    if (!isPhoneHere(reading, window, hasPlus) || isMeasured(reading, window)) continue
    finds.add('phone', hasPlus ? window.start - 1 : window.start, window.end, window.digits.slice(-2))
  }
}

function isPhoneHere({ cues }: Reading, window: NumberWindow, hasPlus: boolean): boolean {
  if (hasPlus && isForeignPhone(window)) return true
  const isNamed = cues.isBefore('phoneWords', window.start, 20)
  if (!isPhone(window, isNamed)) return false
  return hasPlus || isNamed || !cues.isBefore('referenceWords', window.start, referenceWithin)
}

const isForeignPhone = ({ digits, letters }: NumberWindow) =>
  letters === 0 && digits.length >= 11 && !digits.startsWith('998') && !digits.endsWith('000')

const currencyBefore = /[$€₽£¥]\s?$/
const goesOn = /^(?:[.,:/-]\d|\s?[%$€₽£¥]|\s\d{3}(?!\d)(?:\s\d{3}(?!\d)){0,3}(?:[.,]\d\d)?\s?\p{L})/u

/** An amount, a term, a share, a date: counted in something or going on as such numbers do. */
export function isMeasured({ chars, cues }: Reading, { start, end }: { start: number; end: number }): boolean {
  if (cues.isAfter('unitWords', end, 2)) return true
  return goesOn.test(chars.slice(end, end + 24)) || currencyBefore.test(chars.slice(Math.max(0, start - 3), start))
}
