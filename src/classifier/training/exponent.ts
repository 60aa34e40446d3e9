/**
 * e to the x from additions and multiplications alone, so that training gives the same bits on every machine:
 * `Math.exp` may differ in the last place between engines. Relative error below 1e-12; 0 below -700.
 */
export function exponent(x: number): number {
  if (x < -700) return 0
  if (x > 700) return Number.MAX_VALUE
  const halvings = Math.max(0, Math.ceil(Math.abs(x)))
  const steps = Math.min(10, 32 - Math.clz32(halvings))
  let small = x
  for (let step = 0; step < steps; step++) small /= 2
  let term = 1
  let sum = 1
  for (let n = 1; n <= 16; n++) {
    term *= small / n
    sum += term
  }
  for (let step = 0; step < steps; step++) sum *= sum
  return sum
}

/** Probabilities of scores, in place; stable for any finite scores. */
export function softmaxInPlace(scores: Float64Array): void {
  let max = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > max) max = score
  let sum = 0
  for (let at = 0; at < scores.length; at++) {
    const value = exponent((scores[at] ?? 0) - max)
    scores[at] = value
    sum += value
  }
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] ?? 0) / sum
}
