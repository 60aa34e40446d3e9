/** An outgoing text by sentences, with the words of the lists in each; what the judgements of a reply share. */
import type { PhraseList } from '#contracts'
import { findPhrases, type Hit } from './phrases.ts'
import type { Reading } from './reading.ts'

export type ReplyHit = Hit<PhraseList>

export type Sentence = {
  /** Indices of its first and last word. */
  readonly first: number
  readonly last: number
  of(list: PhraseList): readonly ReplyHit[]
}

const endOfSentence = /[.!?…;\n]/

/** The sentences of a reply; a full stop inside a number ends none, because no word stands on both sides of it. */
export function sentencesOf(reading: Reading): Sentence[] {
  const { words } = reading
  const hits = findPhrases(reading.lists.replies, words)
  const sentences: Sentence[] = []
  let first = 0
  let from = 0
  for (let last = 0; last < words.length; last++) {
    if (!isLastOfSentence(reading, last)) continue
    let to = from
    while (to < hits.length && (hits[to]?.first ?? 0) <= last) to++
    sentences.push(
      sentenceOf(
        first,
        last,
        hits.slice(from, to).filter((hit) => hit.last <= last),
      ),
    )
    first = last + 1
    from = to
  }
  return sentences
}

function isLastOfSentence({ words, chars }: Reading, place: number): boolean {
  const next = words[place + 1]
  return next === undefined || endOfSentence.test(chars.slice(words[place]?.end ?? 0, next.start))
}

const none: readonly ReplyHit[] = []
const ofNone = () => none

function sentenceOf(first: number, last: number, hits: readonly ReplyHit[]): Sentence {
  if (hits.length === 0) return { first, last, of: ofNone }
  return { first, last, of: (list) => (hits.some((hit) => hit.list === list) ? hits.filter((hit) => hit.list === list) : none) }
}

/** Whether a word of the list lies wholly between two words (both exclusive). */
export function liesBetween(sentence: Sentence, list: PhraseList, after: number, before: number): boolean {
  return sentence.of(list).some((hit) => hit.first > after && hit.last < before)
}

export const covers = (hits: readonly ReplyHit[], word: number) => hits.some((hit) => hit.first <= word && hit.last >= word)
