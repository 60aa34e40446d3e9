/** What makes a number a card, a PINFL or an account. Sources are in the detector's description in README.md. */
import type { NumberWindow } from './digit-groups.ts'

/** Luhn's formula (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Uzcard and Humo: masked even where the check digit is wrong, because a typing error leaks all the same. */
const ownScheme = /^(8600|5614|9860)/
/** Visa, Mastercard, UnionPay. */
const otherScheme = /^(4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|62)/
const leastRealDigits = 12

export function isCard({ digits, letters, sizes }: NumberWindow): boolean {
  if (digits.length - letters < leastRealDigits) return false
  if (ownScheme.test(digits)) return true
  // Amounts come in threes after a short head ("4 000 000 …"); cards never do.
  const isGroupedLikeCard = sizes.every((size) => size >= 3) || sizes.every((size) => size === 1)
  return isGroupedLikeCard && otherScheme.test(digits) && passesLuhn(digits)
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/** 14 digits: century and sex, DDMMYY, district, serial, check digit. The date decides; the check digit only where it is grouped. */
export function isPinfl({ digits, letters, sizes }: NumberWindow): boolean {
  if (letters > 2 || sizes.length > 5 || !/^[1-6]/.test(digits)) return false
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
const currencies = /^(000|840|978|643|826|756|392|156|398)$/

/** 20 digits: five of balance account, three of currency, key, client, ordinal. */
export function isAccount({ digits, letters }: NumberWindow): boolean {
  return letters === 0 && /^[1-59]/.test(digits) && currencies.test(digits.slice(5, 8))
}
