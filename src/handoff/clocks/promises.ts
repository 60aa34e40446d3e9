/**
 * What the bank promises now: topics, the policy in force, departments and calendars, compiled to look-ups. Loaded whole
 * (a few dozen rows) and replaced whole, so that nobody ever counts with half of an old and half of a new promise.
 */
import type { ClockKind, EscalationStep } from '#contracts'
import type { ClockTarget, LedgerEntry } from '#inbox'
import { type CalendarId, type DepartmentId, invariant } from '#kernel'
import type { Ctx } from '#platform'
import { type Department, listDepartments, loadCalendars, type WorkCalendar } from '#staff'
import { selectPolicies, selectTopics, type Topic } from '../handoff.store.ts'
import { type Incident, selectOpenIncidents } from '../routing/incident.store.ts'
import { type RunStretch, serviceSteps, serviceTerm, statutoryDays, statutorySteps, statutoryTerm } from './clock-terms.ts'
import { compilePolicy, type ServiceMatter, type ServiceTargets, type SlaPolicy, stepsFor } from './sla-policy.ts'

/** Where a matter goes when its topic is unknown or was switched off. */
const fallbackTopic = 'general'
const oneDayMs = 86_400_000

export type Promises = {
  readonly topics: ReadonlyMap<string, Topic>
  readonly departments: ReadonlyMap<DepartmentId, Department>
  readonly policy: SlaPolicy
  /** Where a matter of this topic goes at this moment: an incident leads it elsewhere while it lasts. */
  departmentOf(topic: string, at: Date): DepartmentId
  /** The newest incident that leads this topic at this moment. */
  incidentOf(topic: string, at: Date): Incident | undefined
  /** The policy of that version, or the one in force. */
  policyOf(version: number | null): SlaPolicy
  targetsOf(policy: SlaPolicy, matter: ServiceMatter): ServiceTargets
  calendarOf(departmentId: DepartmentId): WorkCalendar
  calendarById(id: CalendarId | null): WorkCalendar | null
  /** Whose days off the legal term counts. */
  statutoryCalendar(policy: SlaPolicy, departmentId: DepartmentId): WorkCalendar
}

export async function loadPromises(ctx: Ctx): Promise<Promises> {
  const [topicList, policies, departmentList, calendars, incidents] = await Promise.all([
    selectTopics(ctx.db),
    selectPolicies(ctx.db),
    listDepartments(ctx),
    loadCalendars(ctx),
    selectOpenIncidents(ctx.db),
  ])
  const policy = policies.at(-1)
  invariant(policy, 'an installation has an SLA policy from its first start')
  const topics = new Map(topicList.map((topic) => [topic.code, topic]))
  const departments = new Map(departmentList.map((department) => [department.id, department]))
  const anyDepartment = topics.get(fallbackTopic)?.departmentId ?? departmentList[0]?.id
  invariant(anyDepartment, 'an installation has a department from its first start')
  const versions = new Map(policies.map((each) => [each.version, each]))
  const compiled = new Map<number, ReturnType<typeof compilePolicy>>()
  const calendarOf = (departmentId: DepartmentId): WorkCalendar => {
    const calendarId = (departments.get(departmentId) ?? departments.get(anyDepartment))?.calendarId
    const calendar = calendarId === undefined ? undefined : calendars.get(calendarId)
    invariant(calendar, 'every department has a calendar')
    return calendar
  }
  const incidentOf = (topic: string, at: Date) =>
    incidents.find(({ topics: led, startedAt, until }) => startedAt <= at && at < until && led.includes(topic))
  return {
    topics,
    departments,
    policy,
    incidentOf,
    departmentOf: (topic, at) => {
      const departmentId = incidentOf(topic, at)?.departmentId ?? topics.get(topic)?.departmentId
      return departmentId !== undefined && departments.has(departmentId) ? departmentId : anyDepartment
    },
    policyOf: (version) => (version === null ? undefined : versions.get(version)) ?? policy,
    targetsOf: (of, matter) => {
      let targets = compiled.get(of.version)
      if (targets === undefined) {
        targets = compilePolicy(of)
        compiled.set(of.version, targets)
      }
      return targets(matter)
    },
    calendarOf,
    calendarById: (id) => (id === null ? null : (calendars.get(id) ?? null)),
    statutoryCalendar: (of, departmentId) =>
      calendars.get(of.targets.statutory.calendarId as CalendarId) ?? calendarOf(departmentId),
  }
}

export type ClockMatter = ServiceMatter & {
  readonly departmentId: DepartmentId
  /** The clock's ledger, where it has one: a legal term may have been extended. */
  readonly entries?: readonly LedgerEntry[]
}

/**
 * The target of one clock over the stretches it ran, with the moments of its steps.
 * @param stretches the first begins at the clock's start.
 * @param fairMs a target of its own instead of the policy's, in working milliseconds; service clocks only.
 * @returns null where the policy gives this matter no such clock, or a service clock stands still short of its target.
 */
export function termOf(
  promises: Promises,
  policy: SlaPolicy,
  kind: ClockKind,
  matter: ClockMatter,
  stretches: readonly RunStretch[],
  fairMs?: number,
): ClockTarget | null {
  const steps = stepsFor(policy.targets, kind, matter)
  if (kind === 'statutory') return statutoryTarget(promises, policy, matter, stretches, steps)
  const calendar = promises.calendarOf(matter.departmentId)
  const targetMs = fairMs ?? promises.targetsOf(policy, matter)[kind]
  const term = serviceTerm(calendar.time, stretches, targetMs, policy.targets.warnShare)
  if (term === null) return null
  const planned = serviceSteps(calendar.time, stretches, targetMs, steps)
  return { ...term, targetMs, calendarId: calendar.id, policyVersion: policy.version, steps: planned }
}

function statutoryTarget(
  promises: Promises,
  policy: SlaPolicy,
  matter: ClockMatter,
  stretches: readonly RunStretch[],
  steps: readonly EscalationStep[],
): ClockTarget | null {
  const rules = policy.targets.statutory
  const termDays = statutoryDays(rules, matter.type, matter.entries ?? [])
  const startMs = stretches[0]?.fromMs
  if (termDays === undefined || startMs === undefined) return null
  const calendar = promises.statutoryCalendar(policy, matter.departmentId)
  const term = statutoryTerm(calendar.time, startMs, termDays, rules)
  const planned = statutorySteps(calendar.time, startMs, term.dueAt.getTime(), steps)
  const targetMs = termDays * oneDayMs
  return { ...term, targetMs, calendarId: calendar.id, policyVersion: policy.version, steps: planned }
}
