import type { StemLanguage } from '../text/stem.ts'
import { blockWeights, setNumbers } from './feature-space.ts'
import { emphasisAt, type SparseVector, type TextFeatures } from './features.ts'
import type { Head } from './model-file.ts'
import { setSize } from './named-places.ts'
import { fillGrams, gramsMax, memory, sensesMax, senseTable } from './word.ts'

/** Where a feature lies in a head: a smaller head folds the hashed places of the full space onto its own. */
export function placeIn(head: Pick<Head, 'featureCount' | 'namedCount'>, index: number): number {
  if (index < head.featureCount) return index
  return head.namedCount + (index % (head.featureCount - head.namedCount))
}

/** Scores of the classes of each head, and what each word adds to the classes of the first head, word after word. */
export type Scored = { readonly byHead: readonly Float64Array[]; readonly byWord: Float64Array }

/** Scores a text against all heads at once. Keeps what remembered words add, so that a text costs a few sums per word. */
export type Scorer = (features: TextFeatures) => Scored

function widthOf(heads: readonly Head[]): number {
  return heads.reduce((sum, head) => sum + head.classes.length, 0)
}

// Held here: a name imported is looked up through its module at each use, and these are used for each word.
const [gramsInto, emphasis] = [fillGrams, emphasisAt]

/** A weight is kept as its signed root, so that small ones keep their digits in one byte; this is every byte unrooted. */
const unrooted = Int32Array.from({ length: 256 }, (_, byte) => {
  const root = (byte << 24) >> 24
  return root * Math.abs(root)
})

/** A weight as a whole number. */
function wholeAt(bytes: Uint8Array, at: number): number {
  return unrooted[bytes[at] ?? 0] ?? 0
}

/** A head laid out for scoring: its weights as bytes without sign, and where its classes begin among the scores. */
type Column = {
  readonly from: number
  readonly classCount: number
  readonly bytes: Uint8Array
  readonly scales: Float64Array
  readonly featureCount: number
  readonly namedCount: number
  readonly isFull: boolean
}

function columnsOf(heads: readonly Head[]): Column[] {
  let from = 0
  return heads.map((head) => {
    const { weights, classes, hashedScales, featureCount, namedCount, detail } = head
    const bytes = new Uint8Array(weights.buffer, weights.byteOffset, weights.length)
    const scales = Float64Array.from(hashedScales)
    const column = { from, classCount: classes.length, bytes, scales, featureCount, namedCount, isFull: detail === 'full' }
    from += classes.length
    return column
  })
}

/** Adds a row of weights to a stretch of the target, times a value. */
function addRow(target: Float64Array, from: number, column: Column, index: number, value: number): void {
  const { bytes, scales, classCount } = column
  const row = placeIn(column, index) * classCount
  for (let c = 0; c < classCount; c++) {
    target[from + c] = (target[from + c] ?? 0) + value * (unrooted[bytes[row + c] ?? 0] ?? 0) * (scales[c] ?? 0)
  }
}

/** What remembered words add: for each, what its n-grams add to the first head, then what its own places add to every head. */
class WordSums {
  readonly sums: Float32Array
  readonly width: number
  private readonly columns: readonly Column[]
  private readonly gramWidth: number
  /** Which senses of this memory's age have been summed. */
  private readonly isSummed = new Uint8Array(sensesMax)
  private age = 0
  private readonly rows = new Int32Array(gramsMax)
  private readonly own = new Int32Array(3)
  private readonly five = new Int32Array(5)
  private readonly scales: Float64Array

  constructor(columns: readonly Column[], gramWidth: number, total: number) {
    this.columns = columns
    this.gramWidth = gramWidth
    this.width = gramWidth + total
    this.sums = new Float32Array(sensesMax * this.width)
    const scales = columns.flatMap((column) => [...column.scales])
    this.scales = Float64Array.from([...scales.slice(0, gramWidth), ...scales])
  }

  /** Where the sums of a sense begin. */
  at(sense: number, language: StemLanguage): number {
    if (this.age !== memory.age) {
      this.age = memory.age
      this.isSummed.fill(0)
    }
    if (this.isSummed[sense] !== 1) this.takeIn(sense, language)
    return sense * this.width
  }

  private takeIn(sense: number, language: StemLanguage): void {
    this.isSummed[sense] = 1
    const { own } = this
    own[0] = senseTable.ownPlaces[sense] ?? -1
    own[1] = senseTable.stemPlaces[sense] ?? -1
    own[2] = senseTable.skeletonPlaces[sense] ?? -1
    const ownCount = own[2] < 0 ? 2 : 3
    const from = sense * this.width
    for (const column of this.columns) {
      if (column.isFull) this.addAll(gramsInto(sense, language, this.rows), column, from, 0)
      for (let at = 0; at < ownCount; at++) this.rows[at] = placeIn(column, own[at] ?? 0)
      this.addAll(ownCount, column, from, this.gramWidth + column.from)
    }
  }

  /** Sums the weights of the first places of `rows`, whole and in whole numbers before they are scaled. */
  private addAll(count: number, { bytes, classCount }: Column, from: number, to: number): void {
    const { rows, sums, scales } = this
    if (classCount === 5) {
      this.addFive(count, bytes, from + to, to)
      return
    }
    for (let c = 0; c < classCount; c++) {
      let sum = 0
      for (let at = 0; at < count; at++) sum += wholeAt(bytes, (rows[at] ?? 0) * classCount + c)
      sums[from + to + c] = sum * (scales[to + c] ?? 0)
    }
  }

  /** The same for the five types, which nearly all the places of a word belong to: each row is looked at once. */
  private addFive(count: number, bytes: Uint8Array, to: number, scale: number): void {
    const { rows, sums, scales } = this
    let [a, b, c, d, e] = [0, 0, 0, 0, 0]
    for (let at = 0; at < count; at++) {
      const row = (rows[at] ?? 0) * 5
      a += wholeAt(bytes, row)
      b += wholeAt(bytes, row + 1)
      c += wholeAt(bytes, row + 2)
      d += wholeAt(bytes, row + 3)
      e += wholeAt(bytes, row + 4)
    }
    this.five[0] = a
    this.five[1] = b
    this.five[2] = c
    this.five[3] = d
    this.five[4] = e
    for (let at = 0; at < 5; at++) sums[to + at] = (this.five[at] ?? 0) * (scales[scale + at] ?? 0)
  }
}

/** The row of one named place: the weights of all heads side by side, shared and own already added. */
function fillNamed(table: Float32Array, heads: readonly Head[], place: number, language: number): void {
  let column = place * widthOf(heads)
  for (const { weights, classes, namedScales } of heads) {
    for (let c = 0; c < classes.length; c++) {
      const shared = unrooted[(weights[place * classes.length + c] ?? 0) & 255] ?? 0
      const own = unrooted[(weights[(place + language * setSize) * classes.length + c] ?? 0) & 255] ?? 0
      table[column] = (shared * blockWeights.shared + own * blockWeights.own) * (namedScales[c] ?? 0)
      column++
    }
  }
}

/** The named features of all heads, one table for each language. */
function namedTables(heads: readonly Head[]): Float32Array[] {
  return [0, 1, 2, 3].map((language) => {
    const table = new Float32Array(setSize * widthOf(heads))
    for (let place = 0; place < setSize; place++) fillNamed(table, heads, place, language)
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

function addHashed(scores: Float64Array, column: Column, vector: SparseVector): void {
  for (let at = 0; at < vector.size; at++) addRow(scores, column.from, column, vector.indexes[at] ?? 0, vector.values[at] ?? 0)
}

/** Scores texts against all heads of a model at once. What it answers is overwritten by the next text. */
class TextScorer {
  private readonly columns: readonly Column[]
  private readonly first: Column
  private readonly bias: Float64Array
  private readonly tables: readonly Float32Array[]
  private readonly kept: WordSums
  private readonly scores: Float64Array
  private readonly byHead: readonly Float64Array[]
  private byWord = new Float64Array(0)

  constructor(heads: readonly [Head, ...Head[]]) {
    const [first, ...others] = columnsOf(heads)
    if (first === undefined) throw new Error('a model needs a head')
    this.first = first
    this.columns = [first, ...others]
    this.bias = Float64Array.from(heads.flatMap((head) => head.bias))
    this.tables = namedTables(heads)
    this.scores = new Float64Array(this.bias.length)
    this.byHead = this.columns.map(({ from, classCount }) => this.scores.subarray(from, from + classCount))
    this.kept = new WordSums(this.columns, first.classCount, this.bias.length)
  }

  score(features: TextFeatures): Scored {
    this.scores.set(this.bias)
    this.addWords(features)
    this.addNeighbours(features)
    addNamed(this.scores, this.tables[setNumbers[features.readAs]] ?? new Float32Array(0), features.named)
    for (const column of this.columns) {
      if (column !== this.first) addHashed(this.scores, column, features.neighbours)
      if (column.isFull) addHashed(this.scores, column, features.pairs)
    }
    return { byHead: this.byHead, byWord: this.byWord }
  }

  private addWords(features: TextFeatures): void {
    const { senses, wordCount, readAs, gramValue, wordValue } = features
    const needed = wordCount * this.first.classCount
    if (this.byWord.length < needed) this.byWord = new Float64Array(needed * 2)
    for (let at = 0; at < wordCount; at++) {
      const times = emphasis(features, at)
      this.addWord(this.kept.at(senses[at] ?? 0, readAs), at, gramValue * times, wordValue * times)
    }
  }

  private addWord(from: number, at: number, gramValue: number, wordValue: number): void {
    const { scores, byWord } = this
    const { sums } = this.kept
    const width = this.first.classCount
    const own = from + width
    for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] ?? 0) + wordValue * (sums[own + c] ?? 0)
    for (let c = 0; c < width; c++) {
      const fromGrams = gramValue * (sums[from + c] ?? 0)
      scores[c] = (scores[c] ?? 0) + fromGrams
      byWord[at * width + c] = fromGrams + wordValue * (sums[own + c] ?? 0)
    }
  }

  /** What neighbours add to the first head, to the scores and to the word they are counted with. */
  private addNeighbours({ neighbours }: TextFeatures): void {
    const { byWord, scores } = this
    const { bytes, scales, classCount } = this.first
    for (let at = 0; at < neighbours.size; at++) {
      const value = neighbours.values[at] ?? 0
      const row = (neighbours.indexes[at] ?? 0) * classCount
      const word = (neighbours.words[at] ?? 0) * classCount
      for (let c = 0; c < classCount; c++) {
        const added = value * (unrooted[bytes[row + c] ?? 0] ?? 0) * (scales[c] ?? 0)
        scores[c] = (scores[c] ?? 0) + added
        byWord[word + c] = (byWord[word + c] ?? 0) + added
      }
    }
  }
}

/** Makes the scorer of a model's heads; the first must be the one of `full` detail. Both answers are valid until the next call. */
export function createScorer(heads: readonly [Head, ...Head[]]): Scorer {
  const scorer = new TextScorer(heads)
  return (features) => scorer.score(features)
}

/** Calibrated probabilities of scores, in their place; they sum to 1. */
export function intoProbabilities(head: Head, scores: Float64Array): void {
  let max = Number.NEGATIVE_INFINITY
  for (let c = 0; c < scores.length; c++) max = Math.max(max, scores[c] ?? 0)
  let sum = 0
  for (let c = 0; c < scores.length; c++) {
    const value = Math.exp(((scores[c] ?? 0) - max) / head.temperature)
    scores[c] = value
    sum += value
  }
  for (let c = 0; c < scores.length; c++) scores[c] = (scores[c] ?? 0) / sum
}
