import type { ClassificationReason, OpinionType } from '#contracts'
import type { Head } from './model-file.ts'
import type { Reading } from './reading.ts'

const wordsShownMax = 6
const shareMin = 0.04

/** What a word adds to a class beyond its mean over all classes. */
function leanings(head: Head, byWord: Float64Array, wordCount: number, wanted: number): Float64Array {
  const classCount = head.classes.length
  const leaning = new Float64Array(wordCount)
  for (let word = 0; word < wordCount; word++) {
    let mean = 0
    for (let c = 0; c < classCount; c++) mean += byWord[word * classCount + c] ?? 0
    leaning[word] = (byWord[word * classCount + wanted] ?? 0) - mean / classCount
  }
  return leaning
}

/** The words that decided a type, strongest first: each with its signed share of all that the words said. */
export function wordReasons(head: Head, byWord: Float64Array, reading: Reading, type: OpinionType): ClassificationReason[] {
  const leaning = leanings(head, byWord, reading.words.length, head.classes.indexOf(type))
  let all = 0
  for (const value of leaning) all += Math.abs(value)
  if (all === 0) return []
  const reasons: ClassificationReason[] = []
  for (let at = 0; at < leaning.length; at++) {
    const word = reading.places[at]
    const weight = Math.round(((leaning[at] ?? 0) / all) * 1000) / 1000
    if (word === undefined || weight <= 0) continue
    reasons.push({ kind: 'word', label: word.text.slice(0, 80), supports: type, weight, start: word.start, end: word.end })
  }
  const strongest = reasons.sort((a, b) => b.weight - a.weight).slice(0, wordsShownMax)
  // In a long text no word has a large share; the strongest is shown all the same.
  return strongest.filter((reason, at) => at === 0 || reason.weight >= shareMin)
}
