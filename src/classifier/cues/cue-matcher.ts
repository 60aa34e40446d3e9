import { Trie } from '../text/trie.ts'

/** A cue found in a text: its group and the first and last token it covers. */
export type CueHit = { readonly group: number; readonly first: number; readonly last: number }

type Step = { readonly atom: number; readonly gapMax: number }
/** A pattern of several words behind its first; `gapMax` words may stand before the second. */
type Pattern = { readonly group: number; readonly gapMax: number; readonly next: number; readonly rest: readonly Step[] }
/** The patterns that begin with one atom, by the atom that comes next. */
type Continuations = ReadonlyMap<number, readonly Pattern[]>

/** What one folded word sets off: the cues it is by itself, the pattern parts it can stand for, and the patterns it begins. */
export type WordCues = {
  readonly groups: readonly number[]
  readonly atoms: readonly number[]
  readonly begins: readonly Continuations[]
}

/** Finds the cues of one language: what each word sets off is asked once per word, the patterns among them once per text. */
export type CueMatcher = {
  cuesOf(folded: string): WordCues
  find(words: ReadonlyArray<{ readonly cues: WordCues }>, found: CueHit[]): void
}

const none: readonly number[] = []
const noCues: WordCues = { groups: none, atoms: none, begins: [] }
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
  return {
    cuesOf(folded) {
      const ids = matching(folded)
      return ids.length === 0 ? noCues : cuesOfAtoms(ids, singles, longer)
    },
    find(words, found) {
      for (let at = 0; at < words.length; at++) {
        const cues = words[at]?.cues ?? noCues
        for (const group of cues.groups) found.push({ group, first: at, last: at })
        for (const begun of cues.begins) addLonger(begun, words, at, found)
      }
    },
  }
}

function cuesOfAtoms(
  ids: readonly number[],
  singles: ReadonlyMap<number, readonly number[]>,
  longer: ReadonlyMap<number, Continuations>,
): WordCues {
  const groups: number[] = []
  const begins: Continuations[] = []
  for (const id of ids) {
    for (const group of singles.get(id) ?? none) if (!groups.includes(group)) groups.push(group)
    const begun = longer.get(id)
    if (begun !== undefined) begins.push(begun)
  }
  return { groups, atoms: ids, begins }
}

type Holder = { readonly cues: WordCues }

/** Adds the patterns that begin at a word and go on with one of those behind it. */
function addLonger(begun: Continuations, words: readonly Holder[], at: number, found: CueHit[]): void {
  for (let second = at + 1; second < words.length && second <= at + 1 + gapWordsMax; second++) {
    for (const atom of words[second]?.cues.atoms ?? none) {
      const patterns = begun.get(atom)
      if (patterns !== undefined) addGoingOn(patterns, words, at, second, found)
    }
  }
}

function addGoingOn(
  patterns: readonly Pattern[],
  words: readonly Holder[],
  first: number,
  second: number,
  found: CueHit[],
): void {
  for (const { group, gapMax, next, rest } of patterns) {
    if (second - first - 1 > gapMax || findStep(next, words, first + 1, second - 1) >= 0) continue
    const last = endOf(rest, words, second)
    if (last >= 0) found.push({ group, first, last })
  }
}

/** Where the rest of a pattern ends when it has come to `at`; -1 where it does not follow. */
function endOf(rest: readonly Step[], words: readonly Holder[], at: number): number {
  let position = at
  for (const { atom, gapMax } of rest) {
    const next = findStep(atom, words, position + 1, position + 1 + gapMax)
    if (next < 0) return -1
    position = next
  }
  return position
}

function findStep(atom: number, words: readonly Holder[], from: number, to: number): number {
  for (let at = from; at <= to && at < words.length; at++) if (words[at]?.cues.atoms.includes(atom) === true) return at
  return -1
}
