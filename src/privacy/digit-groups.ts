/**
 * Numbers as people write them: groups of digits with something small between. Letters that look like digits count inside a
 * number only ("86ОО"), never where they are part of a word ("pul8600"); digits said in words are groups like any other.
 */
import { type Numeral, spokenDigits } from './numerals.ts'
import { foldWord, isLetterAt, type Word } from './words.ts'

export type DigitGroup = {
  readonly start: number
  readonly end: number
  /** As written; `digits` is the same with look-alikes and words read as digits. */
  readonly raw: string
  readonly digits: string
  /** How many of the digits were look-alikes. */
  readonly letters: number
  /** What stands between this group and the one before is more than a usual separator. */
  readonly isLoose: boolean
}
/** A numeral on its way to be a group. */
type Atom = DigitGroup | (Numeral & { readonly isLoose: boolean })

const lookAlike: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  О: '0',
  о: '0',
  Ο: '0',
  ο: '0',
  Q: '0',
  D: '0',
  I: '1',
  l: '1',
  i: '1',
  І: '1',
  і: '1',
  Ӏ: '1',
  L: '1',
  Z: '2',
  z: '2',
  З: '3',
  з: '3',
  Э: '3',
  э: '3',
  Ч: '4',
  ч: '4',
  S: '5',
  s: '5',
  Ѕ: '5',
  ѕ: '5',
  б: '6',
  b: '6',
  G: '6',
  B: '8',
  В: '8',
  в: '8',
  g: '9',
  q: '9',
}
/** What a mask left readable is part of no number any more. */
const maskedTail = /^\d{1,4}(?!\d)/
/** What ends a number: signs of a mask, of an amount, of a command. */
const stops = '*#%$€₽£¥+=@<>&'
const mostBetween = 6
const usualSeparator = /^(?:[ \t]{0,2}[-._/\n\r]?[\n ]{0,2})$/

const isDigit = (char: string | undefined): char is string => char !== undefined && char >= '0' && char <= '9'
const isPart = (char: string | undefined): char is string => isDigit(char) || (char !== undefined && char in lookAlike)

/** What a person says between two parts of a number without ending it. */
const fillers = new Set(
  'va ba i and tire probel defis nuqta tochka keyin keyn song dash space dalshe potom zatem yana then'.split(' ').map(foldWord),
)

export type Spelled = { readonly words: readonly Word[]; readonly numerals: ReadonlyMap<number, Numeral> | null }

export type DigitRuns = {
  /** Each run a list of groups with nothing but separators between them. */
  readonly runs: DigitGroup[][]
  /** The same digits where they may also be meant otherwise. */
  readonly otherRuns: DigitGroup[][]
}

/** Linear in the text. */
export function digitRuns(chars: string, spelled: Spelled): DigitRuns {
  const reader = new RunReader(chars, spelled)
  const found: DigitRuns = { runs: [], otherRuns: [] }
  let from = 0
  for (const start of startsOf(chars, spelled)) {
    if (start < from) continue
    const isNumeral = spelled.numerals?.has(start) === true
    const at = isNumeral ? start : behindMaskedTail(chars, start)
    from = at
    if (at > start) continue
    const atoms = reader.read(at, isNumeral)
    addReadings(chars, atoms, found)
    from = Math.max(at + 1, atoms[atoms.length - 1]?.end ?? 0)
  }
  return found
}

/** Where a number may begin: at a digit behind something else, and at a numeral. */
function startsOf(chars: string, { numerals }: Spelled): number[] {
  const starts: number[] = []
  for (const match of chars.matchAll(/\d/g)) starts.push(match.index)
  return numerals === null ? starts : [...starts, ...numerals.keys()].sort((a, b) => a - b)
}

function behindMaskedTail(chars: string, i: number): number {
  if (chars[i - 1] !== '*') return i
  return i + (maskedTail.exec(chars.slice(i, i + 5))?.[0].length ?? 0)
}

class RunReader {
  private readonly chars: string
  private readonly spelled: Spelled
  constructor(chars: string, spelled: Spelled) {
    this.chars = chars
    this.spelled = spelled
  }

  read(from: number, isNumeral: boolean): Atom[] {
    const { chars, spelled } = this
    const first = isNumeral ? spelled.numerals?.get(from) : undefined
    const atoms: Atom[] = [first ? { ...first, isLoose: false } : readGroup(chars, startOfGroup(chars, from), false)]
    for (;;) {
      const last = atoms[atoms.length - 1]
      const next = last ? this.nextAtom(last) : null
      if (next === null) return atoms
      atoms.push(next)
    }
  }

  private nextAtom(last: Atom): Atom | null {
    const at = skipSeparators(this.chars, last.end)
    if (at < 0) return this.adjacentNumeral(last.end)
    return this.atomAt(at, last.end) ?? this.atomBehindFiller(at)
  }

  /** "86nol": a numeral glued to what stands before it. */
  private adjacentNumeral(at: number): Atom | null {
    const numeral = this.spelled.numerals?.get(at)
    return numeral ? { ...numeral, isLoose: false } : null
  }

  private atomAt(at: number, lastEnd: number): Atom | null {
    const numeral = this.spelled.numerals?.get(at)
    if (numeral) return { ...numeral, isLoose: false }
    if (!isPart(this.chars[at])) return null
    const isLoose = !usualSeparator.test(this.chars.slice(lastEnd, at))
    const group = readGroup(this.chars, at, isLoose)
    return group.letters === group.digits.length && isWordPart(this.chars, group) ? null : group
  }

  private atomBehindFiller(at: number): Atom | null {
    if (!isLetterAt(this.chars, at)) return null
    const word = wordStarting(this.spelled.words, at)
    if (!word || !fillers.has(word.folded)) return null
    const behind = skipSeparators(this.chars, word.end)
    if (behind < 0) return null
    const atom = this.atomAt(behind, word.end)
    return atom && { ...atom, isLoose: true }
  }
}

/** The word that begins at a place, by halving. */
function wordStarting(words: readonly Word[], at: number): Word | undefined {
  let low = 0
  let high = words.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle]?.start ?? 0) < at) low = middle + 1
    else high = middle
  }
  return words[low]?.start === at ? words[low] : undefined
}

/** A number may begin with look-alikes ("ОО52"), unless they end a word. */
function startOfGroup(chars: string, digitAt: number): number {
  let start = digitAt
  while (start > 0 && isPart(chars[start - 1])) start--
  return isLetterAt(chars, start - 1) ? digitAt : start
}

function readGroup(chars: string, start: number, isLoose: boolean): DigitGroup {
  let end = start
  while (isPart(chars[end])) end++
  // Look-alikes that begin the next word belong to it.
  if (isLetterAt(chars, end) || chars[end] === "'" || chars[end] === '`')
    while (end > start + 1 && !isDigit(chars[end - 1])) end--
  return groupOf(chars.slice(start, end), start, isLoose)
}

function groupOf(raw: string, start: number, isLoose: boolean): DigitGroup {
  let digits = ''
  let letters = 0
  for (const char of raw) {
    digits += lookAlike[char] ?? char
    if (!isDigit(char)) letters++
  }
  return { start, end: start + raw.length, raw, digits, letters, isLoose }
}

/** "l8600" was perhaps "8600" after all: the group without the look-alikes at its edges, if digits are left. */
function withoutEdgeLetters(group: DigitGroup): DigitGroup {
  const first = group.raw.search(/\d/)
  if (first < 0 || group.letters === 0) return group
  return groupOf(group.raw.slice(first).replace(/\D{1,32}$/, ''), group.start + first, group.isLoose)
}

const isWordPart = (chars: string, group: DigitGroup) => isLetterAt(chars, group.end) || isLetterAt(chars, group.start - 1)

/** Where the next part may stand: behind one to six characters that are neither letters, digits nor signs that end a number. */
function skipSeparators(chars: string, from: number): number {
  let i = from
  for (; i < chars.length && i - from <= mostBetween; i++) {
    const char = chars[i]
    if (isPart(char) || isLetterAt(chars, i)) break
    if (char !== undefined && stops.includes(char) && !isLoneStar(chars, i)) return -1
  }
  return i > from && i - from <= mostBetween && i < chars.length ? i : -1
}

/** One asterisk between two digits is a separator, several are a mask. */
const isLoneStar = (chars: string, i: number) => chars[i] === '*' && isDigit(chars[i - 1]) && isDigit(chars[i + 1])

/** The ways a row of atoms may be meant: look-alikes at the edges are letters after all; "ikki nol" is two zeros. */
function addReadings(chars: string, atoms: readonly Atom[], { runs, otherRuns }: DigitRuns): void {
  if (!atoms.some((atom) => 'kind' in atom)) {
    const groups = atoms as readonly DigitGroup[]
    runs.push([...groups])
    if (groups.some((group) => group.letters > 0)) otherRuns.push(groups.map(withoutEdgeLetters))
    if (isNumberedList(groups)) otherRuns.push(groups.filter((_, place) => place % 2 === 1))
    return
  }
  const plain = spoken(chars, atoms, false)
  const counted = spoken(chars, atoms, true)
  runs.push(plain)
  if (counted.length !== plain.length) otherRuns.push(counted)
}

/** "1) 8600 2) 0052 …": every other group only counts the lines. */
function isNumberedList(groups: readonly DigitGroup[]): boolean {
  if (groups.length < 6 || groups.length % 2 === 1) return false
  return groups.every(({ digits }, place) => place % 2 === 1 || digits === String(place / 2 + 1))
}

function spoken(chars: string, atoms: readonly Atom[], isCounting: boolean): DigitGroup[] {
  const groups: DigitGroup[] = []
  let said: Numeral[] = []
  const flush = () => {
    for (const { start, end, digits } of spokenDigits(said, isCounting)) {
      groups.push({ start, end, raw: chars.slice(start, end), digits, letters: 0, isLoose: false })
    }
    said = []
  }
  for (const atom of atoms) {
    if ('kind' in atom) {
      said.push(atom)
      continue
    }
    flush()
    groups.push(atom)
  }
  flush()
  return groups
}

/** A stretch of whole groups read as one number. */
export type NumberWindow = {
  readonly start: number
  readonly end: number
  readonly digits: string
  readonly letters: number
  readonly sizes: readonly number[]
  readonly first: number
  readonly last: number
  readonly isLoose: boolean
}

/** Every stretch of whole groups with `least` to `most` digits, leftmost first. */
export function windowsOf(run: readonly DigitGroup[], least: number, most: number): NumberWindow[] {
  const windows: NumberWindow[] = []
  for (let first = 0; first < run.length; first++) addWindowsFrom(run, first, least, most, windows)
  return windows
}

function addWindowsFrom(run: readonly DigitGroup[], first: number, least: number, most: number, windows: NumberWindow[]): void {
  let digits = ''
  let letters = 0
  let isLoose = false
  const sizes: number[] = []
  for (let last = first; last < run.length; last++) {
    const group = run[last]
    if (!group || digits.length + group.digits.length > most) return
    digits += group.digits
    letters += group.letters
    if (last > first) isLoose ||= group.isLoose
    sizes.push(group.digits.length)
    if (digits.length < least) continue
    windows.push({ start: run[first]?.start ?? 0, end: group.end, digits, letters, sizes: [...sizes], first, last, isLoose })
  }
}
