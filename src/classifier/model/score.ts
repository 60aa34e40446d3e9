import type { StemLanguage } from '../text/stem.ts'
import { blockWeights, setNumbers } from './feature-space.ts'
import { emphasisAt, type SparseVector, type TextFeatures } from './features.ts'
import type { Head } from './model-file.ts'
import { setSize } from './named-places.ts'
import { gramsOf, placesOf, type Word, type WordSense } from './word.ts'

/** Where a feature lies in a head: a smaller head folds the hashed places of the full space onto its own. */
export function placeIn(head: Pick<Head, 'featureCount' | 'namedCount'>, index: number): number {
  if (index < head.featureCount) return index
  return head.namedCount + (index % (head.featureCount - head.namedCount))
}

/** Scores of every class of every head, head after head, and what each word adds to the classes of the first head. */
export type Scored = { readonly scores: Float64Array; readonly byWord: Float64Array }

/** Scores a text against all heads at once. Keeps what remembered words add, so that a text costs a few sums per word. */
export type Scorer = (features: TextFeatures) => Scored

function widthOf(heads: readonly Head[]): number {
  return heads.reduce((sum, head) => sum + head.classes.length, 0)
}

// Held here: a name imported is looked up through its module at each use, and these are used for each word.
const [gramsIn, placesIn, emphasis] = [gramsOf, placesOf, emphasisAt]

/** A weight is kept as its signed root, so that small ones keep their digits in one byte. */
function unrooted(root: number): number {
  return root * Math.abs(root)
}

/** Adds a row of whole-number weights to a place of the target, scaled. */
function addRow(target: Float32Array | Float64Array, from: number, head: Head, index: number, value: number): void {
  const { weights, hashedScales } = head
  const classCount = head.classes.length
  const row = placeIn(head, index) * classCount
  for (let c = 0; c < classCount; c++) {
    target[from + c] = (target[from + c] ?? 0) + value * unrooted(weights[row + c] ?? 0) * (hashedScales[c] ?? 0)
  }
}

/** For a word, what its n-grams add to the first head, then what its word places add to every head. */
function wordSumsOf(heads: readonly Head[], gramWidth: number, word: Word, language: StemLanguage): Float32Array {
  const sums = new Float32Array(gramWidth + widthOf(heads))
  const places = placesIn(word, language)
  let from = gramWidth
  for (const head of heads) {
    if (head.detail === 'full') for (const place of gramsIn(word, language)) addRow(sums, 0, head, place, 1)
    for (const place of places) addRow(sums, from, head, place, 1)
    from += head.classes.length
  }
  return sums
}

/** The named features of all heads side by side, shared and own already added, one table for each language. */
function namedTables(heads: readonly Head[]): Float32Array[] {
  const width = widthOf(heads)
  return [0, 1, 2, 3].map((language) => {
    const table = new Float32Array(setSize * width)
    for (let place = 0; place < setSize; place++) {
      let column = place * width
      for (const { weights, classes, namedScales } of heads) {
        for (let c = 0; c < classes.length; c++) {
          const shared = unrooted(weights[place * classes.length + c] ?? 0)
          const own = unrooted(weights[(place + language * setSize) * classes.length + c] ?? 0)
          table[column] = (shared * blockWeights.shared + own * blockWeights.own) * (namedScales[c] ?? 0)
          column++
        }
      }
    }
    return table
  })
}

/** Adds whole rows of a table of floats. */
function addNamed(scores: Float64Array, table: Float32Array, vector: SparseVector): void {
  const width = scores.length
  for (let at = 0; at < vector.size; at++) {
    const value = vector.values[at] ?? 0
    const row = (vector.indexes[at] ?? 0) * width
    for (let c = 0; c < width; c++) scores[c] = (scores[c] ?? 0) + value * (table[row + c] ?? 0)
  }
}

function addHashed(scores: Float64Array, from: number, head: Head, vector: SparseVector): void {
  for (let at = 0; at < vector.size; at++) addRow(scores, from, head, vector.indexes[at] ?? 0, vector.values[at] ?? 0)
}

/** Makes the scorer of a model's heads; the first must be the one of `full` detail. Both answers are valid until the next call. */
export function createScorer(heads: readonly [Head, ...Head[]]): Scorer {
  const owner = {}
  const [first] = heads
  const width = first.classes.length
  const total = widthOf(heads)
  const tables = namedTables(heads)
  const bias = heads.flatMap((head) => head.bias)
  const scores = new Float64Array(total)
  let byWord = new Float64Array(width * 1024)

  const sumsOf = (word: Word, sense: WordSense, language: StemLanguage): Float32Array => {
    if (sense.sums !== null && sense.sumsOf === owner) return sense.sums
    const sums = wordSumsOf(heads, width, word, language)
    sense.sums = sums
    sense.sumsOf = owner
    return sums
  }

  const addWord = (sums: Float32Array, at: number, gramValue: number, wordValue: number) => {
    for (let c = 0; c < total; c++) scores[c] = (scores[c] ?? 0) + wordValue * (sums[width + c] ?? 0)
    for (let c = 0; c < width; c++) {
      const fromGrams = gramValue * (sums[c] ?? 0)
      scores[c] = (scores[c] ?? 0) + fromGrams
      byWord[at * width + c] = fromGrams + wordValue * (sums[width + c] ?? 0)
    }
  }

  const addNeighbours = ({ neighbours }: TextFeatures) => {
    for (let at = 0; at < neighbours.size; at++) {
      addRow(byWord, (neighbours.words[at] ?? 0) * width, first, neighbours.indexes[at] ?? 0, neighbours.values[at] ?? 0)
    }
  }

  const addWords = (features: TextFeatures) => {
    if (byWord.length < features.words.length * width) byWord = new Float64Array(features.words.length * width)
    for (let at = 0; at < features.words.length; at++) {
      const word = features.words[at]
      const sense = features.senses[at]
      if (word === undefined || sense === undefined) continue
      const times = emphasis(features, at)
      addWord(sumsOf(word, sense, features.readAs), at, features.gramValue * times, features.wordValue * times)
    }
  }

  return (features) => {
    for (let c = 0; c < total; c++) scores[c] = bias[c] ?? 0
    addWords(features)
    addNeighbours(features)
    addNamed(scores, tables[setNumbers[features.readAs]] ?? new Float32Array(0), features.named)
    let from = 0
    for (const head of heads) {
      addHashed(scores, from, head, features.neighbours)
      if (head.detail === 'full') addHashed(scores, from, head, features.pairs)
      from += head.classes.length
    }
    return { scores, byWord }
  }
}

/** Calibrated probabilities of scores; they sum to 1. */
export function probabilitiesOf(head: Head, scores: Float64Array): Float64Array {
  let max = Number.NEGATIVE_INFINITY
  for (let c = 0; c < scores.length; c++) max = Math.max(max, scores[c] ?? 0)
  let sum = 0
  const probabilities = new Float64Array(scores.length)
  for (let c = 0; c < scores.length; c++) {
    const value = Math.exp(((scores[c] ?? 0) - max) / head.temperature)
    probabilities[c] = value
    sum += value
  }
  for (let c = 0; c < scores.length; c++) probabilities[c] = (probabilities[c] ?? 0) / sum
  return probabilities
}
