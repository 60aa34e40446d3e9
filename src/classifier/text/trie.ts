/** Which way a trie reads a word: `forward` finds beginnings, `backward` finds endings. */
type Direction = 'forward' | 'backward'

const symbolBits = 9
const cyrillicFrom = 0x400
const cyrillicTo = 0x4ff
const otherSymbolsFrom = 128
const none = -1

/** Latin and Cyrillic letters as small numbers; 0 for all else, which no entry holds. */
function symbolOf(code: number): number {
  if (code < otherSymbolsFrom) return code
  return code >= cyrillicFrom && code <= cyrillicTo ? code - cyrillicFrom + otherSymbolsFrom : 0
}

function slotOf(key: number, mask: number): number {
  const mixed = Math.imul(key, 0x9e3779b1)
  return (mixed ^ (mixed >>> 15)) & mask
}

/** What a trie is made of, flat: it can be written to a file and taken from there. */
export type TrieTables = {
  /** A hash table: a node with a letter, and behind it the node they lead to. Side by side, so that a step touches one line of the cache. */
  readonly edges: Int32Array
  readonly values: Int32Array
}

function emptyTables(letters: number): TrieTables {
  const capacity = 2 ** Math.ceil(Math.log2(letters * 2))
  return {
    edges: new Int32Array(capacity * 2).fill(none),
    values: new Int32Array(letters + 1).fill(none),
  }
}

/**
 * A set of short spellings in Latin or Cyrillic letters, each with a whole number of its own, that tells in one walk over a word which
 * of them it begins or ends with. No substring is made: a word costs a few steps per letter.
 */
export class Trie {
  readonly tables: TrieTables
  private readonly edges: Int32Array
  private readonly values: Int32Array
  private readonly mask: number
  private readonly direction: Direction
  private nodes = 1

  constructor(tables: TrieTables, direction: Direction) {
    this.tables = tables
    this.edges = tables.edges
    this.values = tables.values
    this.mask = tables.edges.length / 2 - 1
    this.direction = direction
  }

  /** Of equal spellings the first one's number stays. Throws on a spelling of other letters than plain Latin and Cyrillic. */
  static of(entries: ReadonlyArray<readonly [spelling: string, value: number]>, direction: Direction): Trie {
    const letters = entries.reduce((sum, [spelling]) => sum + spelling.length, 1)
    const trie = new Trie(emptyTables(letters), direction)
    for (const [spelling, value] of entries) trie.insert(spelling, value)
    return trie
  }

  private insert(spelling: string, value: number): void {
    let node = 0
    for (let at = 0; at < spelling.length; at++) node = this.childOrNew(node, this.codeAt(spelling, at))
    if (this.values[node] === none) this.values[node] = value
  }

  private codeAt(word: string, at: number): number {
    return word.charCodeAt(this.direction === 'forward' ? at : word.length - 1 - at)
  }

  private childOrNew(node: number, code: number): number {
    const symbol = symbolOf(code)
    if (symbol === 0) throw new Error(`no letter for a trie: ${String.fromCharCode(code)}`)
    const key = (node << symbolBits) | symbol
    let slot = slotOf(key, this.mask)
    while (this.edges[slot * 2] !== none) {
      if (this.edges[slot * 2] === key) return this.edges[slot * 2 + 1] ?? 0
      slot = (slot + 1) & this.mask
    }
    this.edges[slot * 2] = key
    this.edges[slot * 2 + 1] = this.nodes
    return this.nodes++
  }

  private child(node: number, code: number): number {
    const symbol = symbolOf(code)
    if (symbol === 0) return none
    const key = (node << symbolBits) | symbol
    let slot = slotOf(key, this.mask)
    for (;;) {
      const found = this.edges[slot * 2]
      if (found === key) return this.edges[slot * 2 + 1] ?? none
      if (found === none || found === undefined) return none
      slot = (slot + 1) & this.mask
    }
  }

  /** The numbers of all entries the word begins (or ends) with, shortest first, of at least and at most so many letters. */
  addAll(word: string, lengthMin: number, lengthMax: number, found: number[]): void {
    let node = 0
    for (let at = 0; at < word.length && at < lengthMax; at++) {
      node = this.child(node, this.codeAt(word, at))
      if (node === none) return
      const value = this.values[node] ?? none
      if (value !== none && at + 1 >= lengthMin) found.push(value)
    }
  }

  /** The length of the longest entry of at most so many letters that the word begins (or ends) with; 0 where there is none. */
  longest(word: string, lengthMax = word.length): number {
    let node = 0
    let longest = 0
    for (let at = 0; at < word.length && at < lengthMax; at++) {
      node = this.child(node, this.codeAt(word, at))
      if (node === none) break
      if (this.values[node] !== none) longest = at + 1
    }
    return longest
  }

  /** Whether the word begins (or ends) with any entry. */
  meets(word: string): boolean {
    let node = 0
    for (let at = 0; at < word.length; at++) {
      node = this.child(node, this.codeAt(word, at))
      if (node === none) return false
      if (this.values[node] !== none) return true
    }
    return false
  }
}
