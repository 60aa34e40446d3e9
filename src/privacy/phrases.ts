/**
 * Many phrases looked for at once: the first words of all lists stand in one tree, so a text costs the same whether a list has
 * ten phrases or a thousand. `*` ends a word with any ending, `…` lets up to four other words stand between.
 */
import type { Word } from './words.ts'
import { foldWord } from './words.ts'

export type Hit<L extends string> = {
  readonly list: L
  readonly start: number
  readonly end: number
  /** Indices of the first and last word. */
  readonly first: number
  readonly last: number
}

type Part = { readonly folded: string; readonly isStem: boolean; readonly mayBeFar: boolean }
type Entry<L extends string> = { readonly list: L; readonly rest: readonly Part[] }
type Node<L extends string> = { readonly next: Map<number, Node<L>>; readonly whole: Entry<L>[]; readonly stem: Entry<L>[] }
export type PhraseTree<L extends string> = Node<L>

const newNode = <L extends string>(): Node<L> => ({ next: new Map(), whole: [], stem: [] })
const mostBetween = 4
/** Characters between two words of one phrase, at most: "pin - kod", not two sentences. */
const widestGap = 3

/** A phrase that folds to nothing is left out. */
export function compilePhrases<L extends string>(lists: Readonly<Record<L, readonly string[]>>): PhraseTree<L> {
  const root = newNode<L>()
  for (const list of Object.keys(lists) as L[]) {
    for (const phrase of lists[list]) {
      const [first, ...rest] = partsOf(phrase)
      if (!first) continue
      const node = nodeOf(root, first.folded)
      ;(first.isStem ? node.stem : node.whole).push({ list, rest })
    }
  }
  return root
}

function partsOf(phrase: string): Part[] {
  let mayBeFar = false
  return phrase.split(/[\s-]+|(?=…)|(?<=…)/).flatMap((written) => {
    if (written === '…') {
      mayBeFar = true
      return []
    }
    const folded = foldWord(written.replaceAll('*', ''))
    if (folded === '') return []
    const part = { folded, isStem: written.endsWith('*'), mayBeFar }
    mayBeFar = false
    return [part]
  })
}

function nodeOf<L extends string>(root: Node<L>, folded: string): Node<L> {
  let node = root
  for (let i = 0; i < folded.length; i++) {
    const unit = folded.charCodeAt(i)
    const next = node.next.get(unit) ?? newNode<L>()
    node.next.set(unit, next)
    node = next
  }
  return node
}

/** Every hit, in the order of first words. Linear in the words for a given set of lists. */
export function findPhrases<L extends string>(tree: PhraseTree<L>, words: readonly Word[]): Hit<L>[] {
  const hits: Hit<L>[] = []
  for (let first = 0; first < words.length; first++) {
    const word = words[first]
    if (word) addHits(tree, words, word, first, hits)
  }
  return hits
}

function addHits<L extends string>(
  tree: PhraseTree<L>,
  words: readonly Word[],
  word: Word,
  first: number,
  hits: Hit<L>[],
): void {
  let node: Node<L> | undefined = tree
  for (let i = 0; i <= word.folded.length && node; i++) {
    for (const entry of node.stem) addHit(entry, words, word, first, hits)
    if (i === word.folded.length) for (const entry of node.whole) addHit(entry, words, word, first, hits)
    node = node.next.get(word.folded.charCodeAt(i))
  }
}

function addHit<L extends string>(entry: Entry<L>, words: readonly Word[], word: Word, first: number, hits: Hit<L>[]): void {
  let last = first
  for (const part of entry.rest) {
    last = nextPlace(part, words, last)
    if (last < 0) return
  }
  hits.push({ list: entry.list, start: word.start, end: words[last]?.end ?? word.end, first, last })
}

function nextPlace(part: Part, words: readonly Word[], after: number): number {
  if (!part.mayBeFar) return isNextTo(words, after) && fits(part, words[after + 1]) ? after + 1 : -1
  for (let place = after + 1; place <= after + 1 + mostBetween; place++) if (fits(part, words[place])) return place
  return -1
}

const isNextTo = (words: readonly Word[], after: number) =>
  (words[after + 1]?.start ?? Number.POSITIVE_INFINITY) - (words[after]?.end ?? 0) <= widestGap

const fits = ({ folded, isStem }: Part, word: Word | undefined) =>
  word !== undefined && (isStem ? word.folded.startsWith(folded) : word.folded === folded)
