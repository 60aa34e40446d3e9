/** Three to eight digits near the name of a secret, whatever stands for the digits, unless something else explains them. */
import type { PhraseList } from '#contracts'
import { type DigitGroup, type NumberWindow, windowsOf } from './digit-groups.ts'
import { isMeasured, isWholeNumber } from './find-numbers.ts'
import type { Finds } from './finds.ts'
import type { Hit } from './phrases.ts'
import type { Reading } from './reading.ts'

const fewest = 3
const most = 8
const behindWithin = 20
const beforeWithin = 4
const shapes = /^(?:[3-8]|2,2|2,2,2|2,2,2,2|3,3|4,4|2,4|4,2|1,3|3,1|(?:1,){2,7}1|(?:[12],){2,6}[12])$/

type Run = readonly DigitGroup[]

export function findCodes(reading: Reading, finds: Finds): void {
  const strong = reading.cues.of('codeWords').filter((cue) => !reading.cues.isOver('harmlessCodes', cue))
  const weak = reading.cues.of('messageWords').filter((cue) => !reading.cues.isOver('harmlessCodes', cue))
  if (strong.length + weak.length === 0) return
  for (const run of [...reading.runs, ...reading.otherRuns]) {
    const windows = windowsOf(run, fewest, most).sort((a, b) => a.start - b.start || b.digits.length - a.digits.length)
    for (const window of windows) {
      if (!isCodeLike(reading, run, window) || !finds.isFree(window.start, window.end)) continue
      if (isNamed(reading, finds, window, strong, weak)) finds.add('code', window.start, window.end)
    }
  }
}

function isCodeLike(reading: Reading, run: Run, window: NumberWindow): boolean {
  const { first, last, sizes, letters, digits } = window
  if (letters > 1 || reading.lists.isPublicNumber(digits) || !shapes.test(sizes.join(','))) return false
  if (!isWholeNumber(run, window) || isMeasured(reading, window)) return false
  // A part of a longer number glued by usual separators: "450 000", "18.45.10".
  const next = run[last + 1]
  const isGoingOn = next !== undefined && next.start - window.end === 1 && !/\s/.test(reading.chars[window.end] ?? '')
  const isTail =
    first > 0 && window.start - (run[first - 1]?.end ?? 0) === 1 && /[.,:/]/.test(reading.chars[window.start - 1] ?? '')
  return !isGoingOn && !isTail && !isDateOrTime(reading.chars, window) && !isNumberOfOurs(reading.chars, window)
}

/** 2026-000123, the number we give a request: the year and a dash before six digits. */
function isNumberOfOurs(chars: string, { start, sizes }: NumberWindow): boolean {
  return sizes.join() === '6' && /(?<!\d)20\d\d-$/.test(chars.slice(Math.max(0, start - 6), start))
}

/** 18:45, 2026-11, 14.11.26: digits with such signs between are a moment unless they stand one by one. */
function isDateOrTime(chars: string, { start, end, sizes }: NumberWindow): boolean {
  if (sizes.length === 1 || sizes.every((size) => size === 1)) return false
  return /[.:/]/.test(chars.slice(start, end))
}

function isNamed(reading: Reading, finds: Finds, window: NumberWindow, strong: Cue[], weak: Cue[]): boolean {
  const isYear = /^(?:19|20)\d\d$/.test(window.digits)
  if (nameBefore(reading, finds, window, strong)) return true
  const isFour = window.digits.length >= 4
  if (isFour && !isYear && nameBehind(reading, window, strong)) return true
  const cue = isFour && !isYear ? nameBefore(reading, finds, window, weak) : undefined
  return cue !== undefined && !isPriced(reading, cue, window)
}

type Cue = Hit<PhraseList>

/** The name ends at most twenty characters before the number, with no mask and no other find between. */
function nameBefore({ chars }: Reading, finds: Finds, { start }: NumberWindow, cues: readonly Cue[]): Cue | undefined {
  for (let i = cues.length - 1; i >= 0; i--) {
    const cue = cues[i]
    if (!cue || cue.end > start) continue
    if (start - cue.end > behindWithin) return undefined
    const isClear = !chars.slice(cue.end, start).includes('*') && finds.isFree(cue.end, start)
    return isClear ? cue : undefined
  }
  return undefined
}

/** "482913 — sms kod", "4829 kodi keldi": the name right behind, and no name of a request or a price before. */
function nameBehind({ chars, cues }: Reading, { start, end }: NumberWindow, names: readonly Cue[]): boolean {
  const cue = names.find((name) => name.start >= end)
  if (!cue || cues.isBefore('referenceWords', start, 14)) return false
  const between = chars.slice(end, Math.min(cue.start, end + 24))
  return (
    cue.start - end <= beforeWithin ||
    (cue.start - end < 24 &&
      /^[^\p{L}\d*]{1,4}(?:sms|смс|bu|is|your|это|бу|ваш|mening|my|degan|деган|the)(?:[\s-]+(?:your|sms|смс|ваш|the|my|degan|деган))?[\s-]+$/iu.test(
        between,
      ))
  )
}

/** "sms uchun 2500", "sms 3700 raqamidan": a number of the service and not of a message. */
function isPriced({ cues }: Reading, cue: Cue, { start, end }: NumberWindow): boolean {
  return cues.isBefore('priceWords', start, start - cue.end) || cues.isAfter('priceWords', end, 8)
}
