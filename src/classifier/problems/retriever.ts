import { createMemo } from '../text/memo.ts'
import { rarityOf, termsOf, vectorOf } from './vectors.ts'

export type RetrievableDocument = { readonly id: string; readonly text: string }
export type Retrieved = { readonly id: string; readonly score: number }
/** Best documents first; `score` is 0..1. */
export type Retriever = { search(query: string, limit?: number): Retrieved[] }

const limitDefault = 5

/** One question is put to several indexes, one after the other. */
const termsOfQuery = createMemo(termsOf, 16)

/**
 * An index in memory over short documents (templates, answers): finds those nearest to a question by folded stems, skeletons
 * and trigrams weighed by rarity. Ties go to the document given first. Documents with nothing in common are not returned.
 */
export function createRetriever(documents: readonly RetrievableDocument[]): Retriever {
  const terms = documents.map((document) => termsOf(document.text))
  const rarity = rarityOf(terms)
  const postings = new Map<string, Array<{ at: number; weight: number }>>()
  for (const [at, counted] of terms.entries()) {
    for (const [term, weight] of vectorOf(counted, rarity)) {
      const list = postings.get(term)
      if (list === undefined) postings.set(term, [{ at, weight }])
      else list.push({ at, weight })
    }
  }
  return {
    search(query, limit = limitDefault) {
      const scores = new Map<number, number>()
      for (const [term, weight] of vectorOf(termsOfQuery(query), rarity)) {
        for (const posting of postings.get(term) ?? []) {
          scores.set(posting.at, (scores.get(posting.at) ?? 0) + weight * posting.weight)
        }
      }
      return [...scores]
        .sort(([a, first], [b, second]) => second - first || a - b)
        .slice(0, limit)
        .flatMap(([at, score]) => {
          const id = documents[at]?.id
          return id === undefined ? [] : [{ id, score: Math.min(1, score) }]
        })
    },
  }
}
