import type { Features } from './features.ts'
import type { Head } from './model-file.ts'

/** Where a feature lies in a head: a smaller head folds the hashed places of the full space onto its own. */
export function placeIn(head: Head, index: number): number {
  if (index < head.featureCount) return index
  return head.namedCount + (index % (head.featureCount - head.namedCount))
}

/** Scores of every class of a head, before the temperature. */
export function scoresOf(head: Head, features: Features): Float64Array {
  const classCount = head.classes.length
  const named = new Float64Array(classCount)
  const hashed = new Float64Array(classCount)
  const { weights, namedCount } = head
  for (let at = 0; at < features.size; at++) {
    const index = features.indexes[at] ?? 0
    const value = features.values[at] ?? 0
    const row = placeIn(head, index) * classCount
    const sums = index < namedCount ? named : hashed
    for (let c = 0; c < classCount; c++) sums[c] = (sums[c] ?? 0) + value * (weights[row + c] ?? 0)
  }
  for (let c = 0; c < classCount; c++) {
    hashed[c] =
      (hashed[c] ?? 0) * (head.hashedScales[c] ?? 0) + (named[c] ?? 0) * (head.namedScales[c] ?? 0) + (head.bias[c] ?? 0)
  }
  return hashed
}

/** Calibrated probabilities of scores; they sum to 1. */
export function probabilitiesOf(head: Head, scores: Float64Array): Float64Array {
  let max = Number.NEGATIVE_INFINITY
  for (const score of scores) max = Math.max(max, score)
  const probabilities = scores.map((score) => Math.exp((score - max) / head.temperature))
  const sum = probabilities.reduce((total, value) => total + value, 0)
  return probabilities.map((value) => value / sum)
}

/** What one feature adds to a class beyond its mean over the classes: the sign says for or against. */
export function contribution(head: Head, index: number, value: number, wanted: number): number {
  const classCount = head.classes.length
  const row = placeIn(head, index) * classCount
  const scales = index < head.namedCount ? head.namedScales : head.hashedScales
  let mean = 0
  for (let c = 0; c < classCount; c++) mean += (head.weights[row + c] ?? 0) * (scales[c] ?? 0)
  return value * ((head.weights[row + wanted] ?? 0) * (scales[wanted] ?? 0) - mean / classCount)
}
