import type { Head } from '../model/model-file.ts'
import type { LinearWeights } from './optimise.ts'

const levels = 127

function largest(weights: Float32Array, classCount: number, wanted: number, from: number, to: number): number {
  let max = 0
  for (let feature = from; feature < to; feature++) max = Math.max(max, Math.abs(weights[feature * classCount + wanted] ?? 0))
  return max
}

/** The whole number whose signed square, scaled, is nearest to the weight. */
function rooted(weight: number, scale: number): number {
  return Math.sign(weight) * Math.round(Math.sqrt(Math.abs(weight) / scale))
}

/** Rounds the roots of trained weights to whole numbers of one byte: most weights are small, and rounding them evenly would lose them. Named and hashed features differ in size and get a scale each. */
export function quantise(model: LinearWeights, head: Omit<Head, 'weights' | 'bias' | 'namedScales' | 'hashedScales'>): Head {
  const { weights, classCount } = model
  const classes = Array.from({ length: classCount }, (_, c) => c)
  const namedScales = classes.map((c) => largest(weights, classCount, c, 0, head.namedCount) / (levels * levels))
  const hashedScales = classes.map(
    (c) => largest(weights, classCount, c, head.namedCount, head.featureCount) / (levels * levels),
  )
  const whole = new Int8Array(weights.length)
  for (let feature = 0; feature < head.featureCount; feature++) {
    const scales = feature < head.namedCount ? namedScales : hashedScales
    for (const c of classes) {
      const scale = scales[c] ?? 0
      const place = feature * classCount + c
      whole[place] = scale === 0 ? 0 : rooted(weights[place] ?? 0, scale)
    }
  }
  return { ...head, namedScales, hashedScales, bias: [...model.bias], weights: whole }
}
