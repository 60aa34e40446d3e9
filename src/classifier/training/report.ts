import { type Classification, type Classify, opinionTypes } from '#contracts'
import {
  type Answer,
  abstentionCurve,
  accuracy,
  type Confident,
  calibrationError,
  confusionOf,
  evenMacroF1,
  macroF1,
  scoreOfClass,
} from './measure.ts'

/** A labelled text to measure on. */
export type Labelled = {
  readonly text: string
  readonly type: string
  readonly priority: string
  readonly topic: string
  readonly language: string
  readonly register: string
}

export type Judged = { readonly item: Labelled; readonly opinion: Classification }

/** The four types that ask something of the bank; `other` is measured as rejection. */
export const fourTypes = opinionTypes.filter((type) => type !== 'other')

const thresholds = [0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

/** Classifies every item. */
export function judge(items: readonly Labelled[], classify: Classify): Judged[] {
  return items.map((item) => ({ item, opinion: classify(item.text) }))
}

/** Truth and answer of the type; an abstention is the answer `unsorted`. */
export function typeAnswers(judged: readonly Judged[]): Answer[] {
  return judged.map(({ item, opinion }) => ({ truth: item.type, answer: opinion.type }))
}

function strongest(opinion: Classification): string {
  let best: (typeof opinionTypes)[number] = 'other'
  for (const type of opinionTypes) if (opinion.probabilities[type] > opinion.probabilities[best]) best = type
  return best
}

function confident(judged: readonly Judged[]): Confident[] {
  return judged.map(({ item, opinion }) => ({ confidence: opinion.confidence, right: strongest(opinion) === item.type }))
}

/** How well `other` is rejected: naming it and abstaining both keep it from being taken for a request. */
function rejectionAnswers(judged: readonly Judged[]): Answer[] {
  return judged.map(({ item, opinion }) => ({
    truth: item.type === 'other' ? 'rejected' : 'kept',
    answer: opinion.type === 'other' || opinion.abstained ? 'rejected' : 'kept',
  }))
}

/** A share as three digits, or a dash. */
export function digits(value: number | null): string {
  return value === null ? '–' : value.toFixed(3)
}

/** A Markdown table. */
export function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  return [
    `| ${header.join(' | ')} |`,
    `|${header.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')
}

function groupRow(name: string, judged: readonly Judged[]): string[] {
  const answers = typeAnswers(judged)
  const perType = opinionTypes.map((type) => {
    const { count, f1 } = scoreOfClass(answers, type)
    return count === 0 ? '–' : `${f1.toFixed(2)} (${count})`
  })
  return [name, String(judged.length), digits(macroF1(answers, fourTypes)), ...perType]
}

function groups(judged: readonly Judged[], keyOf: (item: Labelled) => string): string[][] {
  const names = [...new Set(judged.map(({ item }) => keyOf(item)))].sort()
  return names.map((name) =>
    groupRow(
      name,
      judged.filter(({ item }) => keyOf(item) === name),
    ),
  )
}

function confusionTable(judged: readonly Judged[]): string {
  const counted = confusionOf(typeAnswers(judged))
  const answers = [...opinionTypes, 'unsorted']
  return table(
    ['truth ↓ answer →', ...answers],
    opinionTypes.map((truth) => [truth, ...answers.map((answer) => String(counted.get(truth)?.get(answer) ?? 0))]),
  )
}

function perTypeTable(judged: readonly Judged[]): string {
  const answers = typeAnswers(judged)
  return table(
    ['type', 'precision', 'recall', 'F1', 'texts'],
    opinionTypes.map((type) => {
      const { precision, recall, f1, count } = scoreOfClass(answers, type)
      return [type, digits(precision), digits(recall), digits(f1), String(count)]
    }),
  )
}

function headTable(judged: readonly Judged[]): string {
  const urgent = scoreOfClass(
    judged.map(({ item, opinion }) => ({
      truth: String(item.priority === 'urgent'),
      answer: String(opinion.priority === 'urgent'),
    })),
    'true',
  )
  const rejected = scoreOfClass(rejectionAnswers(judged), 'rejected')
  const exact = (truth: (item: Labelled) => string, answer: (opinion: Classification) => string) =>
    accuracy(judged.map(({ item, opinion }) => ({ truth: truth(item), answer: answer(opinion) })))
  return table(
    ['measure', 'value'],
    [
      ['four-way macro-F1 (`other` and abstentions count as misses)', digits(macroF1(typeAnswers(judged), fourTypes))],
      ['the same, were the five types equally frequent', digits(evenMacroF1(typeAnswers(judged), fourTypes))],
      ['`other` rejected: precision / recall / F1', [rejected.precision, rejected.recall, rejected.f1].map(digits).join(' / ')],
      ['urgent: precision / recall (texts)', `${digits(urgent.precision)} / ${digits(urgent.recall)} (${urgent.count})`],
      [
        'priority, exact',
        digits(
          exact(
            (item) => item.priority,
            (opinion) => opinion.priority,
          ),
        ),
      ],
      [
        'topic, exact',
        digits(
          exact(
            (item) => item.topic,
            (opinion) => opinion.topic,
          ),
        ),
      ],
      [
        'language, exact',
        digits(
          exact(
            (item) => item.language,
            (opinion) => opinion.language,
          ),
        ),
      ],
      ['calibration error (ten bins)', digits(calibrationError(confident(judged)))],
    ],
  )
}

function curveTable(judged: readonly Judged[]): string {
  return table(
    ['abstain below', 'answered', 'right of answered'],
    abstentionCurve(confident(judged), thresholds).map((point) => [
      point.threshold.toFixed(1),
      digits(point.answered),
      digits(point.rightOfAnswered),
    ]),
  )
}

/** A chapter of the report: everything that is measured of one set of texts. */
export function chapter(title: string, judged: readonly Judged[]): string {
  const header = ['group', 'texts', 'macro-F1 of four', ...opinionTypes]
  return [
    `## ${title}`,
    headTable(judged),
    perTypeTable(judged),
    confusionTable(judged),
    table(header, [
      groupRow('all', judged),
      ...groups(judged, (item) => item.language),
      ...groups(judged, (item) => item.register),
    ]),
    curveTable(judged),
  ].join('\n\n')
}
