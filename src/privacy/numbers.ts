/** What makes a number a card, a PINFL or an account. Sources are in the detector's description in README.md. */
import type { NumberWindow } from './digit-groups.ts'

/** Luhn's formula (ISO/IEC 7812-1, annex B). */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Visa, Mastercard, UnionPay, Mir. */
const otherScheme = /^(?:4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|62|220[0-4])/
const leastRealDigits = 12
/** Where prefix, check digit and grouping all fit, most of it may be letters that look like digits. */
const leastRealOfRight = 4

export type CardHints = {
  /** A card's name stands near. */
  readonly isNamed: boolean
  /** A name of another kind of number stands right before. */
  readonly isReference: boolean
  readonly isOwnPrefix: (digits: string) => boolean
}

/**
 * Sixteen digits: a card of the bank's own schemes even where the check digit is wrong, because a typing error leaks all the
 * same; of another scheme where the check digit is right or the text says it is a card.
 */
export function isCard({ digits, letters, sizes, isLoose }: NumberWindow, hints: CardHints): boolean {
  if (digits.length - letters < leastRealDigits)
    return digits.length - letters >= leastRealOfRight && hints.isOwnPrefix(digits) && isInFours(sizes) && passesLuhn(digits)
  if (hints.isOwnPrefix(digits)) return true
  // Amounts come in threes after a short head ("4 000 000 …"); cards never do.
  const isGroupedLikeCard = sizes.every((size) => size >= 3) || sizes.every((size) => size <= 2)
  if (!isGroupedLikeCard) return false
  if (hints.isNamed && !hints.isReference) return otherScheme.test(digits) || isInFours(sizes)
  return otherScheme.test(digits) && passesLuhn(digits) && !hints.isReference && !(isLoose && !isInFours(sizes))
}

/** Fifteen digits of American Express; an IMEI has as many and the same check digit, so only where the text says card. */
export function isAmericanExpress({ digits, letters }: NumberWindow, hints: CardHints): boolean {
  return (
    digits.length === 15 && letters === 0 && /^3[47]/.test(digits) && hints.isNamed && !hints.isReference && passesLuhn(digits)
  )
}

/** Two numbers with words between that are a card of the bank's only together ("begins with 86001234, ends with 56781230"). */
export const isCardInHalves = (first: string, second: string, isOwnPrefix: CardHints['isOwnPrefix']): boolean =>
  first.length >= 4 && second.length >= 4 && isCardInParts(first + second, isOwnPrefix)

/** Parts with anything between: only where prefix, length and check digit fit. */
export const isCardInParts = (digits: string, isOwnPrefix: CardHints['isOwnPrefix']): boolean =>
  digits.length === 16 && isOwnPrefix(digits) && passesLuhn(digits)

const isInFours = (sizes: readonly number[]) => sizes.length === 1 || sizes.every((size) => size === 4)

/** One or two digits too many or too few, where the text says that it is a card. IMEI has fifteen digits and may begin alike. */
export function isMistypedCard({ digits, letters, sizes }: NumberWindow, hints: CardHints): boolean {
  if (!hints.isNamed || hints.isReference || letters > 4 || !hints.isOwnPrefix(digits)) return false
  const isWhole = sizes.length === 1 || sizes.every((size) => size <= 2)
  return isWhole || sizes.filter((size) => size === 4).length >= 2
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** 14 digits: century and sex, DDMMYY, district, serial, check digit. The date decides; the check digit only where it is grouped. */
export function isPinfl({ digits, letters, sizes }: NumberWindow, isNamed: boolean): boolean {
  if (letters > 2 || !/^[1-6]/.test(digits)) return false
  if (isNamed) return true
  const day = Number(digits.slice(1, 3))
  const most = daysIn[Number(digits.slice(3, 5)) - 1]
  if (most === undefined || day < 1 || day > most) return false
  return sizes.length === 1 || passesPinflCheck(digits)
}

/** Sum of digits weighted 7, 3, 1 repeating, modulo 10; known from one implementation only, so it never rejects a plain number. */
function passesPinflCheck(digits: string): boolean {
  const weights = [7, 3, 1] as const
  let sum = 0
  for (let i = 0; i < 13; i++) sum += Number(digits[i]) * (weights[i % 3] ?? 0)
  return sum % 10 === Number(digits[13])
}

/** UZS, USD, EUR, RUB, GBP, CHF, JPY, CNY, KZT as the chart of accounts writes them. */
const currencies = /^(?:000|840|978|643|826|756|392|156|398)$/

/** 20 digits: five of balance account, three of currency, key, client, ordinal. */
export function isAccount({ digits, letters }: NumberWindow, isNamed: boolean): boolean {
  if (letters > 2 || !/^[1-59]/.test(digits)) return false
  return isNamed || (letters === 0 && currencies.test(digits.slice(5, 8)))
}

/** Two digits of an operator or area, seven of the subscriber. */
const subscriber = /^(?:20|33|[5-9]\d)\d{7}$/
const phoneShapes = /^(?:9|2,7|2,3,4|2,3,2,2|2,2,2,3|5,2,2|2,5,2|5,4|4,3,2|3,2,2,2|(?:1,){8}1)$/

/** As written in Uzbekistan, with or without 998, and in the old way after an 8. `isNamed`: the text says it is a phone. */
export function isPhone({ digits, letters, sizes }: NumberWindow, isNamed: boolean): boolean {
  if (letters > 2) return false
  if (digits.length === 12) return digits.startsWith('998') && subscriber.test(digits.slice(3))
  if (digits.length === 10)
    return digits.startsWith('8') && sizes[0] === 1 && sizes.length > 2 && subscriber.test(digits.slice(1))
  if (digits.length !== 9 || !subscriber.test(digits)) return false
  return phoneShapes.test(sizes.join(',')) || (isNamed && !/000$/.test(digits))
}
