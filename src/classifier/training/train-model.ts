import { opinionTypes, priorities, topicCodes } from '#contracts'
import { featureSpaceSize, featuresOf, namedFeatureCount } from '../model/features.ts'
import type { Head, Model } from '../model/model-file.ts'
import { readText } from '../model/reading.ts'
import type { CorpusLine } from './corpus.ts'
import { type Example, type LinearWeights, scoreInto, trainLinear } from './optimise.ts'
import { quantise } from './quantise.ts'
import { fitTemperature } from './temperature.ts'

/** A line read once for all heads. */
export type ReadLine = { readonly line: CorpusLine; readonly indexes: Int32Array; readonly values: Float32Array }

type HeadPlan = {
  readonly name: string
  readonly classes: readonly string[]
  readonly featureCount: number
  readonly epochs: number
  readonly labelOf: (line: CorpusLine) => string
}

/** The heads of the model; the smaller ones fold the hashed space to keep the file small. */
const plans: readonly HeadPlan[] = [
  { name: 'type', classes: opinionTypes, featureCount: featureSpaceSize, epochs: 8, labelOf: (line) => line.type },
  { name: 'priority', classes: priorities, featureCount: 1 << 16, epochs: 6, labelOf: (line) => line.priority },
  { name: 'topic', classes: topicCodes, featureCount: 1 << 16, epochs: 4, labelOf: (line) => line.topic },
]

export const trainingSettings = { rate: 0.2, l2: 1e-5, seed: 20261121, abstainBelow: 0.3 }

/** Reads the features of every line. */
export function readLines(lines: readonly CorpusLine[]): ReadLine[] {
  return lines.map((line) => {
    const features = featuresOf(readText(line.text))
    return { line, indexes: features.indexes.slice(0, features.size), values: features.values.slice(0, features.size) }
  })
}

function examplesOf(lines: readonly ReadLine[], plan: HeadPlan): Example[] {
  const hashed = plan.featureCount - namedFeatureCount
  return lines.map(({ line, indexes, values }) => ({
    indexes: indexes.map((index) => (index < plan.featureCount ? index : namedFeatureCount + (index % hashed))),
    values,
    label: plan.classes.indexOf(plan.labelOf(line)),
    weight: 1,
  }))
}

function trainWeights(examples: readonly Example[], plan: HeadPlan): LinearWeights {
  const { rate, l2, seed } = trainingSettings
  return trainLinear(examples, {
    classCount: plan.classes.length,
    featureCount: plan.featureCount,
    epochs: plan.epochs,
    rate,
    l2,
    seed,
  })
}

/** Every fifth batch is held out to set the temperature; the weights shipped are then trained on all of them. */
const heldOutEvery = 5

function temperatureOf(examples: readonly Example[], lines: readonly ReadLine[], plan: HeadPlan): number {
  const batches = [...new Set(lines.map(({ line }) => line.batch))].sort()
  const heldOut = new Set(batches.filter((_, at) => at % heldOutEvery === heldOutEvery - 1))
  const isHeld = lines.map(({ line }) => heldOut.has(line.batch))
  const held = examples.filter((_, at) => isHeld[at] === true)
  if (held.length === 0) return 1
  const model = trainWeights(
    examples.filter((_, at) => isHeld[at] !== true),
    plan,
  )
  const scored = held.map((example) => {
    const scores = new Float64Array(plan.classes.length)
    scoreInto(model, example.indexes, example.values, example.indexes.length, scores)
    return { scores, label: example.label }
  })
  return fitTemperature(scored)
}

function trainHead(lines: readonly ReadLine[], plan: HeadPlan): Head {
  const examples = examplesOf(lines, plan)
  const temperature = temperatureOf(examples, lines, plan)
  return quantise(trainWeights(examples, plan), {
    name: plan.name,
    classes: plan.classes,
    featureCount: plan.featureCount,
    namedCount: namedFeatureCount,
    temperature,
  })
}

/** Trains every head from corpus lines alone; the same lines in the same order give the same model, bit for bit. */
export function trainModel(lines: readonly ReadLine[], version: string): Model {
  return { version, abstainBelow: trainingSettings.abstainBelow, heads: plans.map((plan) => trainHead(lines, plan)) }
}
