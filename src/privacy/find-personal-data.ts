/**
 * Finds what no reader may see by accident: account, card, PINFL, passport, phone, expiry, code, e-mail, in this order,
 * because a longer number explains its parts. Pure and linear; a text without digits, numerals or "@" costs one scan.
 */
import { findCodes } from './find-codes.ts'
import { findEmails } from './find-emails.ts'
import { findExpiries } from './find-expiries.ts'
import { findNumbers } from './find-numbers.ts'
import { type CompiledLists, listsInForce } from './guard-lists.ts'
import { stretchOf } from './plain-view.ts'
import { type Reading, readText } from './reading.ts'

export type MaskedKind = 'card' | 'pinfl' | 'passport' | 'account' | 'phone' | 'email' | 'code' | 'expiry'
export type PersonalFind = {
  readonly kind: MaskedKind
  /** UTF-16 offsets into the text as given, end exclusive. */
  readonly start: number
  readonly end: number
  /** The last digits that may stay readable; '' where none may. */
  readonly tail: string
}

/** The finds of one text; what is taken is not found again. */
export class Finds {
  readonly list: PersonalFind[] = []
  private readonly taken: Uint8Array
  constructor(length: number) {
    this.taken = new Uint8Array(length)
  }

  isFree(start: number, end: number): boolean {
    for (let i = start; i < end; i++) if (this.taken[i] === 1) return false
    return true
  }

  /** Adds the find unless a part of it is taken. */
  add(kind: MaskedKind, start: number, end: number, tail = ''): boolean {
    if (!this.isFree(start, end)) return false
    this.taken.fill(1, start, end)
    this.list.push({ kind, start, end, tail })
    return true
  }
}

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
