import type { ClassificationReason, OpinionType } from '#contracts'
import type { Features } from './features.ts'
import type { Head } from './model-file.ts'
import type { Reading } from './reading.ts'
import { contribution } from './score.ts'

const wordsShownMax = 6
const shareMin = 0.04

/** The words that decided a type: what each adds to it beyond its mean over all types, as a signed share of the whole. */
export function wordReasons(head: Head, features: Features, reading: Reading, type: OpinionType): ClassificationReason[] {
  const wanted = head.classes.indexOf(type)
  const sums = new Float64Array(reading.words.length)
  let whole = 0
  for (let at = 0; at < features.size; at++) {
    const word = features.words[at] ?? -1
    if (word < 0) continue
    sums[word] = (sums[word] ?? 0) + contribution(head, features.indexes[at] ?? 0, features.values[at] ?? 0, wanted)
  }
  for (const sum of sums) whole += Math.abs(sum)
  if (whole === 0) return []
  const reasons: ClassificationReason[] = []
  for (const [at, word] of reading.words.entries()) {
    const weight = (sums[at] ?? 0) / whole
    if (weight < shareMin) continue
    reasons.push({
      kind: 'word',
      label: word.text.slice(0, 80),
      supports: type,
      weight: round(weight),
      start: word.start,
      end: word.end,
    })
  }
  return reasons.sort((a, b) => b.weight - a.weight).slice(0, wordsShownMax)
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
