/**
 * Numbers as people write them: groups of digits with one or two separators between. Letters that look like digits count
 * inside a number only ("86ОО"), never where they are part of a word ("pul8600").
 */
export type DigitGroup = {
  readonly start: number
  readonly end: number
  /** As written; `digits` is the same with look-alikes read as digits. */
  readonly raw: string
  readonly digits: string
  /** How many of the digits were look-alikes. */
  readonly letters: number
}

const lookAlike: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  О: '0',
  о: '0',
  I: '1',
  l: '1',
  '|': '1',
  І: '1',
  З: '3',
  з: '3',
  б: '6',
  B: '8',
  В: '8',
  S: '5',
  Ѕ: '5',
}
const separators = ' \n\t\r-._/'
const mostBetween = 2

const isDigit = (char: string | undefined): char is string => char !== undefined && char >= '0' && char <= '9'
const isLetter = (char: string | undefined) => char !== undefined && /\p{L}/u.test(char)
const isPart = (char: string | undefined): char is string => isDigit(char) || (char !== undefined && char in lookAlike)

/** Runs of groups, each run a list of groups with nothing but separators between them. */
export function digitRuns(chars: string): DigitGroup[][] {
  const runs: DigitGroup[][] = []
  let i = 0
  while (i < chars.length) {
    if (!isDigit(chars[i])) {
      i++
      continue
    }
    const run = readRun(chars, i)
    runs.push(run)
    i = Math.max(i + 1, run[run.length - 1]?.end ?? i + 1)
  }
  return runs
}

function readRun(chars: string, from: number): DigitGroup[] {
  const run: DigitGroup[] = [readGroup(chars, startOfGroup(chars, from))]
  for (;;) {
    const last = run[run.length - 1]
    const next = last ? skipSeparators(chars, last.end) : -1
    if (next < 0 || !isPart(chars[next])) return run
    const group = readGroup(chars, next)
    if (group.letters === group.digits.length && isWordPart(chars, group)) return run
    run.push(group)
  }
}

/** A number may begin with look-alikes ("ОО52"), unless they end a word. */
function startOfGroup(chars: string, digitAt: number): number {
  let start = digitAt
  while (start > 0 && isPart(chars[start - 1])) start--
  return isLetter(chars[start - 1]) ? digitAt : start
}

function readGroup(chars: string, start: number): DigitGroup {
  let end = start
  while (isPart(chars[end])) end++
  // Look-alikes that begin the next word belong to it.
  if (isLetter(chars[end]) || chars[end] === "'" || chars[end] === '`')
    while (end > start + 1 && !isDigit(chars[end - 1])) end--
  return groupOf(chars.slice(start, end), start)
}

function groupOf(raw: string, start: number): DigitGroup {
  let digits = ''
  let letters = 0
  for (const char of raw) {
    digits += lookAlike[char] ?? char
    if (!isDigit(char)) letters++
  }
  return { start, end: start + raw.length, raw, digits, letters }
}

/** "l8600" was perhaps "8600" after all: the group without the look-alikes at its edges, if digits are left. */
export function withoutEdgeLetters(group: DigitGroup): DigitGroup {
  const first = group.raw.search(/\d/)
  if (first < 0) return group
  return groupOf(group.raw.slice(first).replace(/\D+$/, ''), group.start + first)
}

const isWordPart = (chars: string, group: DigitGroup) => isLetter(chars[group.end]) || isLetter(chars[group.start - 1])

function skipSeparators(chars: string, from: number): number {
  let i = from
  while (i - from < mostBetween && i < chars.length && separators.includes(chars[i] ?? '')) i++
  return i > from ? i : -1
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
}

/** Every stretch of whole groups with exactly `length` digits, leftmost first. */
export function windowsOf(run: readonly DigitGroup[], length: number): NumberWindow[] {
  const windows: NumberWindow[] = []
  for (let first = 0; first < run.length; first++) {
    let digits = ''
    let letters = 0
    const sizes: number[] = []
    for (let last = first; last < run.length && digits.length < length; last++) {
      const group = run[last]
      if (!group) break
      digits += group.digits
      letters += group.letters
      sizes.push(group.digits.length)
      if (digits.length === length) {
        windows.push({ start: run[first]?.start ?? 0, end: group.end, digits, letters, sizes, first, last })
      }
    }
  }
  return windows
}
