import { Trie, type TrieTables } from '../text/trie.ts'

/**
 * The compiled patterns of one language, flat: compiling ten thousand patterns takes longer than all the rest of starting, so a build
 * can write the tables down and the program take them as they are.
 */
export type CueTables = {
  /** Spellings of pattern parts that are whole words or beginnings of words, numbered; found in one walk. */
  readonly spellings: TrieTables
  /** For each spelling its length, and its atoms as a whole word and as a beginning; -1 where it is none. */
  readonly lengths: Int32Array
  readonly wholes: Int32Array
  readonly beginnings: Int32Array
  /** Endings of words by the number of their atom. */
  readonly endings: TrieTables
  /** For each atom where the groups begin that it sets off by itself; one more for the end. */
  readonly singlesFrom: Int32Array
  readonly singles: Int32Array
  /** For each atom, bits of `atomRoles`. */
  readonly roles: Int32Array
  /** A hash table: the first two atoms of a pattern, and where the list of patterns begins that begin with them. */
  readonly pairKeys: Int32Array
  readonly pairLists: Int32Array
  /** Lists of patterns: how many; then of each its group, the words that may stand before its second part, how many parts are left, and those. */
  readonly patterns: Int32Array
}

/** An atom begins a pattern of several words, or stands behind the first of one. */
export const atomRoles = { head: 1, later: 2 } as const

/** Atoms are some ten thousand. */
export const atomsMax = 1 << 15

/** What a pair of atoms is known by. */
export function pairOf(first: number, second: number): number {
  return first * atomsMax + second
}

/** Where the search for a pair begins. */
export function slotOf(key: number): number {
  const mixed = Math.imul(key, 0x9e3779b1)
  return mixed ^ (mixed >>> 15)
}

type Step = { readonly atom: number; readonly gapMax: number }
/** Takes a pattern: the number of its group, and its folded words, which are the caller's to reuse. */
export type TakePattern = (group: number, words: readonly string[]) => void

export const gapWordsMax = 2

/** Spellings of pattern parts, numbered as they come. */
class Atoms {
  private readonly ids = new Map<string, number>()

  get count(): number {
    return this.ids.size
  }

  idOf(spelling: string): number {
    const known = this.ids.get(spelling)
    if (known !== undefined) return known
    const id = this.ids.size
    this.ids.set(spelling, id)
    return id
  }

  tables(): Pick<CueTables, 'spellings' | 'lengths' | 'wholes' | 'beginnings' | 'endings'> {
    const [wholes, prefixes] = [new Map<string, number>(), new Map<string, number>()]
    const suffixes: Array<[string, number]> = []
    for (const [spelling, id] of this.ids) {
      if (spelling.startsWith('*')) suffixes.push([spelling.slice(1), id])
      else if (spelling.endsWith('*')) prefixes.set(spelling.slice(0, -1), id)
      else wholes.set(spelling, id)
    }
    const all = [...new Set([...wholes.keys(), ...prefixes.keys()])]
    return {
      spellings: Trie.of(
        all.map((spelling, at) => [spelling, at]),
        'forward',
      ).tables,
      lengths: Int32Array.from(all, (spelling) => spelling.length),
      wholes: Int32Array.from(all, (spelling) => wholes.get(spelling) ?? -1),
      beginnings: Int32Array.from(all, (spelling) => prefixes.get(spelling) ?? -1),
      endings: Trie.of(suffixes, 'backward').tables,
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

function singlesOf(singles: ReadonlyMap<number, readonly number[]>, atomCount: number): Int32Array[] {
  const from = new Int32Array(atomCount + 1)
  const groups: number[] = []
  for (let atom = 0; atom < atomCount; atom++) {
    from[atom] = groups.length
    groups.push(...(singles.get(atom) ?? []))
  }
  from[atomCount] = groups.length
  return [from, Int32Array.from(groups)]
}

function pairsOf(begun: ReadonlyMap<number, readonly number[][]>): Pick<CueTables, 'pairKeys' | 'pairLists' | 'patterns'> {
  const capacity = 2 ** Math.ceil(Math.log2((begun.size + 1) * 4))
  const [pairKeys, pairLists] = [new Int32Array(capacity).fill(-1), new Int32Array(capacity)]
  const patterns: number[] = []
  for (const [key, list] of begun) {
    let slot = slotOf(key) & (capacity - 1)
    while (pairKeys[slot] !== -1) slot = (slot + 1) & (capacity - 1)
    pairKeys[slot] = key
    pairLists[slot] = patterns.length
    patterns.push(list.length, ...list.flat())
  }
  return { pairKeys, pairLists, patterns: Int32Array.from(patterns) }
}

/**
 * Compiles folded patterns (see lexicon-uz.ts for the notation).
 * @param feed hands over every pattern, one after the other
 */
export function compileTables(feed: (take: TakePattern) => void): CueTables {
  const atoms = new Atoms()
  const singles = new Map<number, number[]>()
  const begun = new Map<number, number[][]>()
  const [heads, later] = [new Set<number>(), new Set<number>()]
  feed((group, words) => {
    if (words.length === 1) {
      addTo(singles, atoms.idOf(words[0] ?? ''), group)
      return
    }
    const [head, second, ...rest] = stepsOf(words, atoms)
    if (head === undefined || second === undefined) return
    heads.add(head.atom)
    for (const { atom } of [second, ...rest]) later.add(atom)
    const steps = rest.flatMap(({ atom, gapMax }) => [atom, gapMax])
    addTo(begun, pairOf(head.atom, second.atom), [group, second.gapMax, rest.length, ...steps])
  })
  const [singlesFrom = new Int32Array(1), groups = new Int32Array(0)] = singlesOf(singles, atoms.count)
  const roles = Int32Array.from(
    { length: atoms.count },
    (_, atom) => (heads.has(atom) ? atomRoles.head : 0) | (later.has(atom) ? atomRoles.later : 0),
  )
  return { ...atoms.tables(), singlesFrom, singles: groups, roles, ...pairsOf(begun) }
}
