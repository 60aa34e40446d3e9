import type { ClassificationReason, OpinionType } from '#contracts'
import type { Head } from './model-file.ts'
import { type Reading, writtenAt } from './reading.ts'

const wordsShownMax = 6
const shareMin = 0.04

/** What each word adds to a class beyond its mean over all classes; overwritten by the next text. */
let leaning = new Float64Array(512)
/** The strongest words, strongest first, and their rounded shares; overwritten by the next text. */
const shown = new Int32Array(wordsShownMax)
const shares = new Float64Array(wordsShownMax)

/** Works out the leanings and answers the sum of their sizes. */
function lean(classCount: number, byWord: Float64Array, wordCount: number, wanted: number): number {
  if (leaning.length < wordCount) leaning = new Float64Array(wordCount * 2)
  let all = 0
  for (let word = 0; word < wordCount; word++) {
    const row = word * classCount
    let mean = 0
    for (let c = 0; c < classCount; c++) mean += byWord[row + c] ?? 0
    const value = (byWord[row + wanted] ?? 0) - mean / classCount
    leaning[word] = value
    all += value < 0 ? -value : value
  }
  return all
}

/** Puts a word where its share belongs; among equals the earlier word comes first. */
function insert(word: number, share: number, count: number): number {
  let at = count
  while (at > 0 && (shares[at - 1] ?? 0) < share) at--
  if (at >= wordsShownMax) return count
  shares.copyWithin(at + 1, at, wordsShownMax - 1)
  shown.copyWithin(at + 1, at, wordsShownMax - 1)
  shares[at] = share
  shown[at] = word
  return Math.min(count + 1, wordsShownMax)
}

/** Picks the words with the largest shares; answers how many. In a long text no word has a large share; the strongest is shown all the same. */
function pick(wordCount: number, all: number): number {
  let count = 0
  for (let at = 0; at < wordCount; at++) {
    const share = Math.round(((leaning[at] ?? 0) / all) * 1000) / 1000
    const isShown = share >= shareMin || (share > 0 && (count === 0 || share > (shares[0] ?? 0)))
    if (isShown) count = insert(at, share, count)
  }
  return count
}

/** The words that decided a type, strongest first: each with its signed share of all that the words said. */
export function wordReasons(head: Head, byWord: Float64Array, reading: Reading, type: OpinionType): ClassificationReason[] {
  const { wordCount, starts, stops } = reading
  const all = lean(head.classes.length, byWord, wordCount, head.classes.indexOf(type))
  const count = all > 0 ? pick(wordCount, all) : 0
  const reasons: ClassificationReason[] = []
  for (let at = 0; at < count; at++) {
    const [weight, word] = [shares[at] ?? 0, shown[at] ?? 0]
    if (at > 0 && weight < shareMin) continue
    const [label, start, end] = [writtenAt(reading, word).slice(0, 80), starts[word] ?? 0, stops[word] ?? 0]
    reasons.push({ kind: 'word', label, supports: type, weight, start, end })
  }
  return reasons
}
