/** A cue found in a text: its group and the first and last token it covers. */
export type CueHit = { readonly group: number; readonly first: number; readonly last: number }

/** What one folded word sets off: the cues it is by itself, the pattern parts it can stand for, and those that begin a pattern. */
export type WordCues = {
  readonly groups: readonly number[]
  readonly atoms: readonly number[]
  readonly heads: readonly number[]
}

/** Finds the cues of one language: what each word sets off is asked once per word, the patterns among them once per text. */
export type CueMatcher = {
  cuesOf(folded: string): WordCues
  find(words: ReadonlyArray<{ readonly cues: WordCues }>, found: CueHit[]): void
}

type Step = { readonly atom: number; readonly gapMax: number }
type Pattern = { readonly group: number; readonly rest: readonly Step[] }

const noCues: WordCues = { groups: [], atoms: [], heads: [] }
const gapWordsMax = 2
const prefixLengthMax = 16
const suffixLengthMax = 12

class Atoms {
  readonly exact = new Map<string, number>()
  readonly prefix = new Map<string, number>()
  readonly suffix = new Map<string, number>()
  private count = 0

  private tableOf(spelling: string): { table: Map<string, number>; key: string } {
    if (spelling.startsWith('*')) return { table: this.suffix, key: spelling.slice(1) }
    if (spelling.endsWith('*')) return { table: this.prefix, key: spelling.slice(0, -1) }
    return { table: this.exact, key: spelling }
  }

  idOf(spelling: string): number {
    const { table, key } = this.tableOf(spelling)
    const known = table.get(key)
    if (known !== undefined) return known
    const id = this.count++
    table.set(key, id)
    return id
  }

  /** Ids of every atom this word satisfies. */
  matching(word: string): number[] {
    const ids: number[] = []
    const whole = this.exact.get(word)
    if (whole !== undefined) ids.push(whole)
    for (let length = 1; length <= Math.min(word.length, prefixLengthMax); length++) {
      const id = this.prefix.get(word.slice(0, length))
      if (id !== undefined) ids.push(id)
    }
    for (let length = 2; length < Math.min(word.length, suffixLengthMax); length++) {
      const id = this.suffix.get(word.slice(-length))
      if (id !== undefined) ids.push(id)
    }
    return ids
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
  const longer = new Map<number, Pattern[]>()
  for (const pattern of patterns) {
    const [head, ...rest] = stepsOf(pattern.words, atoms)
    if (head === undefined) continue
    if (rest.length === 0) addTo(singles, head.atom, pattern.group)
    else addTo(longer, head.atom, { group: pattern.group, rest })
  }
  return {
    cuesOf(folded) {
      const ids = atoms.matching(folded)
      if (ids.length === 0) return noCues
      const groups = [...new Set(ids.flatMap((id) => singles.get(id) ?? []))]
      return { groups, atoms: ids, heads: ids.filter((id) => longer.has(id)) }
    },
    find(words, found) {
      for (let at = 0; at < words.length; at++) {
        const cues = words[at]?.cues ?? noCues
        for (const group of cues.groups) found.push({ group, first: at, last: at })
        for (const atom of cues.heads) addLonger(longer.get(atom) ?? [], words, at, found)
      }
    },
  }
}

type Holder = { readonly cues: WordCues }

function addLonger(patterns: readonly Pattern[], words: readonly Holder[], at: number, found: CueHit[]): void {
  for (const pattern of patterns) {
    const last = endOf(pattern.rest, words, at)
    if (last >= 0) found.push({ group: pattern.group, first: at, last })
  }
}

/** Where the rest of a pattern ends when its head is at `at`; -1 where it does not follow. */
function endOf(rest: readonly Step[], words: readonly Holder[], at: number): number {
  let position = at
  for (const step of rest) {
    const next = findStep(step, words, position + 1)
    if (next < 0) return -1
    position = next
  }
  return position
}

function findStep(step: Step, words: readonly Holder[], from: number): number {
  for (let at = from; at <= from + step.gapMax && at < words.length; at++) {
    if (words[at]?.cues.atoms.includes(step.atom) === true) return at
  }
  return -1
}
