/** Counts of one class: what was right, wrongly named, and missed. */
export type ClassScore = { readonly precision: number; readonly recall: number; readonly f1: number; readonly count: number }

/** How often each true class was answered with each class: `confusion.get(truth)?.get(answer)`. */
export type Confusion = ReadonlyMap<string, ReadonlyMap<string, number>>

export type Answer = { readonly truth: string; readonly answer: string }

/** Counts answers by truth. */
export function confusionOf(answers: readonly Answer[]): Confusion {
  const table = new Map<string, Map<string, number>>()
  for (const { truth, answer } of answers) {
    const row = table.get(truth) ?? new Map<string, number>()
    row.set(answer, (row.get(answer) ?? 0) + 1)
    table.set(truth, row)
  }
  return table
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

/** Precision, recall and F1 of one class; zero where it was never named or never there. */
export function scoreOfClass(answers: readonly Answer[], name: string): ClassScore {
  const named = answers.filter(({ answer }) => answer === name).length
  const count = answers.filter(({ truth }) => truth === name).length
  const right = answers.filter(({ truth, answer }) => truth === name && answer === name).length
  const precision = share(right, named)
  const recall = share(right, count)
  return { precision, recall, f1: share(2 * precision * recall, precision + recall), count }
}

/** Mean F1 of those of the classes that occur; null where none does. */
export function macroF1(answers: readonly Answer[], classes: readonly string[]): number | null {
  const scores = classes.map((name) => scoreOfClass(answers, name)).filter(({ count }) => count > 0)
  return scores.length === 0 ? null : scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length
}

/** Mean F1 of those of the classes that occur, each answer counted as often as its weight says; null where none occurs. */
function weightedMacroF1(
  answers: readonly Answer[],
  classes: readonly string[],
  weightOf: (answer: Answer) => number,
): number | null {
  const sum = (those: readonly Answer[]) => those.reduce((total, answer) => total + weightOf(answer), 0)
  const scores = classes.flatMap((name) => {
    const count = sum(answers.filter(({ truth }) => truth === name))
    if (count === 0) return []
    const right = sum(answers.filter(({ truth, answer }) => truth === name && answer === name))
    const named = sum(answers.filter(({ answer }) => answer === name))
    return [share(2 * right, named + count)]
  })
  return scores.length === 0 ? null : scores.reduce((total, f1) => total + f1, 0) / scores.length
}

/**
 * Mean F1 of those of the classes, were every true class (of all, not only of these) equally frequent: what the figure would be on
 * a set drawn evenly. Null where none of the classes occurs.
 */
export function evenMacroF1(answers: readonly Answer[], classes: readonly string[]): number | null {
  const counts = new Map<string, number>()
  for (const { truth } of answers) counts.set(truth, (counts.get(truth) ?? 0) + 1)
  return weightedMacroF1(answers, classes, ({ truth }) => 1 / (counts.get(truth) ?? 1))
}

/** Mean F1 of the classes, were answers whose truth is none of them the given share of all. Null where none occurs. */
export function macroF1AtShare(answers: readonly Answer[], classes: readonly string[], shareOfOthers: number): number | null {
  const isOther = ({ truth }: Answer) => !classes.includes(truth)
  const others = answers.filter(isOther).length
  const weight = ((answers.length - others) * shareOfOthers) / ((1 - shareOfOthers) * Math.max(1, others))
  return weightedMacroF1(answers, classes, (answer) => (isOther(answer) ? weight : 1))
}

/** Share of right answers, 0..1. */
export function accuracy(answers: readonly Answer[]): number {
  return share(answers.filter(({ truth, answer }) => truth === answer).length, answers.length)
}

export type Confident = { readonly confidence: number; readonly right: boolean }

const bins = 10

/** Expected calibration error: mean distance between confidence and rightness over ten bins, weighed by their size. */
export function calibrationError(answers: readonly Confident[]): number {
  let error = 0
  for (let bin = 0; bin < bins; bin++) {
    const inside = answers.filter(({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === bin)
    if (inside.length === 0) continue
    const confidence = inside.reduce((sum, answer) => sum + answer.confidence, 0) / inside.length
    const right = inside.filter((answer) => answer.right).length / inside.length
    error += (inside.length / answers.length) * Math.abs(confidence - right)
  }
  return error
}

export type CurvePoint = { readonly threshold: number; readonly answered: number; readonly rightOfAnswered: number }

/** What abstaining below each threshold would leave: the share still answered, and how much of that is right. */
export function abstentionCurve(answers: readonly Confident[], thresholds: readonly number[]): CurvePoint[] {
  return thresholds.map((threshold) => {
    const answered = answers.filter(({ confidence }) => confidence >= threshold)
    return {
      threshold,
      answered: share(answered.length, answers.length),
      rightOfAnswered: share(answered.filter(({ right }) => right).length, answered.length),
    }
  })
}
