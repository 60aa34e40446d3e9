/** How near a request is to its next due moment, as a person should see it. Pure; the row draws it. */
import type { ClockView, RequestSummary, WorkingTime } from '#contracts'

export type DueLevel = 'calm' | 'soon' | 'near' | 'over' | 'paused' | 'none'

export type Due = {
  readonly level: DueLevel
  readonly clock: ClockView | null
  /** Counted time left; negative when late. Working time for service clocks, calendar time for the statutory one. */
  readonly leftMs: number
  /** Share of the target used up, 0..1. */
  readonly share: number
  /** False while the bank is shut: the figure stands still. */
  readonly isCounting: boolean
}

const none: Due = { level: 'none', clock: null, leftMs: 0, share: 0, isCounting: false }

/** The clock that decides the request's place: the running one due first, or a paused one. */
export function nextClock(clocks: readonly ClockView[]): ClockView | null {
  const live = clocks.filter((clock) => clock.state === 'running' || clock.state === 'breached')
  const due = live
    .filter((clock) => clock.dueAt !== null && clock.metAt === null)
    .sort((a, b) => Date.parse(a.dueAt ?? '') - Date.parse(b.dueAt ?? ''))
  return due[0] ?? clocks.find((clock) => clock.state === 'paused') ?? null
}

function countedBetween(working: WorkingTime | null, kind: ClockView['kind'], fromMs: number, toMs: number): number {
  // The statutory term is in calendar days; without a calendar the wall clock is the best guess there is.
  if (working === null || kind === 'statutory') return toMs - fromMs
  return toMs >= fromMs ? working.workingMsBetween(fromMs, toMs) : -working.workingMsBetween(toMs, fromMs)
}

function levelOf(leftMs: number, share: number): DueLevel {
  if (leftMs <= 0) return 'over'
  if (share >= 0.8) return 'near'
  return share >= 0.5 ? 'soon' : 'calm'
}

/** @param working working time of the department's calendar, where it is known. */
export function dueOfClock(clock: ClockView, nowMs: number, working: WorkingTime | null): Due {
  if (clock.state === 'paused') return { level: 'paused', clock, leftMs: 0, share: shareUsed(clock, 0), isCounting: false }
  if (clock.dueAt === null || clock.metAt !== null || clock.state === 'cancelled') return { ...none, clock }
  const dueMs = Date.parse(clock.dueAt)
  const leftMs = countedBetween(working, clock.kind, nowMs, dueMs)
  const isLate = nowMs >= dueMs
  const share = isLate ? 1 : shareUsed(clock, leftMs)
  const isCounting = clock.kind === 'statutory' || (working?.isOpenAt(nowMs) ?? true)
  return { level: isLate ? 'over' : levelOf(leftMs, share), clock, leftMs, share, isCounting }
}

function shareUsed(clock: ClockView, leftMs: number): number {
  if (clock.targetMs === null || clock.targetMs === 0 || clock.state === 'paused') return 0
  return Math.min(1, Math.max(0, 1 - leftMs / clock.targetMs))
}

export function dueOf(request: RequestSummary, nowMs: number, working: WorkingTime | null): Due {
  if (request.status === 'closed') return none
  const clock = nextClock(request.clocks)
  return clock === null ? none : dueOfClock(clock, nowMs, working)
}
