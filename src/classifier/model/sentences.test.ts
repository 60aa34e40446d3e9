import { describe, expect, it } from 'vitest'
import { loadClassifier } from '../index.ts'
import { loadModel } from './model-store.ts'
import { createScorer } from './score.ts'
import { createSecondHearing } from './sentences.ts'

const [head, ...others] = loadModel().heads
if (head === undefined) throw new Error('the model has no head')
const precedence = ['complaint', 'question', 'information_request', 'suggestion', 'other']
const hearAgain = createSecondHearing(head, createScorer([head, ...others]), precedence)
const doubtful = Float64Array.from(head.classes, (name) => (name === 'other' ? 0.6 : 0.1))
const shareOf = (shares: Float64Array | null, type: string) => shares?.[head.classes.indexOf(type)] ?? Number.NaN

describe('the second hearing', () => {
  it('leaves a text alone of which the whole is sure, and one of a single sentence', () => {
    const sure = Float64Array.from(head.classes, (name) => (name === 'other' ? 0.9 : 0.025))
    expect(hearAgain('Rahmat. Kartam ishlamayapti.', sure)).toBeNull()
    expect(hearAgain('Kartam ishlamayapti!!!', doubtful)).toBeNull()
    expect(hearAgain('?! ... 12. 13. 14.', doubtful)).toBeNull()
  })

  it('raises the type that goes before the others where one sentence holds it, wherever it stands', () => {
    const thanks = 'Rahmat sizlarga. Hammasi zo‘r.'
    for (const text of [`Pulim yechib olindi, qaytarishmayapti. ${thanks}`, `${thanks} Pulim yechib olindi, qaytarishmayapti.`])
      expect(shareOf(hearAgain(text, doubtful), 'complaint'), text).toBeGreaterThan(0.4)
    expect(shareOf(hearAgain(thanks, doubtful), 'complaint')).toBeLessThan(0.2)
  })

  it('gives shares that sum to one, and reads a bounded number of sentences', () => {
    const shares = hearAgain('Kartam bloklandi. '.repeat(150), doubtful)
    expect(shares?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1)
  })

  it('leaves places, words and priority to the whole', () => {
    const { classify } = loadClassifier()
    const text = 'Salom. Kartam yo‘qoldi. Tez bloklang. Rahmat.'
    const { reasons, priority } = classify(text)
    expect(priority).toBe('urgent')
    for (const { start, end, label, kind } of reasons) if (kind === 'word') expect(text.slice(start ?? 0, end ?? 0)).toBe(label)
  })
})
