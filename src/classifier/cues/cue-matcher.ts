import { Trie } from '../text/trie.ts'
import type { CueHits } from './cue-hits.ts'

type Step = { readonly atom: number; readonly gapMax: number }
/** A pattern of several words behind its first; `gapMax` words may stand before the second. */
type Pattern = { readonly group: number; readonly gapMax: number; readonly next: number; readonly rest: readonly Step[] }
/** The patterns that begin with one atom, by the atom that comes next. */
type Continuations = ReadonlyMap<number, readonly Pattern[]>

/** What one folded word sets off: the cues it is by itself, the later parts of patterns it can stand for, and the patterns it begins. */
export type WordCues = {
  readonly groups: readonly number[]
  readonly atoms: readonly number[]
  readonly begins: readonly Continuations[]
}

/** Finds the cues of one language: what each word sets off is asked once per word, the patterns among them once per text. */
export type CueMatcher = {
  /** Words that set off the same share one answer. */
  cuesOf(folded: string): WordCues
  /** Adds the cues among the first `count` words, in order. */
  find(words: ReadonlyArray<WordCues | undefined>, count: number, found: CueHits): void
}

const none: readonly number[] = []
const noCues: WordCues = { groups: none, atoms: none, begins: [] }
const nothingBegun: Continuations = new Map()
/** How many answers are shared at most; a lexicon gives a few thousand. */
const sharedMax = 20_000
const gapWordsMax = 2
const prefixLengthMax = 16
const suffixLengthMin = 2
const suffixLengthMax = 12

/** Spellings of pattern parts, numbered as they come. */
class Atoms {
  private readonly ids = new Map<string, number>()

  idOf(spelling: string): number {
    const known = this.ids.get(spelling)
    if (known !== undefined) return known
    const id = this.ids.size
    this.ids.set(spelling, id)
    return id
  }

  /** What finds the ids of every atom a word satisfies. */
  compile(): (word: string) => number[] {
    const exact = new Map<string, number>()
    const prefixes: Array<[string, number]> = []
    const suffixes: Array<[string, number]> = []
    for (const [spelling, id] of this.ids) {
      if (spelling.startsWith('*')) suffixes.push([spelling.slice(1), id])
      else if (spelling.endsWith('*')) prefixes.push([spelling.slice(0, -1), id])
      else exact.set(spelling, id)
    }
    const [beginnings, endings] = [new Trie(prefixes, 'forward'), new Trie(suffixes, 'backward')]
    return (word) => {
      const ids: number[] = []
      const whole = exact.get(word)
      if (whole !== undefined) ids.push(whole)
      beginnings.addAll(word, 1, prefixLengthMax, ids)
      endings.addAll(word, suffixLengthMin, Math.min(word.length, suffixLengthMax) - 1, ids)
      return ids
    }
  }
}

function stepsOf(words: readonly string[], atoms: Atoms): Step[] {
  const steps: Step[] = []
  let gapMax = 0
  for (const word of words) {
    if (word === '..') gapMax = gapWordsMax
    else {
      steps.push({ atom: atoms.idOf(word), gapMax })
      gapMax = 0
    }
  }
  return steps
}

function addTo<K, V>(table: Map<K, V[]>, key: K, value: V): void {
  const list = table.get(key)
  if (list === undefined) table.set(key, [value])
  else list.push(value)
}

/**
 * Compiles folded patterns (see lexicon-uz.ts for the notation) into one pass over the words of a text.
 * @param patterns folded words of each pattern, with the number of its group
 */
export function compileCues(
  patterns: ReadonlyArray<{ readonly group: number; readonly words: readonly string[] }>,
): CueMatcher {
  const atoms = new Atoms()
  const singles = new Map<number, number[]>()
  const longer = new Map<number, Map<number, Pattern[]>>()
  for (const { group, words } of patterns) {
    const [head, second, ...rest] = stepsOf(words, atoms)
    if (head === undefined) continue
    if (second === undefined) {
      addTo(singles, head.atom, group)
      continue
    }
    const begun = longer.get(head.atom) ?? new Map<number, Pattern[]>()
    longer.set(head.atom, begun)
    addTo(begun, second.atom, { group, gapMax: second.gapMax, next: second.atom, rest })
  }
  const matching = atoms.compile()
  const later = laterAtoms(longer)
  const shared = new Map<string, WordCues>()
  return {
    cuesOf(folded) {
      const ids = matching(folded)
      if (ids.length === 0) return noCues
      const key = ids.join()
      const known = shared.get(key)
      if (known !== undefined) return known
      const cues = cuesOfAtoms(ids, singles, longer, later)
      if (shared.size < sharedMax) shared.set(key, cues)
      return cues
    },
    find(words, count, found) {
      for (let at = 0; at < count; at++) {
        const { groups, begins } = words[at] ?? noCues
        for (let one = 0; one < groups.length; one++) found.add(groups[one] ?? 0, at, at)
        for (let one = 0; one < begins.length; one++) addLonger(begins[one] ?? nothingBegun, words, count, at, found)
      }
    },
  }
}

/** The atoms that stand behind the first of a pattern: only these are asked for in the words that follow. */
function laterAtoms(longer: ReadonlyMap<number, Continuations>): ReadonlySet<number> {
  const later = new Set<number>()
  for (const begun of longer.values()) {
    for (const [second, patterns] of begun) {
      later.add(second)
      for (const { rest } of patterns) for (const { atom } of rest) later.add(atom)
    }
  }
  return later
}

function cuesOfAtoms(
  ids: readonly number[],
  singles: ReadonlyMap<number, readonly number[]>,
  longer: ReadonlyMap<number, Continuations>,
  later: ReadonlySet<number>,
): WordCues {
  const groups: number[] = []
  const begins: Continuations[] = []
  for (const id of ids) {
    for (const group of singles.get(id) ?? none) if (!groups.includes(group)) groups.push(group)
    const begun = longer.get(id)
    if (begun !== undefined) begins.push(begun)
  }
  return { groups, atoms: ids.filter((id) => later.has(id)), begins }
}

/** Adds the patterns that begin at a word and go on with one of those behind it. */
function addLonger(begun: Continuations, words: ReadonlyArray<WordCues | undefined>, count: number, at: number, found: CueHits): void {
  for (let second = at + 1; second < count && second <= at + 1 + gapWordsMax; second++) {
    const { atoms } = words[second] ?? noCues
    for (let one = 0; one < atoms.length; one++) {
      const patterns = begun.get(atoms[one] ?? -1)
      if (patterns !== undefined) addGoingOn(patterns, words, count, at, second, found)
    }
  }
}

function addGoingOn(
  patterns: readonly Pattern[],
  words: ReadonlyArray<WordCues | undefined>,
  count: number,
  first: number,
  second: number,
  found: CueHits,
): void {
  for (const { group, gapMax, next, rest } of patterns) {
    if (second - first - 1 > gapMax || findStep(next, words, first + 1, second - 1) >= 0) continue
    const last = endOf(rest, words, count, second)
    if (last >= 0) found.add(group, first, last)
  }
}

/** Where the rest of a pattern ends when it has come to `at`; -1 where it does not follow. */
function endOf(rest: readonly Step[], words: ReadonlyArray<WordCues | undefined>, count: number, at: number): number {
  let position = at
  for (const { atom, gapMax } of rest) {
    const next = findStep(atom, words, position + 1, Math.min(count - 1, position + 1 + gapMax))
    if (next < 0) return -1
    position = next
  }
  return position
}

function findStep(atom: number, words: ReadonlyArray<WordCues | undefined>, from: number, to: number): number {
  for (let at = from; at <= to; at++) if (words[at]?.atoms.includes(atom) === true) return at
  return -1
}
