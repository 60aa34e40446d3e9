import { opinionTypes, priorities, topicCodes } from '#contracts'
import { featureSpaceSize, namedFeatureCount } from '../model/feature-space.ts'
import { featuresOf, flatten } from '../model/features.ts'
import type { Head, Model } from '../model/model-file.ts'
import { readText } from '../model/reading.ts'
import { placeIn } from '../model/score.ts'
import type { CorpusLine } from './corpus.ts'
import { noises } from './noise.ts'
import { type Example, type LinearWeights, scoreInto, trainLinear } from './optimise.ts'
import { quantise } from './quantise.ts'
import { createRandom } from './random.ts'
import { fitTemperature, type ScoredExample } from './temperature.ts'

type HeadPlan = Pick<Head, 'name' | 'classes' | 'detail' | 'featureCount'> & {
  readonly epochs: number
  /** How many models that hear different noise are averaged. */
  readonly members: number
  readonly labelOf: (line: CorpusLine) => string
}

/** The heads of the model; the smaller ones fold the hashed space to keep the file small. */
const plans: readonly HeadPlan[] = [
  {
    name: 'type',
    classes: opinionTypes,
    detail: 'full',
    featureCount: featureSpaceSize,
    epochs: 4,
    members: 3,
    labelOf: (line) => line.type,
  },
  {
    name: 'priority',
    classes: priorities,
    detail: 'words',
    featureCount: 1 << 16,
    epochs: 4,
    members: 2,
    labelOf: (line) => line.priority,
  },
  {
    name: 'topic',
    classes: topicCodes,
    detail: 'words',
    featureCount: 1 << 15,
    epochs: 4,
    members: 1,
    labelOf: (line) => line.topic,
  },
]

/** How the shipped model is trained; `abstainBelow` was chosen on the development set (docs/classifier.md). */
const trainingSettings = { rate: 0.1, l2: 1e-5, seed: 20261121, noisyCopies: 3, abstainBelow: 0.45 }

const placing = { namedCount: namedFeatureCount }

function exampleOf(text: string, label: number, plan: HeadPlan): Example {
  const { indexes, values } = flatten(featuresOf(readText(text)), plan.detail)
  const head = { ...placing, featureCount: plan.featureCount }
  return { indexes: indexes.map((index) => placeIn(head, index)), values, label, weight: 1 }
}

/** Each line heard through one noise of its language, chosen by chance. */
function noisyText(line: CorpusLine, random: () => number): string {
  const fitting = noises.filter((noise) => noise.languages.includes(line.language))
  const noise = fitting[Math.floor(random() * fitting.length)]
  return noise === undefined ? line.text : noise.apply(line.text, random)
}

/**
 * Trains a few members that differ only in the noise they hear and the order they read in, and averages their weights:
 * a linear model again, of the same size, that leans less on chance.
 */
function trainWeights(lines: readonly CorpusLine[], plan: HeadPlan, members: number): LinearWeights {
  const { rate, l2, seed, noisyCopies } = trainingSettings
  const classCount = plan.classes.length
  const labels = lines.map((line) => plan.classes.indexOf(plan.labelOf(line)))
  const clean = lines.map((line, at) => exampleOf(line.text, labels[at] ?? 0, plan))
  const sum: LinearWeights = {
    weights: new Float32Array(plan.featureCount * classCount),
    bias: new Float32Array(classCount),
    classCount,
  }
  for (let member = 0; member < members; member++) {
    const random = createRandom(seed + member)
    const heard = [...clean]
    for (let copy = 0; copy < noisyCopies; copy++) {
      for (const [at, line] of lines.entries()) heard.push(exampleOf(noisyText(line, random), labels[at] ?? 0, plan))
    }
    const trained = trainLinear(heard, {
      classCount,
      featureCount: plan.featureCount,
      epochs: plan.epochs,
      rate,
      l2,
      seed: seed + member,
    })
    addShare(sum.weights, trained.weights, members)
    addShare(sum.bias, trained.bias, members)
  }
  return sum
}

function addShare(sum: Float32Array, part: Float32Array, members: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (part[at] ?? 0) / members
}

/** Every fifth batch is held out to set the temperature; the weights shipped are then trained on all of them. */
const heldOutEvery = 5

/** Names of the batches held out, by their order. */
export function heldOutBatches(lines: readonly CorpusLine[]): ReadonlySet<string> {
  const batches = [...new Set(lines.map((line) => line.batch))].sort()
  return new Set(batches.filter((_, at) => at % heldOutEvery === heldOutEvery - 1))
}

function temperatureOf(lines: readonly CorpusLine[], plan: HeadPlan): number {
  const heldOut = heldOutBatches(lines)
  const held = lines.filter((line) => heldOut.has(line.batch))
  if (held.length === 0) return 1
  const model = trainWeights(
    lines.filter((line) => !heldOut.has(line.batch)),
    plan,
    1,
  )
  const scored = held.map((line): ScoredExample => {
    const example = exampleOf(line.text, plan.classes.indexOf(plan.labelOf(line)), plan)
    const scores = new Float64Array(plan.classes.length)
    scoreInto(model, example.indexes, example.values, example.indexes.length, scores)
    return { scores, label: example.label }
  })
  return fitTemperature(scored)
}

function trainHead(lines: readonly CorpusLine[], plan: HeadPlan, membersMax: number): Head {
  const temperature = temperatureOf(lines, plan)
  const { name, classes, detail, featureCount } = plan
  return quantise(trainWeights(lines, plan, Math.min(plan.members, membersMax)), {
    ...{ name, classes, detail, featureCount, temperature },
    namedCount: namedFeatureCount,
  })
}

/**
 * Trains every head from corpus lines alone; the same lines in the same order give the same model, bit for bit.
 * @param membersMax at most so many models are averaged; measurements on held-out batches use one to save time
 */
export function trainModel(lines: readonly CorpusLine[], version: string, membersMax = Number.POSITIVE_INFINITY): Model {
  return {
    version,
    abstainBelow: trainingSettings.abstainBelow,
    heads: plans.map((plan) => trainHead(lines, plan, membersMax)),
  }
}
