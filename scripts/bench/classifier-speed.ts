/** How many texts a second one core classifies, on the corpus's own sentences, each with no memory of an earlier one. */
import { loadClassifier } from '../../src/classifier/index.ts'
import { uzbekTexts } from './update-maker.ts'

export type ClassifierSpeed = { readonly perSecond: number; readonly p99Ms: number; readonly texts: number }

export function measureClassifier(): ClassifierSpeed {
  const { classify } = loadClassifier()
  const texts = uzbekTexts()
  for (const text of texts.slice(0, 300)) classify(text) // the first ones pay for compiling the code
  const times: number[] = []
  const startedAt = performance.now()
  for (let at = 300; performance.now() - startedAt < 3_000; at++) {
    // A word made anew keeps any memory of whole texts from answering.
    const text = `${texts[at % texts.length] ?? ''} ${at.toString(36).replace(/\d/g, 'q')}`
    const from = performance.now()
    classify(text)
    times.push(performance.now() - from)
  }
  const sorted = times.sort((a, b) => a - b)
  return {
    perSecond: times.length / ((performance.now() - startedAt) / 1_000),
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    texts: times.length,
  }
}
