import { Trie } from '../text/trie.ts'
import type { CueHits } from './cue-hits.ts'
import { atomRoles, atomsMax, type CueTables, gapWordsMax, pairOf, slotOf } from './cue-tables.ts'

/** What one folded word sets off: the cues it is by itself, the later parts of patterns it can stand for, and the parts with which it begins one. */
export type WordCues = {
  readonly groups: readonly number[]
  readonly atoms: readonly number[]
  readonly begins: readonly number[]
}

/** What the words of a text set off, one after the other. */
type Words = ReadonlyArray<WordCues | undefined>

/** Finds the cues of one language: what each word sets off is asked once per word, the patterns among them once per text. */
export type CueMatcher = {
  /** Words that set off the same share one answer. */
  cuesOf(folded: string): WordCues
  /** Adds the cues among the first `count` words, in order. */
  find(words: Words, count: number, found: CueHits): void
}

const noCues: WordCues = { groups: [], atoms: [], begins: [] }
/** How many answers are shared at most; a lexicon gives a few thousand. */
const sharedMax = 20_000
const prefixLengthMax = 16
const suffixLengthMin = 2
const suffixLengthMax = 12

/** A few atoms as one number; many as a string. */
function keyOf(ids: readonly number[]): number | string {
  const [first = 0, second = 0, third = 0] = ids
  return ids.length > 3 ? ids.join() : ((first * atomsMax + second) * atomsMax + third) * 4 + ids.length
}

/** Finds what single words set off. */
class WordMatcher {
  private readonly tables: CueTables
  private readonly spellings: Trie
  private readonly endings: Trie
  /** What the word asked about last begins with, and the atoms it satisfies. */
  private readonly met: number[] = []
  private readonly ids: number[] = []
  private readonly shared = new Map<number | string, WordCues>()

  constructor(tables: CueTables) {
    this.tables = tables
    this.spellings = new Trie(tables.spellings, 'forward')
    this.endings = new Trie(tables.endings, 'backward')
  }

  cuesOf(folded: string): WordCues {
    const ids = this.atomsOf(folded)
    if (ids.length === 0) return noCues
    const key = keyOf(ids)
    const known = this.shared.get(key)
    if (known !== undefined) return known
    const { roles } = this.tables
    const cues = {
      groups: this.groupsOf(ids),
      atoms: ids.filter((id) => ((roles[id] ?? 0) & atomRoles.later) !== 0),
      begins: ids.filter((id) => ((roles[id] ?? 0) & atomRoles.head) !== 0),
    }
    if (this.shared.size < sharedMax) this.shared.set(key, cues)
    return cues
  }

  /** Every atom the word satisfies; overwritten by the next word. */
  private atomsOf(word: string): readonly number[] {
    const { met, ids } = this
    const { lengths, wholes, beginnings } = this.tables
    met.length = 0
    ids.length = 0
    this.spellings.addAll(word, 1, word.length, met)
    const longest = met.at(-1) ?? -1
    const whole = lengths[longest] === word.length ? (wholes[longest] ?? -1) : -1
    if (whole >= 0) ids.push(whole)
    for (let at = 0; at < met.length; at++) {
      const beginning = beginnings[met[at] ?? 0] ?? -1
      if (beginning >= 0 && (lengths[met[at] ?? 0] ?? 0) <= prefixLengthMax) ids.push(beginning)
    }
    this.endings.addAll(word, suffixLengthMin, Math.min(word.length, suffixLengthMax) - 1, ids)
    return ids
  }

  private groupsOf(ids: readonly number[]): number[] {
    const { singles, singlesFrom } = this.tables
    const groups: number[] = []
    for (const id of ids) {
      for (const group of singles.subarray(singlesFrom[id], singlesFrom[id + 1]))
        if (!groups.includes(group)) groups.push(group)
    }
    return groups
  }
}

/** Finds the patterns of several words in one text at a time. */
class PatternFinder {
  private readonly tables: CueTables
  private readonly mask: number
  private words: Words = []
  private count = 0

  constructor(tables: CueTables) {
    this.tables = tables
    this.mask = tables.pairKeys.length - 1
  }

  find(words: Words, count: number, found: CueHits): void {
    this.words = words
    this.count = count
    for (let at = 0; at < count; at++) {
      const { groups, begins } = words[at] ?? noCues
      for (let one = 0; one < groups.length; one++) found.add(groups[one] ?? 0, at, at)
      for (let one = 0; one < begins.length; one++) this.addLonger(begins[one] ?? 0, at, found)
    }
  }

  /** Where the list of the patterns lies that begin with these two atoms; -1 where there is none. Most pairs of words begin none. */
  private listOf(first: number, second: number): number {
    const { pairKeys, pairLists } = this.tables
    const key = pairOf(first, second)
    for (let slot = slotOf(key) & this.mask; ; slot = (slot + 1) & this.mask) {
      const held = pairKeys[slot]
      if (held === key) return pairLists[slot] ?? -1
      if (held === -1) return -1
    }
  }

  /** Adds the patterns that begin at a word and go on with one of those behind it. */
  private addLonger(head: number, at: number, found: CueHits): void {
    for (let second = at + 1; second < this.count && second <= at + 1 + gapWordsMax; second++) {
      const { atoms } = this.words[second] ?? noCues
      for (let one = 0; one < atoms.length; one++) {
        const next = atoms[one] ?? 0
        const list = this.listOf(head, next)
        if (list >= 0) this.addGoingOn(list, next, at, second, found)
      }
    }
  }

  private addGoingOn(list: number, next: number, first: number, second: number, found: CueHits): void {
    const { patterns } = this.tables
    const between = second - first - 1
    const isMetBefore = this.findStep(next, first + 1, second - 1) >= 0
    let at = list + 1
    for (let left = patterns[list] ?? 0; left > 0; left--) {
      const [group = 0, gapMax = 0, stepCount = 0] = [patterns[at], patterns[at + 1], patterns[at + 2]]
      at += 3
      const last = between > gapMax || isMetBefore ? -1 : this.endOf(at, stepCount, second)
      if (last >= 0) found.add(group, first, last)
      at += 2 * stepCount
    }
  }

  /** Where the rest of a pattern ends when it has come to a word; -1 where it does not follow. */
  private endOf(steps: number, stepCount: number, word: number): number {
    const { patterns } = this.tables
    let position = word
    for (let step = steps; step < steps + 2 * stepCount; step += 2) {
      const to = Math.min(this.count - 1, position + 1 + (patterns[step + 1] ?? 0))
      position = this.findStep(patterns[step] ?? -1, position + 1, to)
      if (position < 0) return -1
    }
    return position
  }

  private findStep(atom: number, from: number, to: number): number {
    for (let at = from; at <= to; at++) if (this.words[at]?.atoms.includes(atom) === true) return at
    return -1
  }
}

/** Makes the matcher of a language's tables. */
export function createCueMatcher(tables: CueTables): CueMatcher {
  const single = new WordMatcher(tables)
  const longer = new PatternFinder(tables)
  return {
    cuesOf: (folded) => single.cuesOf(folded),
    find: (words, count, found) => longer.find(words, count, found),
  }
}
