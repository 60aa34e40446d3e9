import type { DetectedLanguage } from '#contracts'
import type { StemLanguage } from '../text/stem.ts'
import { askingOf } from './asking.ts'
import { attitudeOf } from './attitude.ts'
import { blockWeights, hashStep, placeOf, seeds, setNumbers } from './feature-space.ts'
import { askingAt, attitudeAt, cueCount, predicatesAt, setSize, shapeAt } from './named-places.ts'
import { predicatesOf } from './predicate.ts'
import type { Reading } from './reading.ts'
import { fillGrams, gramsMax, senseTable } from './word.ts'

/** A growing sparse vector; `words[i]` says which word of the reading an entry comes from, -1 where it is the text as a whole. */
export class SparseVector {
  readonly indexes: Int32Array
  readonly values: Float32Array
  readonly words: Int16Array
  size = 0

  constructor(capacity: number) {
    this.indexes = new Int32Array(capacity)
    this.values = new Float32Array(capacity)
    this.words = new Int16Array(capacity)
  }

  /** Adds an entry; beyond the capacity it is left out. */
  add(index: number, value: number, word = -1): void {
    const at = this.size
    if (at >= this.indexes.length) return
    this.indexes[at] = index
    this.values[at] = value
    this.words[at] = word
    this.size = at + 1
  }
}

/**
 * The features of a text. What a word brings by itself is kept by word, so that its share of a score can be remembered.
 * The three vectors are buffers that the next text overwrites.
 */
export type TextFeatures = {
  readonly readAs: StemLanguage
  /** Numbers of the senses of the words, in order. */
  readonly senses: Int32Array
  readonly wordCount: number
  /** Value of each n-gram and of each word feature before the emphasis of the word's place. */
  readonly gramValue: number
  readonly wordValue: number
  /** Words up to this one stand in the title and count more; -1 where there is none. */
  readonly titleEnd: number
  /** Cues and shape: places within a set of named features. */
  readonly named: SparseVector
  /** Pairs of neighbouring stems and sentence endings. */
  readonly neighbours: SparseVector
  /** Pairs of cue groups. */
  readonly pairs: SparseVector
}

const named = new SparseVector(256)
const neighbours = new SparseVector(2600)
const pairs = new SparseVector(1024)

const languageNumbers: Readonly<Record<DetectedLanguage, number>> = {
  'uz-Latn': 0,
  'uz-Cyrl': 1,
  ru: 2,
  en: 3,
  kaa: 4,
  mixed: 5,
  unknown: 6,
}

const lengthLimits = [1, 2, 3, 5, 8, 12, 20, 35, 60]
const lengthAt = 10
const languageAt = 25

function lengthBucket(words: number): number {
  const at = lengthLimits.findIndex((limit) => words <= limit)
  return at < 0 ? lengthLimits.length : at
}

function addShapeIf(place: number, isSo: boolean): void {
  if (isSo) named.add(shapeAt + place, blockWeights.shape)
}

/** Punctuation, emoji, length and language: what the text looks like as a whole. */
function addShape(reading: Reading): void {
  const { shape, wordCount, language } = reading
  addShapeIf(0, shape.questions > 0)
  addShapeIf(1, shape.questions > 1)
  addShapeIf(2, shape.endsAsking)
  addShapeIf(3, shape.exclamations > 0)
  addShapeIf(4, shape.exclamations > 2)
  addShapeIf(5, shape.good)
  addShapeIf(6, shape.bad)
  addShapeIf(7, shape.number)
  addShapeIf(8, shape.questions === 0)
  named.add(shapeAt + lengthAt + lengthBucket(wordCount), blockWeights.shape)
  named.add(shapeAt + languageAt + languageNumbers[language], blockWeights.shape)
}

// Held here: a name imported is looked up through its module at each use, and these are used for each word.
const [step, place] = [hashStep, placeOf]
const [cueTotal, cueWeight, firstSeed, lastSeed] = [cueCount, blockWeights.cues, seeds.first, seeds.last]
const { stemHashes, endings, gramCounts, ownPlaces, stemPlaces, skeletonPlaces } = senseTable
const counts = new Uint8Array(cueCount)
const bits = new Uint8Array(cueCount)
/** The groups present, in order. */
const present = new Uint8Array(cueCount)
const inLastSentence = 1
const atBeginning = 2

/** How often each cue group is present, and bits for the last sentence and the beginning. */
function countCues(reading: Reading): void {
  counts.fill(0)
  bits.fill(0)
  const { cues, lastStart } = reading
  const early = Math.min(3, reading.wordCount / 3)
  for (let hit = 0; hit < cues.size; hit++) {
    const [group, first] = [cues.groupAt(hit), cues.firstAt(hit)]
    const count = counts[group] ?? 0
    if (count < 2) counts[group] = count + 1
    bits[group] = (bits[group] ?? 0) | (first >= lastStart ? inLastSentence : 0) | (first < early ? atBeginning : 0)
  }
}

/** Which cue groups are present, which more than once, which last and which first; and every pair of groups present. */
function addCues(reading: Reading): void {
  countCues(reading)
  const weight = cueWeight
  let presentCount = 0
  for (let group = 0; group < cueTotal; group++) {
    const count = counts[group] ?? 0
    if (count === 0) continue
    present[presentCount++] = group
    named.add(group, weight)
    if (count > 1) named.add(cueTotal + group, weight)
    const where = bits[group] ?? 0
    if ((where & inLastSentence) !== 0) named.add(2 * cueTotal + group, weight * 0.5)
    if ((where & atBeginning) !== 0) named.add(3 * cueTotal + group, weight * 0.5)
  }
  addPairs(presentCount, reading.readAs)
}

function addPairs(count: number, language: StemLanguage): void {
  const value = (blockWeights.cues * blockWeights.pairs) / Math.sqrt(1 + (count * (count - 1)) / 2)
  const seed = seeds.cuePair ^ (setNumbers[language] << 8)
  for (let a = 0; a < count; a++) {
    const half = step(seed, present[a] ?? 0)
    for (let b = a + 1; b < count; b++) pairs.add(place(step(half, present[b] ?? 0)), value)
  }
}

/** From this many words on, the first sentence counts as a title: a long review says there what it is about. */
const longText = 15

/** Pairs of neighbouring stems, and how each sentence ends. */
function addNeighbours({ senses, ends, wordCount }: Reading, wordValue: number): void {
  let previous = firstSeed
  for (let at = 0; at < wordCount; at++) {
    const sense = senses[at] ?? 0
    const stemHash = stemHashes[sense] ?? 0
    neighbours.add(place(step(previous, 0) ^ stemHash), wordValue, at)
    previous = stemHash
    if (ends[at] === 1) {
      neighbours.add(endings[sense] ?? 0, wordValue * 2, at)
      neighbours.add(place(step(lastSeed, stemHash)), wordValue, at)
      previous = firstSeed
    }
  }
}

const addAttitude = (place: number) => named.add(attitudeAt + place, blockWeights.joint)
const addAsking = (place: number) => named.add(askingAt + place, blockWeights.joint)
const addPredicate = (place: number) => named.add(predicatesAt + place, blockWeights.joint)

/** What the cues say together: praise, fault and wish after denial, how the text asks, what its sentences do at their ends. */
function addJointStates(reading: Reading): void {
  const attitude = attitudeOf(reading, addAttitude)
  askingOf(reading, attitude, addAsking)
  predicatesOf(reading, attitude, addPredicate)
}

/**
 * The features of a text: character n-grams of 2–5 inside folded words, words, stems, consonant skeletons, pairs of neighbours,
 * sentence endings, cues, shape. The vectors are valid until the next call: use or copy them before.
 */
export function featuresOf(reading: Reading): TextFeatures {
  named.size = 0
  neighbours.size = 0
  pairs.size = 0
  const { wordCount, senses } = reading
  let gramCount = 0
  for (let at = 0; at < wordCount; at++) gramCount += gramCounts[senses[at] ?? 0] ?? 0
  const wordValue = blockWeights.words / Math.sqrt(Math.max(1, wordCount * 4))
  addCues(reading)
  addShape(reading)
  addJointStates(reading)
  addNeighbours(reading, wordValue)
  return {
    readAs: reading.readAs,
    senses,
    wordCount,
    gramValue: blockWeights.grams / Math.sqrt(Math.max(1, gramCount)),
    wordValue,
    titleEnd: wordCount >= longText ? reading.firstEnd : -1,
    named,
    neighbours,
    pairs,
  }
}

/** How much a word counts for its place in the text. */
export function emphasisAt(features: TextFeatures, word: number): number {
  return word <= features.titleEnd ? blockWeights.title : 1
}

const grams = new Int32Array(gramsMax)

/** The whole as one sparse vector, copied: what the training of a head of that detail sees. */
export function flatten(features: TextFeatures, detail: 'full' | 'words'): { indexes: Int32Array; values: Float32Array } {
  const full = detail === 'full'
  const indexes: number[] = []
  const values: number[] = []
  const add = (index: number, value: number) => {
    indexes.push(index)
    values.push(value)
  }
  const addAll = (vector: SparseVector, shift: number, share: number) => {
    for (let at = 0; at < vector.size; at++) add((vector.indexes[at] ?? 0) + shift, (vector.values[at] ?? 0) * share)
  }
  addAll(features.named, 0, blockWeights.shared)
  addAll(features.named, setSize * setNumbers[features.readAs], blockWeights.own)
  addAll(features.neighbours, 0, 1)
  if (full) addAll(features.pairs, 0, 1)
  for (const [number, sense] of features.senses.subarray(0, features.wordCount).entries()) {
    const emphasis = emphasisAt(features, number)
    const gramCount = full ? fillGrams(sense, features.readAs, grams) : 0
    for (const gram of grams.subarray(0, gramCount)) add(gram, features.gramValue * emphasis)
    for (const places of [ownPlaces, stemPlaces, skeletonPlaces]) {
      const own = places[sense] ?? -1
      if (own >= 0) add(own, features.wordValue * emphasis)
    }
  }
  return { indexes: Int32Array.from(indexes), values: Float32Array.from(values) }
}
