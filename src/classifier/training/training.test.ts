import { describe, expect, it } from 'vitest'
import { decodeModel, encodeModel } from '../model/model-file.ts'
import { parseCorpus } from './corpus.ts'
import { readCorpus } from './corpus-folder.ts'
import { compareModels, parseCorrections, splitCorrections } from './corrections.ts'
import { exponent } from './exponent.ts'
import { abstentionCurve, calibrationError, evenMacroF1, macroF1, macroF1AtShare, scoreOfClass } from './measure.ts'
import { noises } from './noise.ts'
import { createRandom } from './random.ts'
import { trainModel } from './train-model.ts'

const header = 'type\tpriority\ttopic\tlanguage\tregister\ttext'

describe('parseCorpus', () => {
  it('reads good lines and names faulty ones by number', () => {
    const content = [
      header,
      'question\tnormal\tcredit\tuz-Latn\tchat\tFoizi qancha?',
      'praise\tlow\tgeneral\tru\tchat\tок',
      'other\tlow\tgeneral\tru',
    ].join('\n')
    const { lines, faults } = parseCorpus(content, 'b')
    expect(lines).toEqual([
      {
        type: 'question',
        priority: 'normal',
        topic: 'credit',
        language: 'uz-Latn',
        register: 'chat',
        text: 'Foizi qancha?',
        batch: 'b',
      },
    ])
    expect(faults.map(({ line, fault }) => [line, fault])).toEqual([
      [3, 'unknown type'],
      [4, '4 columns instead of 6'],
    ])
  })
})

describe('readCorpus', () => {
  it('takes no labels of real texts for a batch', () => {
    const { lines, faults } = readCorpus()
    expect(faults).toEqual([])
    expect(new Set(lines.map(({ batch }) => batch).filter((batch) => batch.startsWith('dev-')))).toEqual(new Set())
  })
})

describe('exponent', () => {
  it('is e to the x', () => {
    for (const x of [-40, -3.3, -1e-9, 0, 0.5, 1, 7.25, 30]) expect(exponent(x) / Math.exp(x)).toBeCloseTo(1, 10)
    expect(exponent(-1000)).toBe(0)
  })
})

describe('measures', () => {
  const answers = [
    { truth: 'a', answer: 'a' },
    { truth: 'a', answer: 'b' },
    { truth: 'b', answer: 'b' },
    { truth: 'c', answer: 'b' },
  ]
  it('count precision, recall and their mean', () => {
    expect(scoreOfClass(answers, 'a')).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3, count: 2 })
    expect(scoreOfClass(answers, 'b')).toMatchObject({ precision: 1 / 3, recall: 1, f1: 0.5 })
    expect(macroF1(answers, ['a', 'b', 'c', 'd'])).toBeCloseTo((2 / 3 + 0.5 + 0) / 3)
    expect(macroF1(answers, ['d'])).toBeNull()
  })
  it('says what the figure would be on a set drawn evenly, whatever the shares here', () => {
    const one = [
      { truth: 'a', answer: 'a' },
      { truth: 'a', answer: 'b' },
      { truth: 'b', answer: 'b' },
    ]
    const tenTimes = [...Array(9).fill(one.slice(0, 2)).flat(), ...one]
    const even = (2 * 0.5) / (0.5 + 1) + (2 * 1) / (1.5 + 1)
    expect(evenMacroF1(one, ['a', 'b'])).toBeCloseTo(even / 2)
    expect(evenMacroF1(tenTimes, ['a', 'b'])).toBeCloseTo(even / 2)
    expect(evenMacroF1(one, ['d'])).toBeNull()
  })
  it('says what the figure would be with another share of texts that ask for nothing', () => {
    const some = [
      { truth: 'a', answer: 'a' },
      { truth: 'x', answer: 'a' },
      { truth: 'x', answer: 'x' },
    ]
    expect(macroF1AtShare(some, ['a'], 2 / 3)).toBeCloseTo(macroF1(some, ['a']) ?? 0)
    expect(macroF1AtShare(some, ['a'], 0.5)).toBeCloseTo(2 / (1.5 + 1))
    expect(macroF1AtShare(some, ['b'], 0.5)).toBeNull()
  })
  it('show how far confidence is from rightness, and what abstaining leaves', () => {
    const sure = [
      { confidence: 0.95, right: true },
      { confidence: 0.95, right: false },
      { confidence: 0.35, right: false },
    ]
    expect(calibrationError(sure)).toBeCloseTo((2 / 3) * 0.45 + (1 / 3) * 0.35)
    expect(abstentionCurve(sure, [0.5])).toEqual([{ threshold: 0.5, answered: 2 / 3, rightOfAnswered: 0.5 }])
  })
})

describe('noises', () => {
  it.each([
    ['no apostrophes', 'bo‘ladimi', 'boladimi'],
    ['o‘ as u', 'bo‘ladimi', 'buladimi'],
    ['sh as w, ch as 4', 'chiqish', '4iqiw'],
    ['q as k', 'qachon', 'kachon'],
    ['Tashkent contractions', 'ishlayapti bo‘lib', 'ishlavotti bop'],
    ['Cyrillic without ў қ ғ ҳ', 'hisob bo‘ldi', 'хисоб булди'],
    ['Russian in Latin', 'Где карта', 'gde karta'],
    ['no punctuation, lower case', 'Qani?!', 'qani '],
  ])('%s turns %s into %s', (name, clean, noisy) => {
    expect(noises.find((noise) => noise.name === name)?.apply(clean, createRandom(1))).toBe(noisy)
  })
})

/** Training fills arrays of a million weights; a busy machine needs its time. */
const patience = 120_000

describe('trainModel', () => {
  const line = (type: 'complaint' | 'question', text: string, batch: string) =>
    ({ type, priority: 'normal', topic: 'general', language: 'en', register: 'chat', text, batch }) as const
  const lines = Array.from({ length: 6 }, (_, n) => [
    line('complaint', `the payment failed again ${n}`, `batch${n}`),
    line('question', `how do I open an account ${n}`, `batch${n}`),
  ]).flat()

  it('gives the same bytes from the same lines, and a file that reads back as it was', { timeout: patience }, () => {
    const model = trainModel(lines, 'test', 1)
    const bytes = encodeModel(model)
    expect(Buffer.from(encodeModel(trainModel(lines, 'test', 1))).equals(Buffer.from(bytes))).toBe(true)
    const readBack = decodeModel(bytes)
    expect({ ...readBack, heads: readBack.heads.map(({ name, bias, temperature }) => ({ name, bias, temperature })) }).toEqual({
      ...model,
      heads: model.heads.map(({ name, bias, temperature }) => ({ name, bias, temperature })),
    })
    for (const [at, head] of model.heads.entries()) {
      expect(Buffer.from(readBack.heads[at]?.weights ?? []).equals(Buffer.from(head.weights)), head.name).toBe(true)
    }
  })
  it('refuses a file that is no model or is cut short', { timeout: patience }, () => {
    const bytes = encodeModel(trainModel(lines.slice(0, 2), 'test', 1))
    expect(() => decodeModel(bytes.slice(0, bytes.length - 1))).toThrow('cut short')
    expect(() => decodeModel(new Uint8Array(100))).toThrow('not a classifier model')
  })
})

describe('corrections', () => {
  const correction = (id: string) =>
    JSON.stringify({ id, text: 'Kartam ishlamaydi', type: 'complaint', priority: 'high', topic: 'card_block' })
  it('are read line by line, faulty ones named, the last of an id taken', () => {
    const { corrections, faults } = parseCorrections([correction('a'), '{', '', correction('a'), '{"id":"b"}'].join('\n'))
    expect(corrections).toHaveLength(1)
    expect(corrections[0]).toMatchObject({ id: 'a', language: 'uz-Latn', batch: 'corrections' })
    expect(faults.map(({ line }) => line)).toEqual([2, 5])
  })
  it('keep every fourth aside for the comparison', () => {
    const { corrections } = parseCorrections(['d', 'b', 'a', 'c', 'e'].map(correction).join('\n'))
    const { learnt, kept } = splitCorrections(corrections)
    expect(learnt.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'e'])
    expect(kept.map(({ id }) => id)).toEqual(['d'])
  })
  it('let no model pass that forgot what it knew, whatever wrong corrections say of it', { timeout: patience }, () => {
    const said = (type: 'complaint' | 'question', text: string) =>
      ({ type, priority: 'normal', topic: 'general', language: 'en', register: 'chat', text, batch: 'b' }) as const
    const right = [0, 1, 2, 3, 4, 5].flatMap((n) => [
      said('complaint', `the payment failed again ${n}`),
      said('question', `how do I open an account ${n}`),
    ])
    const wrong = right.map((one) => said(one.type === 'complaint' ? 'question' : 'complaint', one.text))
    const [knowing, misled] = [trainModel(right, 'right', 1), trainModel(wrong, 'wrong', 1)]
    expect(compareModels(knowing, misled, right, wrong)).toMatchObject({
      accepted: false,
      candidate: { known: 0, corrections: 1 },
    })
    expect(compareModels(misled, knowing, right, right).accepted).toBe(true)
    expect(compareModels(knowing, knowing, right, wrong).accepted).toBe(true)
    expect(compareModels(knowing, misled, wrong, right).accepted).toBe(false)
  })
})
