/** What a draft of a policy or of a calendar would do. Reads and counts; nothing is stored. */
import {
  type CalendarMonth,
  type CalendarPreview,
  type CalendarRules,
  type ClockKind,
  clockKinds,
  compileCalendar,
  type PolicyPreview,
  type PolicySample,
} from '#contracts'
import { type ClockToCompute, runningClocksAfter } from '#inbox'
import { type CalendarId, type ClockId, type DepartmentId, hourMs, isId } from '#kernel'
import type { Ctx } from '#platform'
import { calendarMonth, getCalendar, soundRules, type WorkCalendar } from '#staff'
import { soundTargets } from './change-policy.ts'
import { loadPromises, type Promises, termOf } from './promises.ts'
import { stretchesOf, targetOf } from './retarget-clocks.ts'
import type { SlaPolicy } from './sla-policy.ts'

/** More clocks than a medium bank has running; a preview is an answer, not a night's work. */
const mostClocks = 50_000
const page = 2_000

/** Visits running clocks in the order of their ids; false where there were more than it looked at. */
async function visitRunning(ctx: Ctx, calendarId: CalendarId | null, visit: (clock: ClockToCompute) => void): Promise<boolean> {
  let after: ClockId | null = null
  for (let seen = 0; seen < mostClocks; ) {
    const clocks: ClockToCompute[] = await runningClocksAfter(ctx, { calendarId, after, limit: page })
    for (const clock of clocks) visit(clock)
    seen += clocks.length
    after = clocks.at(-1)?.id ?? null
    if (clocks.length < page) return true
  }
  return false
}

type Standing = PolicyPreview['clocks'][number]['now']
const standing = (): Standing => ({ late: 0, dueWithinHour: 0, later: 0 })

function stand(into: Standing, dueMs: number, nowMs: number): void {
  if (dueMs <= nowMs) into.late++
  else if (dueMs <= nowMs + hourMs) into.dueWithinHour++
  else into.later++
}

/**
 * How the open requests would stand had the draft been in force from the start of their clocks, and when a sample would be due.
 * @throws input.invalid, policy.incomplete
 */
export async function previewPolicy(ctx: Ctx, input: { targets: unknown; samples: PolicySample[] }): Promise<PolicyPreview> {
  const targets = soundTargets(input.targets)
  const promises = await loadPromises(ctx)
  // A version that no stored policy has, so that its compiled targets are never taken for another's.
  const draft: SlaPolicy = { version: -1, targets }
  const now = ctx.clock.now()
  const kinds = new Map<ClockKind, { now: Standing; draft: Standing }>()
  const requests = new Set<string>()
  const isWhole = await visitRunning(ctx, null, (clock) => {
    if (clock.dueAt === null) return
    const counts = kinds.get(clock.kind) ?? { now: standing(), draft: standing() }
    kinds.set(clock.kind, counts)
    requests.add(clock.requestId)
    const would = termOf(promises, draft, clock.kind, clock, stretchesOf(clock.startedAt, clock.entries))
    stand(counts.now, clock.dueAt.getTime(), now.getTime())
    if (would !== null) stand(counts.draft, would.dueAt.getTime(), now.getTime())
  })
  return {
    asOf: now.toISOString(),
    requests: requests.size,
    isCut: !isWhole,
    clocks: clockKinds.flatMap((kind) => {
      const counts = kinds.get(kind)
      return counts === undefined ? [] : [{ kind, ...counts }]
    }),
    samples: input.samples.map((sample) => ({ sample, clocks: sampleClocks(promises, draft, sample) })),
  }
}

function sampleClocks(promises: Promises, draft: SlaPolicy, sample: PolicySample): PolicyPreview['samples'][number]['clocks'] {
  const at = new Date(sample.at)
  const asked = sample.departmentId as DepartmentId | undefined
  const departmentId = asked !== undefined && promises.departments.has(asked) ? asked : promises.departmentOf('general', at)
  const { priority, type, channel } = sample
  return clockKinds.flatMap((kind) => {
    const term = termOf(promises, draft, kind, { priority, type, channel, departmentId }, [
      { fromMs: at.getTime(), toMs: null },
    ])
    if (term === null) return []
    const { targetMs, warnAt, dueAt, steps } = term
    return [{ kind, targetMs, warnAt: warnAt.toISOString(), dueAt: dueAt.toISOString(), steps: [...steps] }]
  })
}

/**
 * How many running clocks a calendar's new rules would move, and whither.
 * @param input.month a month to show with the new rules, YYYY-MM.
 * @throws calendar.not_found, calendar.never_opens, input.invalid
 */
export async function previewCalendar(
  ctx: Ctx,
  input: { calendarId: string; rules: CalendarRules; month?: string },
): Promise<CalendarPreview> {
  const calendar = await getCalendar(ctx, (isId(input.calendarId) ? input.calendarId : '') as CalendarId)
  const now = ctx.clock.now()
  const rules = soundRules(input.rules, now)
  const promises = withCalendar(await loadPromises(ctx), { ...calendar, rules, time: compileCalendar(rules) })
  const counts = { clocks: 0, later: 0, earlier: 0, late: 0 }
  const isWhole = await visitRunning(ctx, calendar.id, (clock) => {
    counts.clocks++
    const target = targetOf(ctx, promises, clock, 'calendar_changed')
    if (target === null || clock.dueAt === null) return
    const movedMs = target.dueAt.getTime() - clock.dueAt.getTime()
    if (movedMs > 0) counts.later++
    if (movedMs < 0) counts.earlier++
    if (movedMs < 0 && target.dueAt <= now) counts.late++
  })
  const month: CalendarMonth | null = input.month === undefined ? null : calendarMonth(rules, input.month)
  return { ...counts, isCut: !isWhole, month }
}

/** The promises as they would be with another version of one calendar. */
function withCalendar(promises: Promises, calendar: WorkCalendar): Promises {
  const instead = <T extends WorkCalendar | null>(found: T) => (found?.id === calendar.id ? (calendar as T) : found)
  return {
    ...promises,
    calendarOf: (departmentId) => instead(promises.calendarOf(departmentId)),
    calendarById: (id) => instead(promises.calendarById(id)),
    statutoryCalendar: (policy, departmentId) => instead(promises.statutoryCalendar(policy, departmentId)),
  }
}
