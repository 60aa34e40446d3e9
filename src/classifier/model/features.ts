import type { DetectedLanguage } from '#contracts'
import { cueGroups } from '../cues/cues.ts'
import { skeletonOf } from '../text/fold.ts'
import { createMemo } from '../text/memo.ts'
import { type StemLanguage, stem } from '../text/stem.ts'
import type { Reading } from './reading.ts'

/** The hashed space of the model: two to the eighteenth, of which the first places are named features. */
export const featureSpaceSize = 1 << 18
const namedSize = 1 << 10
const cueCount = cueGroups.length

/** A sparse vector; `word` says which word of the reading a feature comes from, -1 where it is the text as a whole. */
export type Features = {
  readonly indexes: Int32Array
  readonly values: Float32Array
  readonly words: Int16Array
  readonly size: number
}

const offset = 0x811c9dc5
const prime = 0x01000193

function hashString(seed: number, text: string): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime)
  return hash
}

/** Final mixing, so that the low bits depend on all of the hash; then out of the named places. */
function placeOf(hash: number): number {
  let mixed = hash ^ (hash >>> 15)
  mixed = Math.imul(mixed, 0x2c1b3c6d)
  mixed ^= mixed >>> 12
  return namedSize + ((mixed >>> 0) % (featureSpaceSize - namedSize))
}

const seeds = {
  gram: offset,
  word: Math.imul(offset ^ 1, prime),
  stem: Math.imul(offset ^ 2, prime),
  skeleton: Math.imul(offset ^ 3, prime),
  pair: Math.imul(offset ^ 4, prime),
  ending: Math.imul(offset ^ 5, prime),
  first: Math.imul(offset ^ 6, prime),
  cuePair: Math.imul(offset ^ 7, prime),
  last: Math.imul(offset ^ 8, prime),
}

const gramMin = 2
const gramMax = 5

type WordFeatures = {
  readonly grams: Int32Array
  readonly places: readonly number[]
  readonly stemHash: number
  readonly ending: number
}

function gramsOf(folded: string): Int32Array {
  const marked = `^${folded.slice(0, 24)}$`
  const places: number[] = []
  for (let start = 0; start < marked.length; start++) {
    let hash = seeds.gram
    const end = Math.min(marked.length, start + gramMax)
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ marked.charCodeAt(at), prime)
      if (at - start + 1 >= gramMin) places.push(placeOf(hash))
    }
  }
  return Int32Array.from(places)
}

function wordFeaturesFor(language: StemLanguage): (key: string) => WordFeatures {
  return createMemo((key: string): WordFeatures => {
    const parted = key.indexOf('\u0000')
    const folded = key.slice(0, parted)
    const stemmed = language === 'uz' ? stem(folded, 'uz') : stem(key.slice(parted + 1), language)
    const skeleton = skeletonOf(folded)
    const places = [placeOf(hashString(seeds.word, folded)), placeOf(hashString(seeds.stem, stemmed))]
    if (skeleton !== '') places.push(placeOf(hashString(seeds.skeleton, skeleton)))
    return {
      grams: gramsOf(folded),
      places,
      stemHash: hashString(seeds.pair, stemmed),
      ending: placeOf(hashString(seeds.ending, folded.slice(-4))),
    }
  }, 20_000)
}

const wordFeatures = { uz: wordFeaturesFor('uz'), ru: wordFeaturesFor('ru'), en: wordFeaturesFor('en') }

function stemLanguageOf(language: DetectedLanguage): StemLanguage {
  return language === 'ru' || language === 'en' ? language : 'uz'
}

/** A vector under construction, reused from text to text. */
class Sink {
  indexes = new Int32Array(8192)
  values = new Float32Array(8192)
  words = new Int16Array(8192)
  size = 0

  add(index: number, value: number, word: number): void {
    if (this.size >= this.indexes.length) return
    this.indexes[this.size] = index
    this.values[this.size] = value
    this.words[this.size] = word
    this.size++
  }
}

const sink = new Sink()

const languageNumbers: Readonly<Record<DetectedLanguage, number>> = {
  'uz-Latn': 0,
  'uz-Cyrl': 1,
  ru: 2,
  en: 3,
  kaa: 4,
  mixed: 5,
  unknown: 6,
}
const shapeAt = cueCount * 4
const goodEmoji = /[👍👏🔥💯🥰😍😊🙂😁😃😄❤💙💚💜🧡💛🩵🤩😘🙏✨⭐🌟💪👌🎉🤝🌹🌺💐😎🫶]/u
const badEmoji = /[👎😡🤬😠😤😭😢😞😔🤮🤢💩😒🙄😩😫🤦🤡😣☹🙁]/u

function lengthBucket(words: number): number {
  const limits = [1, 2, 3, 5, 8, 12, 20, 35, 60]
  const at = limits.findIndex((limit) => words <= limit)
  return at < 0 ? limits.length : at
}

/** Punctuation, emoji, length and language: what the text looks like as a whole. */
function addShape(reading: Reading, weight: number): void {
  let questions = 0
  let exclamations = 0
  let good = false
  let bad = false
  for (const token of reading.tokens) {
    if (token.text === '?') questions++
    else if (token.text === '!') exclamations++
    else if (token.kind === 'emoji') {
      good ||= goodEmoji.test(token.text)
      bad ||= badEmoji.test(token.text)
    }
  }
  const last = reading.tokens.at(-1)?.text
  const add = (place: number) => sink.add(shapeAt + place, weight, -1)
  if (questions > 0) add(0)
  if (questions > 1) add(1)
  if (last === '?') add(2)
  if (exclamations > 0) add(3)
  if (exclamations > 2) add(4)
  if (good) add(5)
  if (bad) add(6)
  if (reading.folded.some((word) => word.startsWith('0'))) add(7)
  add(10 + lengthBucket(reading.words.length))
  add(25 + languageNumbers[reading.language])
  add(40 + languageNumbers[reading.language] * 10 + (questions > 0 ? 0 : 1))
}

/** Which cue groups are present, which more than once, which in the last sentence; and every pair of groups present. */
function addCues(reading: Reading, weight: number): void {
  const counts = new Uint8Array(cueCount)
  const late = new Uint8Array(cueCount)
  const early = new Uint8Array(cueCount)
  const lastStart = reading.ends.lastIndexOf(true, reading.ends.length - 2) + 1
  const half = Math.min(3, reading.words.length / 3)
  for (const hit of reading.cues) {
    counts[hit.group] = Math.min(255, (counts[hit.group] ?? 0) + 1)
    if (hit.first >= lastStart) late[hit.group] = 1
    if (hit.first < half) early[hit.group] = 1
  }
  const present: number[] = []
  for (let group = 0; group < cueCount; group++) {
    if ((counts[group] ?? 0) === 0) continue
    present.push(group)
    sink.add(group, weight, -1)
    if ((counts[group] ?? 0) > 1) sink.add(cueCount + group, weight, -1)
    if (late[group] === 1) sink.add(2 * cueCount + group, weight * 0.5, -1)
    if (early[group] === 1) sink.add(3 * cueCount + group, weight * 0.5, -1)
  }
  const pairWeight = (weight * 1.5) / Math.sqrt(1 + (present.length * (present.length - 1)) / 2)
  for (let a = 0; a < present.length; a++) {
    for (let b = a + 1; b < present.length; b++) {
      const hash = Math.imul(Math.imul(seeds.cuePair ^ (present[a] ?? 0), prime) ^ (present[b] ?? 0), prime)
      sink.add(placeOf(hash), pairWeight, -1)
    }
  }
}

/** Relative weight of each block; each is scaled by the root of its own size, so that a long review and a two-word chat line compare. */
export const blockWeights = { grams: 1.2, words: 1.6, cues: 0.55, shape: 0.3 }

function addWords(reading: Reading): void {
  const language = stemLanguageOf(reading.language)
  const features = reading.folded.map((folded, at) => wordFeatures[language](`${folded}\u0000${reading.words[at]?.text ?? ''}`))
  let gramCount = 0
  for (const word of features) gramCount += word.grams.length
  const gramValue = blockWeights.grams / Math.sqrt(Math.max(1, gramCount))
  const wordValue = blockWeights.words / Math.sqrt(Math.max(1, features.length * 4))
  let previous = seeds.first
  for (const [at, word] of features.entries()) {
    for (const place of word.grams) sink.add(place, gramValue, at)
    for (const place of word.places) sink.add(place, wordValue, at)
    sink.add(placeOf(Math.imul(previous, prime) ^ word.stemHash), wordValue, at)
    previous = word.stemHash
    if (reading.ends[at] === true) {
      sink.add(word.ending, wordValue * 2, at)
      sink.add(placeOf(Math.imul(seeds.last ^ word.stemHash, prime)), wordValue, at)
      previous = seeds.first
    }
  }
}

/**
 * The features of a text, in a buffer that the next call overwrites: copy what must stay.
 * Character n-grams of 2–5 inside folded words, words, stems, consonant skeletons, pairs of neighbours, sentence endings, cues, shape.
 */
export function featuresOf(reading: Reading): Features {
  sink.size = 0
  addCues(reading, blockWeights.cues)
  addShape(reading, blockWeights.shape)
  addWords(reading)
  return sink
}

/** How many of the first places are named features; every head keeps them apart from the hashed ones. */
export const namedFeatureCount = namedSize
