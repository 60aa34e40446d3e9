/** Periods of a report as local dates of the bank, both ends included. */
import { localDate } from '../i18n/format.ts'

export const presets = ['today', 'week', 'month', 'thisMonth', 'quarter'] as const
export type Preset = (typeof presets)[number]
export type Period = { readonly from: string; readonly to: string }

const dayMs = 86_400_000

/** @param nowMs decides what "today" is in the bank's zone. */
export function periodOf(preset: Preset, nowMs: number): Period {
  const to = localDate(nowMs)
  const daysBack = (days: number) => localDate(nowMs - days * dayMs)
  const [year = 0, month = 1] = to.split('-').map(Number)
  const firstOf = (wantedMonth: number) => `${year}-${String(wantedMonth).padStart(2, '0')}-01`
  const starts: Record<Preset, string> = {
    today: to,
    week: daysBack(6),
    month: daysBack(29),
    thisMonth: firstOf(month),
    quarter: firstOf(month - ((month - 1) % 3)),
  }
  return { from: starts[preset], to }
}

/** The preset this period is, or null for one chosen by hand. */
export function presetOf(period: Period, nowMs: number): Preset | null {
  return (
    presets.find((one) => {
      const { from, to } = periodOf(one, nowMs)
      return from === period.from && to === period.to
    }) ?? null
  )
}

/** What a period is set against: the one of the same length right before it (a date to start at makes it "before and after"), or the same days a year ago. */
export const comparisons = ['none', 'before', 'year'] as const
export type Comparison = (typeof comparisons)[number]

/** The period to compare with; null for none. */
export function comparedWith({ from, to }: Period, comparison: Comparison): Period | null {
  if (comparison === 'none') return null
  const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)]
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  if (comparison === 'before') return { from: dateOf(first - (last - first) - dayMs), to: dateOf(first - dayMs) }
  // 364 days: the same weekdays, which matter more to a bank than the same dates.
  return { from: dateOf(first - 364 * dayMs), to: dateOf(last - 364 * dayMs) }
}
