import { softmaxInPlace } from './exponent.ts'
import { createRandom, shuffle } from './random.ts'

/** One training text: its sparse vector, its class, and how much it counts. */
export type Example = {
  readonly indexes: Int32Array
  readonly values: Float32Array
  readonly label: number
  readonly weight: number
}

export type OptimiserSettings = {
  readonly classCount: number
  readonly featureCount: number
  readonly epochs: number
  readonly rate: number
  readonly l2: number
  readonly seed: number
}

/** Weights of a linear model, feature-major: the classes of one feature lie together. */
export type LinearWeights = { readonly weights: Float32Array; readonly bias: Float32Array; readonly classCount: number }

/** Scores of every class for a sparse vector, into `scores`. */
export function scoreInto(
  model: LinearWeights,
  indexes: Int32Array,
  values: Float32Array,
  size: number,
  scores: Float64Array,
): void {
  const { weights, bias, classCount } = model
  for (let c = 0; c < classCount; c++) scores[c] = bias[c] ?? 0
  for (let at = 0; at < size; at++) {
    const value = values[at] ?? 0
    const row = (indexes[at] ?? 0) * classCount
    for (let c = 0; c < classCount; c++) scores[c] = (scores[c] ?? 0) + value * (weights[row + c] ?? 0)
  }
}

/**
 * Multinomial logistic regression by AdaGrad over examples shuffled with a fixed seed: the same examples in the same order give
 * the same weights, bit for bit. L2 is applied to the weights an example touches.
 */
export function trainLinear(examples: readonly Example[], settings: OptimiserSettings): LinearWeights {
  const { classCount, featureCount, rate, l2 } = settings
  const weights = new Float32Array(featureCount * classCount)
  const gains = new Float32Array(featureCount * classCount).fill(1e-4)
  const bias = new Float32Array(classCount)
  const model: LinearWeights = { weights, bias, classCount }
  const scores = new Float64Array(classCount)
  const order = Int32Array.from(examples, (_, at) => at)
  const random = createRandom(settings.seed)
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    shuffle(order, random)
    const epochRate = rate / (1 + epoch * 0.5)
    for (const at of order) {
      const example = examples[at]
      if (example === undefined) continue
      scoreInto(model, example.indexes, example.values, example.indexes.length, scores)
      softmaxInPlace(scores)
      scores[example.label] = (scores[example.label] ?? 0) - 1
      step(example, scores, weights, gains, classCount, epochRate, l2)
      for (let c = 0; c < classCount; c++) bias[c] = (bias[c] ?? 0) - 0.01 * epochRate * example.weight * (scores[c] ?? 0)
    }
  }
  return model
}

function step(
  example: Example,
  errors: Float64Array,
  weights: Float32Array,
  gains: Float32Array,
  classCount: number,
  rate: number,
  l2: number,
): void {
  const { indexes, values, weight } = example
  for (let at = 0; at < indexes.length; at++) {
    const value = (values[at] ?? 0) * weight
    const row = (indexes[at] ?? 0) * classCount
    for (let c = 0; c < classCount; c++) {
      const place = row + c
      const gradient = value * (errors[c] ?? 0) + l2 * (weights[place] ?? 0)
      const gain = (gains[place] ?? 0) + gradient * gradient
      gains[place] = gain
      weights[place] = (weights[place] ?? 0) - (rate * gradient) / Math.sqrt(gain)
    }
  }
}
