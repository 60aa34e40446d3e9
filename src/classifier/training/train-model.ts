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
  /** How many models that hear different noise are averaged. */
  readonly members: number
  /** How much of a second model that sees named features alone is added: they hold on texts of other writers, where n-grams do not. */
  readonly backbone: number
  /** What is added to the logarithm of a class's probability: classes are rarer among clients than in the corpus, or dearer to miss. */
  readonly leanings: Readonly<Record<string, number>>
  readonly labelOf: (line: CorpusLine) => string
}

/** The heads of the model; the smaller ones fold the hashed space to keep the file small. */
const plans: readonly HeadPlan[] = [
  {
    name: 'type',
    classes: opinionTypes,
    detail: 'full',
    featureCount: featureSpaceSize,
    members: 3,
    backbone: 0.3,
    // Chosen on labelled real texts that may be looked at, a fifth of them counted as `other` (docs/adr/0012-classifier.md).
    leanings: { question: -0.25 },
    labelOf: (line) => line.type,
  },
  {
    name: 'priority',
    classes: priorities,
    detail: 'words',
    featureCount: 1 << 16,
    members: 2,
    backbone: 0,
    leanings: {},
    labelOf: (line) => line.priority,
  },
  {
    name: 'topic',
    classes: topicCodes,
    detail: 'words',
    featureCount: 1 << 15,
    members: 1,
    backbone: 0,
    leanings: {},
    labelOf: (line) => line.topic,
  },
]

/** How the shipped model is trained; `abstainBelow` was chosen on the development set (docs/classifier.md). */
const trainingSettings = {
  rate: 0.1,
  l2: 1e-5,
  seed: 20261121,
  epochs: 3,
  backboneEpochs: 5,
  noisyCopies: 2,
  abstainBelow: 0.45,
}

const placing = { namedCount: namedFeatureCount }

/** A text's features at both details, worked out once for all heads. */
type Heard = { readonly full: SparseText; readonly words: SparseText }
type SparseText = { readonly indexes: Int32Array; readonly values: Float32Array }

function hear(text: string): Heard {
  const features = featuresOf(readText(text))
  return { full: flatten(features, 'full'), words: flatten(features, 'words') }
}

function exampleOf(heard: Heard, label: number, { detail, featureCount }: HeadPlan): Example {
  const { indexes, values } = heard[detail]
  const head = { ...placing, featureCount }
  return { indexes: indexes.map((index) => placeIn(head, index)), values, label, weight: 1 }
}

/** Each line heard through one noise of its language, chosen by chance. */
function noisyText(line: CorpusLine, random: () => number): string {
  const fitting = noises.filter((noise) => noise.languages.includes(line.language))
  const noise = fitting[Math.floor(random() * fitting.length)]
  return noise === undefined ? line.text : noise.apply(line.text, random)
}

/** A line as it is written, and as each member of the averaged model hears it. */
type Lesson = { readonly line: CorpusLine; readonly clean: Heard; readonly noisy: ReadonlyArray<readonly Heard[]> }

function prepare(lines: readonly CorpusLine[], members: number): Lesson[] {
  const randoms = Array.from({ length: members }, (_, member) => createRandom(trainingSettings.seed + member))
  return lines.map((line) => ({
    line,
    clean: hear(line.text),
    noisy: randoms.map((random) => Array.from({ length: trainingSettings.noisyCopies }, () => hear(noisyText(line, random)))),
  }))
}

/**
 * Trains a few members that differ only in the noise they hear and the order they read in, and averages their weights:
 * a linear model again, of the same size, that leans less on chance.
 */
function trainWeights(lessons: readonly Lesson[], plan: HeadPlan, members: number): LinearWeights {
  const { rate, l2, seed, epochs, backboneEpochs } = trainingSettings
  const classCount = plan.classes.length
  const settings = { classCount, featureCount: plan.featureCount, rate, l2 }
  const labelled = (lesson: Lesson, heard: Heard) => exampleOf(heard, plan.classes.indexOf(plan.labelOf(lesson.line)), plan)
  const clean = lessons.map((lesson) => labelled(lesson, lesson.clean))
  const sum: LinearWeights = {
    weights: new Float32Array(plan.featureCount * classCount),
    bias: new Float32Array(classCount),
    classCount,
  }
  for (let member = 0; member < members; member++) {
    const noisy = lessons.flatMap((lesson) => (lesson.noisy[member] ?? []).map((heard) => labelled(lesson, heard)))
    const heard = [...clean, ...noisy]
    addShare(sum, trainLinear(heard, { ...settings, epochs, seed: seed + member }), 1 / members)
    if (member === 0 && plan.backbone > 0) {
      const named = trainLinear(heard.map(namedPart), { ...settings, epochs: backboneEpochs, seed })
      addShare(sum, named, plan.backbone)
    }
  }
  return sum
}

/** What of an example is named: cues, shape and joint states. */
function namedPart(example: Example): Example {
  const kept = [...example.indexes.keys()].filter((at) => (example.indexes[at] ?? 0) < namedFeatureCount)
  return {
    ...example,
    indexes: Int32Array.from(kept, (at) => example.indexes[at] ?? 0),
    values: Float32Array.from(kept, (at) => example.values[at] ?? 0),
  }
}

function addShare(sum: LinearWeights, part: LinearWeights, share: number): void {
  for (let at = 0; at < sum.weights.length; at++) sum.weights[at] = (sum.weights[at] ?? 0) + (part.weights[at] ?? 0) * share
  for (let at = 0; at < sum.bias.length; at++) sum.bias[at] = (sum.bias[at] ?? 0) + (part.bias[at] ?? 0) * share
}

/** Every fifth batch is held out to set the temperature; the weights shipped are then trained on all of them. */
const heldOutEvery = 5

/** Names of the batches held out, by their order. */
export function heldOutBatches(lines: readonly CorpusLine[]): ReadonlySet<string> {
  const batches = [...new Set(lines.map((line) => line.batch))].sort()
  return new Set(batches.filter((_, at) => at % heldOutEvery === heldOutEvery - 1))
}

function temperatureOf(lessons: readonly Lesson[], plan: HeadPlan): number {
  const heldOut = heldOutBatches(lessons.map(({ line }) => line))
  const held = lessons.filter(({ line }) => heldOut.has(line.batch))
  if (held.length === 0) return 1
  const model = trainWeights(
    lessons.filter(({ line }) => !heldOut.has(line.batch)),
    plan,
    1,
  )
  const scored = held.map(({ line, clean }): ScoredExample => {
    const example = exampleOf(clean, plan.classes.indexOf(plan.labelOf(line)), plan)
    const scores = new Float64Array(plan.classes.length)
    scoreInto(model, example.indexes, example.values, example.indexes.length, scores)
    return { scores, label: example.label }
  })
  return fitTemperature(scored)
}

function trainHead(lessons: readonly Lesson[], plan: HeadPlan, membersMax: number): Head {
  const temperature = temperatureOf(lessons, plan)
  const { name, classes, detail, featureCount } = plan
  const trained = trainWeights(lessons, plan, Math.min(plan.members, membersMax))
  for (const [c, name] of classes.entries()) {
    trained.bias[c] = (trained.bias[c] ?? 0) + (plan.leanings[name] ?? 0) * temperature
  }
  return quantise(trained, {
    ...{ name, classes, detail, featureCount, temperature },
    namedCount: namedFeatureCount,
  })
}

/**
 * Trains every head from corpus lines alone; the same lines in the same order give the same model, bit for bit.
 * @param membersMax at most so many models are averaged; measurements on held-out batches use one to save time
 */
export function trainModel(lines: readonly CorpusLine[], version: string, membersMax = Number.POSITIVE_INFINITY): Model {
  const members = Math.min(membersMax, Math.max(...plans.map((plan) => plan.members)))
  const lessons = prepare(lines, members)
  return {
    version,
    abstainBelow: trainingSettings.abstainBelow,
    heads: plans.map((plan) => trainHead(lessons, plan, membersMax)),
  }
}
