import type { ClockExplanation, ClockView } from '#contracts'
import { type ClockFacts, getClock } from '#inbox'
import type { ClockId } from '#kernel'
import type { Ctx } from '#platform'
import { loadCalendars } from '#staff'
import type { RunStretch } from './clock-terms.ts'
import { stretchesOf } from './retarget-clocks.ts'

type Interval = ClockExplanation['intervals'][number]

/**
 * Why a clock is due then: every stretch from its start to its end (the answer, or now), whether it counted, and if not why.
 * Null where there is no such clock.
 */
export async function explainClock(ctx: Ctx, clockId: ClockId): Promise<ClockExplanation | null> {
  const clock = await getClock(ctx, clockId)
  if (clock === null) return null
  const calendar = clock.calendarId === null ? undefined : (await loadCalendars(ctx)).get(clock.calendarId)
  const untilMs = (clock.metAt ?? ctx.clock.now()).getTime()
  // The legal term never stands still; a pause of the request is no pause of it.
  const isLegal = clock.kind === 'statutory'
  const stretches = isLegal ? [{ fromMs: clock.startedAt.getTime(), toMs: null }] : stretchesOf(clock.startedAt, clock.entries)
  const counted: (fromMs: number, toMs: number) => { fromMs: number; toMs: number }[] =
    isLegal || calendar === undefined
      ? (fromMs, toMs) => [{ fromMs, toMs }]
      : (fromMs, toMs) => calendar.time.intervalsBetween(fromMs, toMs)
  return {
    clock: clockView(clock),
    policyVersion: clock.policyVersion,
    calendarName: calendar?.name ?? null,
    steps: [...clock.steps],
    intervals: explainStretches(stretches, untilMs, counted),
    entries: clock.entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
  }
}

/** The whole time from the first start to `untilMs`, cut into what counted and what did not; nothing is left out. */
export function explainStretches(
  stretches: readonly RunStretch[],
  untilMs: number,
  counted: (fromMs: number, toMs: number) => { fromMs: number; toMs: number }[],
): Interval[] {
  const intervals: Interval[] = []
  const add = (fromMs: number, toMs: number, why: Interval['why']) => {
    if (fromMs >= toMs) return
    const countedMs = why === 'working' ? toMs - fromMs : 0
    intervals.push({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), countedMs, why })
  }
  let atMs = stretches[0]?.fromMs ?? untilMs
  for (const stretch of stretches) {
    add(atMs, Math.min(stretch.fromMs, untilMs), 'paused')
    atMs = stretch.fromMs
    const endMs = Math.min(stretch.toMs ?? untilMs, untilMs)
    for (const open of counted(stretch.fromMs, endMs)) {
      add(atMs, open.fromMs, 'outside_hours')
      add(open.fromMs, open.toMs, 'working')
      atMs = open.toMs
    }
    add(atMs, endMs, 'outside_hours')
    atMs = Math.max(atMs, endMs)
  }
  add(atMs, untilMs, 'paused')
  return intervals
}

function clockView(clock: ClockFacts): ClockView {
  const text = (at: Date | null) => at?.toISOString() ?? null
  return {
    id: clock.id,
    kind: clock.kind,
    state: clock.state,
    startedAt: clock.startedAt.toISOString(),
    targetMs: clock.targetMs,
    dueAt: text(clock.dueAt),
    warnAt: text(clock.warnAt),
    warnedAt: text(clock.warnedAt),
    pausedAt: text(clock.pausedAt),
    metAt: text(clock.metAt),
    breachedAt: text(clock.breachedAt),
  }
}
