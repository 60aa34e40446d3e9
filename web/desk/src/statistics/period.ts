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
