import { describe, expect, it } from 'vitest'
import { loadClassifier } from '../index.ts'
import { readCorpus } from '../training/corpus-folder.ts'
import { featuresOf, flatten } from './features.ts'
import type { Head } from './model-file.ts'
import { loadModel } from './model-store.ts'
import { readText } from './reading.ts'
import { createScorer, placeIn } from './score.ts'
import { memory } from './word.ts'

const model = loadModel()
const [type, ...others] = model.heads
if (type === undefined) throw new Error('the model has no head')

/** The plain sum that scoring is short for: every feature times its weight. */
function plainScores(head: Head, text: string): number[] {
  const { indexes, values } = flatten(featuresOf(readText(text)), head.detail)
  const scores = [...head.bias]
  for (const [at, index] of indexes.entries()) {
    const place = placeIn(head, index)
    const scales = place < head.namedCount ? head.namedScales : head.hashedScales
    for (const [c, scale] of scales.entries()) {
      const root = head.weights[place * head.classes.length + c] ?? 0
      scores[c] = (scores[c] ?? 0) + (values[at] ?? 0) * root * Math.abs(root) * scale
    }
  }
  return scores
}

const sentences = readCorpus().lines.filter((_, at) => at % 97 === 0)

describe('scoring by remembered words', () => {
  it('gives every head the plain sum of its features, in every language', () => {
    expect(new Set(sentences.map(({ language }) => language)).size).toBeGreaterThan(4)
    const score = createScorer([type, ...others])
    for (const { text } of sentences) {
      const wanted = model.heads.map((head) => plainScores(head, text))
      const { byHead } = score(featuresOf(readText(text)))
      for (const [at, scores] of byHead.entries())
        for (const [c, one] of scores.entries()) expect(one, text).toBeCloseTo(wanted[at]?.[c] ?? Number.NaN, 3)
    }
  })

  it('answers alike when all words have been forgotten in between', () => {
    const { classify } = loadClassifier()
    const before = sentences.map(({ text }) => classify(text))
    const age = memory.age
    for (let at = 0; memory.age === age; at++) {
      const strange = Array.from(
        { length: 250 },
        (_, word) => `${(at * 250 + word).toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)))}lar`,
      )
      classify(strange.join(' '))
      expect(at).toBeLessThan(500)
    }
    expect(sentences.map(({ text }) => classify(text))).toEqual(before)
  })
})
