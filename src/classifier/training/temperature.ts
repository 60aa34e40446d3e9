import { softmaxInPlace } from './exponent.ts'

export type ScoredExample = { readonly scores: Float64Array; readonly label: number }

const lowest = 0.3
const highest = 5
const step = 0.05

/** Mean squared distance between probabilities and truth (Brier): proper, and free of logarithms. */
function lossAt(scored: readonly ScoredExample[], temperature: number): number {
  let sum = 0
  for (const { scores, label } of scored) {
    const shares = scores.map((score) => score / temperature)
    softmaxInPlace(shares)
    for (let c = 0; c < shares.length; c++) {
      const gap = (shares[c] ?? 0) - (c === label ? 1 : 0)
      sum += gap * gap
    }
  }
  return sum / Math.max(1, scored.length)
}

/** The temperature between 0.3 and 5 that makes the probabilities of held-out scores truest. */
export function fitTemperature(scored: readonly ScoredExample[]): number {
  let best = 1
  let bestLoss = Number.POSITIVE_INFINITY
  for (let at = 0; lowest + at * step <= highest; at++) {
    const temperature = Math.round((lowest + at * step) * 100) / 100
    const loss = lossAt(scored, temperature)
    if (loss < bestLoss) {
      best = temperature
      bestLoss = loss
    }
  }
  return best
}
