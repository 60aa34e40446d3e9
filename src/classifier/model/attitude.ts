import { type CueGroup, groupNumberOf } from '../cues/cues.ts'
import { moodOf } from '../cues/moods.ts'
import type { StemLanguage } from '../text/stem.ts'
import type { Reading } from './reading.ts'
import { foldedOf, moodAt } from './word.ts'

/** What the cues of a word say, as bits: praise, a fault, a wish for a change, a turn ("but"), an order. */
const good = 1
const bad = 2
const wish = 4
const turn = 8
const order = 16
const valued = good | bad

function bitsOf(lists: ReadonlyArray<readonly [number, readonly CueGroup[]]>): Uint8Array {
  const bits = new Uint8Array(256)
  for (const [bit, groups] of lists)
    for (const group of groups) bits[groupNumberOf(group)] = (bits[groupNumberOf(group)] ?? 0) | bit
  return bits
}

const bitsOfGroup = bitsOf([
  [good, ['praise', 'recommend', 'praiseByNo', 'contentment']],
  [
    bad,
    [
      ...(['blame', 'fault', 'moneyHarm', 'complainWord', 'fraud', 'lost', 'demandFix'] as const),
      ...(['negativeVerb', 'lack', 'excess', 'risk'] as const),
    ],
  ],
  [wish, ['wishIf', 'add', 'propose', 'imperative', 'orders']],
  [turn, ['but']],
  [order, ['add', 'imperative', 'orders']],
])
/** Praise said by denying a fault: its denial is inside the cue. */
const deniedFault = groupNumberOf('praiseByNo')

/** Words that deny what stands before them (Uzbek) or behind them (Russian, English), folded. */
const deniers: Readonly<Record<StemLanguage, RegExp>> = {
  uz: /^(?:emas|yok(?!i)|yuk$|yo$|yogu?$|bolmadi|bumadi|bomadi|bolmagan|bolmasdan|kormadim|kurmadim|sezmadim|chikmadi|uchramadi|tugilmadi|netu?$)/,
  ru: /^(?:ne|net|bez|ni|nikakih|nikakoy|nikakogo|nikakoe|nikak|nulevoy|malo)$/,
  en: /^(?:no|not|never|dont|doesnt|didnt|isnt|shasnt|arent|cant|canot|shont|shouldnt|havent|hasnt|shithout|hardly|nothing|zero|neither|nor)$/,
}
const reach: Readonly<Record<StemLanguage, number>> = { uz: 2, ru: 2, en: 3 }

function deniesAt({ senses, readAs }: Reading, at: number): boolean {
  return deniers[readAs].test(foldedOf(senses[at] ?? 0))
}

function isDeniedBehind(reading: Reading, last: number, bits: number): boolean {
  for (let at = last; at < last + reach.uz; at++) {
    if (reading.ends[at] === 1) return false
    if (deniesAt(reading, at + 1)) return true
    // "Works not well" is said as "well works-not"; a fault before a verb denied is one more fault.
    if ((bits & good) !== 0 && moodAt(reading.senses[at + 1] ?? 0) === deniedMood) return true
  }
  return false
}

function isDeniedBefore(reading: Reading, first: number): boolean {
  for (let at = first - 1; at >= first - reach[reading.readAs]; at--) {
    if (at < 0 || reading.ends[at] === 1) return false
    if (deniesAt(reading, at)) return true
  }
  return false
}

function isDenied(reading: Reading, hit: number, bits: number): boolean {
  const { cues, readAs } = reading
  return readAs === 'uz' ? isDeniedBehind(reading, cues.lastAt(hit), bits) : isDeniedBefore(reading, cues.firstAt(hit))
}

const deniedMood = moodOf('ishlamaydi')

let marks = new Uint8Array(512)

/** For each word what it says once denial is read: a denied fault is praise, denied praise a fault. Valid until the next call. */
function markWords(reading: Reading): Uint8Array {
  const { cues, wordCount: count } = reading
  if (marks.length < count) marks = new Uint8Array(count * 2)
  marks.fill(0, 0, count)
  for (let hit = 0; hit < cues.size; hit++) {
    const group = cues.groupAt(hit)
    const bits = bitsOfGroup[group] ?? 0
    if (bits === 0) continue
    const turns = (bits & valued) !== 0 && group !== deniedFault && isDenied(reading, hit, bits)
    const first = cues.firstAt(hit)
    marks[first] = (marks[first] ?? 0) | (turns ? bits ^ valued : bits)
  }
  return marks
}

/** How often a stretch of text praises, faults and wishes; a word that does both says nothing. */
type Tally = { good: number; bad: number; wish: number }

function tally(from: number, to: number): Tally {
  const sums: Tally = { good: 0, bad: 0, wish: 0 }
  for (let at = from; at < to; at++) {
    const mark = marks[at] ?? 0
    if ((mark & wish) !== 0) sums.wish++
    if ((mark & valued) === good) sums.good++
    else if ((mark & valued) === bad) sums.bad++
  }
  return sums
}

/** 0 says nothing, 1 blames, 2 praises, 3 both alike. */
function leanOf({ good: praised, bad: faulted }: Tally): number {
  if (praised === faulted) return praised > 0 ? 3 : 0
  return praised > faulted ? 2 : 1
}

function capped(value: number, max: number): number {
  return value > max ? max : value
}

/** Where the places of each part of the attitude begin. */
const at = { whole: 0, wishing: 16, last: 40, first: 50, both: 60, turned: 80, order: 120 } as const
/** How many places the attitude of a text takes. */
export const attitudeSize = 130

/** What the text as a whole says, for those who ask on. */
export type Attitude = { readonly praises: boolean; readonly faults: boolean }

function addEnds({ firstEnd, lastStart, wordCount }: Reading, add: (place: number) => void): void {
  if (lastStart === 0) return
  const [first, last] = [tally(0, firstEnd + 1), tally(lastStart, wordCount)]
  add(at.last + leanOf(last) * 2 + capped(last.wish, 1))
  add(at.first + leanOf(first) * 2 + capped(first.wish, 1))
  add(at.both + leanOf(first) * 4 + leanOf(last))
}

function addTurn({ wordCount }: Reading, add: (place: number) => void): void {
  let turnAt = wordCount - 1
  while (turnAt >= 0 && ((marks[turnAt] ?? 0) & turn) === 0) turnAt--
  if (turnAt < 0) return
  const behind = tally(turnAt + 1, wordCount)
  add(at.turned + leanOf(tally(0, turnAt)) * 8 + leanOf(behind) * 2 + capped(behind.wish, 1))
}

/** Whether an order stands where its language puts it: at a sentence's end in Uzbek, at its beginning in Russian and English. */
function orders({ wordCount, ends, readAs }: Reading): boolean {
  for (let word = 0; word < wordCount; word++) {
    if (((marks[word] ?? 0) & order) === 0) continue
    if (readAs === 'uz' ? ends[word] === 1 || ends[word + 1] === 1 : word < 2 || ends[word - 1] === 1 || ends[word - 2] === 1)
      return true
  }
  return false
}

/**
 * Joint states of praise, fault, wish and order: over the whole, in the first and the last sentence, before and behind the last "but".
 * Each is one place, so that praise with a fault is not the sum of praise and of a fault.
 */
export function attitudeOf(reading: Reading, add: (place: number) => void): Attitude {
  markWords(reading)
  const whole = tally(0, reading.wordCount)
  const [praise, fault] = [capped(whole.good, 3), capped(whole.bad, 3)]
  add(at.whole + praise * 4 + fault)
  add(at.wishing + capped(whole.wish, 2) * 6 + capped(fault, 2) * 2 + capped(praise, 1))
  addEnds(reading, add)
  addTurn(reading, add)
  add(at.order + (orders(reading) ? 4 : 0) + capped(fault, 1) * 2 + capped(praise, 1))
  return { praises: praise > 0, faults: fault > 0 }
}
