import { foldWord, skeletonOf } from '../text/fold.ts'
import { stemUzbek } from '../text/stem.ts'
import { tokenise } from '../text/tokenise.ts'

/** Terms of a text with their weights, of length one; similarity is the sum of products of shared terms. */
export type Vector = ReadonlyMap<string, number>

/** Words that open or close any message and say nothing of its matter, folded. */
const emptyWords = new Set(
  'asalomu alaykum salom rahmat iltimos men meni mening menga siz sizning bu shu va ham bilan uchun bor kerak edi ekan zdravstvuyte dobriy den pojaluysta spasibo ya v i na s u k ne mne moya moy hello hi please the a an i my to is of and'.split(
    ' ',
  ),
)
const readMax = 1_000
const stemWeight = 1
const skeletonWeight = 0.5
const gramWeight = 0.25

function add(terms: Map<string, number>, term: string, weight: number): void {
  terms.set(term, (terms.get(term) ?? 0) + weight)
}

/** Counts the terms of a text: stems, consonant skeletons and trigrams of its folded words. */
export function termsOf(text: string): Map<string, number> {
  const terms = new Map<string, number>()
  for (const token of tokenise(text.slice(0, readMax))) {
    if (token.kind !== 'word') continue
    const folded = foldWord(token.text)
    if (folded.length < 2 || emptyWords.has(folded)) continue
    add(terms, `s:${stemUzbek(folded)}`, stemWeight)
    const skeleton = skeletonOf(folded)
    if (skeleton !== '') add(terms, `k:${skeleton}`, skeletonWeight)
    const marked = `^${folded}$`
    for (let at = 0; at + 3 <= marked.length; at++) add(terms, `g:${marked.slice(at, at + 3)}`, gramWeight)
  }
  return terms
}

/** How rare each term is among the documents: the logarithm of their number over the term's. */
export function rarityOf(documents: ReadonlyArray<ReadonlyMap<string, number>>): (term: string) => number {
  const counts = new Map<string, number>()
  for (const terms of documents) for (const term of terms.keys()) counts.set(term, (counts.get(term) ?? 0) + 1)
  const rarityFor = (count: number) => 1 + Math.log((documents.length + 1) / (count + 1))
  const known = new Map([...counts].map(([term, count]) => [term, rarityFor(count)]))
  const unknown = rarityFor(0)
  return (term) => known.get(term) ?? unknown
}

/** Weighs the terms by rarity and scales the vector to length one; empty where there are no terms. */
export function vectorOf(terms: ReadonlyMap<string, number>, rarity: (term: string) => number): Vector {
  const vector = new Map<string, number>()
  let square = 0
  for (const [term, count] of terms) {
    const weight = Math.sqrt(count) * rarity(term)
    vector.set(term, weight)
    square += weight * weight
  }
  const length = Math.sqrt(square)
  if (length > 0) for (const [term, weight] of vector) vector.set(term, weight / length)
  return vector
}

/** Cosine of two vectors of length one, 0..1. */
export function cosine(a: Vector, b: Vector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0)
  return Math.min(1, sum)
}

/** Similarity of two texts by what their folded words share, 0..1, whatever the script and chat spelling. */
export function similarity(a: string, b: string): number {
  const even = () => 1
  return cosine(vectorOf(termsOf(a), even), vectorOf(termsOf(b), even))
}
