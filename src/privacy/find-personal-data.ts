/**
 * Finds what no reader may see by accident: account, card, PINFL, passport, phone, expiry, code, e-mail, in this order,
 * because a longer number explains its parts. Pure and linear; a text without digits, numerals or "@" costs one scan.
 */
import { findCodes } from './find-codes.ts'
import { findEmails } from './find-emails.ts'
import { findExpiries } from './find-expiries.ts'
import { findNumbers } from './find-numbers.ts'
import { Finds, type PersonalFind } from './finds.ts'
import { type CompiledLists, listsInForce } from './guard-lists.ts'
import { stretchOf } from './plain-view.ts'
import { type Reading, readText } from './reading.ts'

/** In the order of the text; no two overlap. */
export function findPersonalData(text: string, lists: CompiledLists = listsInForce()): PersonalFind[] {
  return findInReading(readText(text, lists))
}

/** The same for a text that is read already. */
export function findInReading(reading: Reading): PersonalFind[] {
  const hasEmail = reading.chars.includes('@') || reading.words.length > 2
  if (reading.runs.length === 0 && !hasEmail) return []
  const finds = new Finds(reading.chars.length)
  if (reading.runs.length > 0) {
    findNumbers(reading, finds)
    findExpiries(reading, finds)
    findCodes(reading, finds)
  }
  if (hasEmail) findEmails(reading, finds)
  return finds.list
    .map((find) => ({ ...find, ...stretchOf(reading.view, find.start, find.end) }))
    .sort((a, b) => a.start - b.start)
}
