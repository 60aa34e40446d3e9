/**
 * When a clock is due: pure arithmetic over the calendar function and the stretches in which the clock ran.
 * Service clocks count working time and stand still in a pause. The statutory clock counts calendar days and never stands
 * still: no act on appeals lets a bank stop the term by asking a question.
 */
import type { EscalationStep, RequestType, SlaTargets, WorkingTime } from '#contracts'
import type { LedgerEntry, PlannedStep } from '#inbox'

/** A stretch in which the clock ran; `toMs` is null while it still runs. Stretches are in order and do not overlap. */
export type RunStretch = { readonly fromMs: number; readonly toMs: number | null }
export type DueMoments = { readonly dueAt: Date; readonly warnAt: Date }

/**
 * The earliest moment at which `targetMs` of working time has been counted over the stretches.
 * @returns null where it has not been and the clock stands still.
 */
export function dueMoment(calendar: WorkingTime, stretches: readonly RunStretch[], targetMs: number): number | null {
  let left = targetMs
  for (const { fromMs, toMs } of stretches) {
    if (toMs === null) return calendar.addWorkingMs(fromMs, left)
    const counted = calendar.workingMsBetween(fromMs, toMs)
    if (counted >= left) return calendar.addWorkingMs(fromMs, left)
    left -= counted
  }
  return null
}

/** Working milliseconds counted over the stretches until `untilMs`. */
export function countedMs(calendar: WorkingTime, stretches: readonly RunStretch[], untilMs: number): number {
  return stretches.reduce(
    (sum, { fromMs, toMs }) => sum + calendar.workingMsBetween(fromMs, Math.min(toMs ?? untilMs, untilMs)),
    0,
  )
}

/** Due and warning of a service clock; null while it is paused short of its target. */
export function serviceTerm(
  calendar: WorkingTime,
  stretches: readonly RunStretch[],
  targetMs: number,
  warnShare: number,
): DueMoments | null {
  const dueMs = dueMoment(calendar, stretches, targetMs)
  if (dueMs === null) return null
  const warnMs = dueMoment(calendar, stretches, Math.floor(targetMs * warnShare)) ?? dueMs
  return { dueAt: new Date(dueMs), warnAt: new Date(warnMs) }
}

/** When each step of a service clock comes; `steps` in the order of their shares. */
export function serviceSteps(
  calendar: WorkingTime,
  stretches: readonly RunStretch[],
  targetMs: number,
  steps: readonly EscalationStep[],
): PlannedStep[] {
  return steps.flatMap(({ code, share }) => {
    const atMs = dueMoment(calendar, stretches, Math.floor(targetMs * share))
    return atMs === null ? [] : [{ code, at: new Date(atMs).toISOString() }]
  })
}

/**
 * When each step of a legal term comes: at its share of the calendar time between receipt and end, but before the end only
 * when somebody is at work to hear it.
 */
export function statutorySteps(
  calendar: WorkingTime,
  receivedMs: number,
  dueMs: number,
  steps: readonly EscalationStep[],
): PlannedStep[] {
  return steps.map(({ code, share }) => {
    const atMs = receivedMs + (dueMs - receivedMs) * share
    return { code, at: new Date(share < 1 ? Math.min(calendar.nextOpeningAt(atMs), dueMs) : atMs).toISOString() }
  })
}

/** Whether the ledger says that the request is an official appeal. */
function isAppeal(entries: readonly LedgerEntry[]): boolean {
  return entries.findLast(({ kind }) => kind === 'registered' || kind === 'unregistered')?.kind === 'registered'
}

/**
 * Calendar days of the legal term: as extended, else what the law gives the type, else what an appeal gets.
 * @returns undefined where the matter has no legal term.
 */
export function statutoryDays(
  rules: SlaTargets['statutory'],
  type: RequestType,
  entries: readonly LedgerEntry[],
): number | undefined {
  const byType = rules.termDays[type] ?? (isAppeal(entries) ? rules.appealTermDays : undefined)
  const extended = entries.findLast(({ kind }) => kind === 'extended')?.facts['termDays']
  return byType !== undefined && typeof extended === 'number' ? Math.max(extended, byType) : byType
}

/** Longer than any row of days off. */
const mostDaysOff = 60

/**
 * The end of the legal term: day 0 is the day of registration, the term ends with the last minute of its last day.
 * @param receivedMs when the client's text arrived; after closing it is registered on the next working day where the policy says so.
 */
export function statutoryTerm(
  calendar: WorkingTime,
  receivedMs: number,
  termDays: number,
  rules: Pick<SlaTargets['statutory'], 'warnDays' | 'endsOnWorkingDay' | 'registersInWorkingTime'>,
): DueMoments {
  const registeredMs = rules.registersInWorkingTime ? calendar.nextOpeningAt(receivedMs) : receivedMs
  let lastDay = calendar.localDayOf(registeredMs) + termDays
  const latest = lastDay + mostDaysOff
  while (rules.endsOnWorkingDay && lastDay < latest && !calendar.isWorkingDay(lastDay)) lastDay++
  const dueMs = calendar.startOfLocalDay(lastDay + 1)
  const warnDayMs = calendar.startOfLocalDay(lastDay - Math.min(rules.warnDays, termDays))
  const warnMs = Math.min(calendar.nextOpeningAt(Math.max(warnDayMs, registeredMs)), dueMs)
  return { dueAt: new Date(dueMs), warnAt: new Date(warnMs) }
}
