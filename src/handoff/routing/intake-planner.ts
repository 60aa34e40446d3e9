import type { ClockKind } from '#contracts'
import type { IntakePolicy, OpeningPlan, PlannedClock } from '#inbox'
import { secondMs } from '#kernel'
import { type Ctx, onFacts } from '#platform'
import { calendarChanged, departmentChanged } from '#staff'
import { loadPromises, type Promises, termOf } from '../clocks/promises.ts'
import { incidentEnded, incidentStarted, slaPolicyChanged, topicChanged } from '../events.ts'

/** `planOpening` is pure and in memory; `refresh` loads everything anew; `close` stops listening. */
export type IntakePlanner = {
  readonly planOpening: IntakePolicy['planOpening']
  refresh(): Promise<void>
  close(): void
}

/** What begins with a request; the next-response clock begins with the message it counts from. */
const openingClocks: readonly ClockKind[] = ['first_response', 'resolution', 'statutory']
/** Events are a hint that may be missed; this bounds how long the intake may plan by an old promise. */
const refreshEveryMs = 30 * secondMs
const causes: ReadonlySet<string> = new Set([
  slaPolicyChanged.name,
  topicChanged.name,
  calendarChanged.name,
  departmentChanged.name,
  incidentStarted.name,
  incidentEnded.name,
])

/**
 * The intake's part of the policy: which department, and when each clock is due. Everything it needs is in memory, because
 * it runs inside the transaction that takes a message in.
 */
export async function createIntakePlanner(ctx: Ctx): Promise<IntakePlanner> {
  let promises = await loadPromises(ctx)
  const refresh = async () => {
    promises = await loadPromises(ctx)
  }
  const refreshQuietly = () => {
    // The old promises stay in force: planning by them beats not taking a message in.
    refresh().catch((err: unknown) => ctx.log.warn({ err }, 'the intake plans by earlier promises: they could not be loaded'))
  }
  const stopHearing = onFacts(ctx.bus, (facts) => {
    if (facts.some((fact) => causes.has(fact.name))) refreshQuietly()
  })
  const timer = setInterval(refreshQuietly, refreshEveryMs)
  timer.unref()
  return {
    planOpening: (input) => planOpening(promises, input, ctx.clock.now()),
    refresh,
    close: () => {
      stopHearing()
      clearInterval(timer)
    },
  }
}

/**
 * Pure: the same promises, matter and moment give the same plan.
 * @param now decides which incident leads the topic; the clocks count from `openedAt`.
 */
export function planOpening(promises: Promises, input: Parameters<IntakePolicy['planOpening']>[0], now: Date): OpeningPlan {
  const departmentId = promises.departmentOf(input.topic, now)
  const stretches = [{ fromMs: input.openedAt.getTime(), toMs: null }]
  const clocks: PlannedClock[] = []
  for (const kind of openingClocks) {
    const target = termOf(promises, promises.policy, kind, { ...input, departmentId }, stretches)
    if (target !== null) clocks.push({ kind, ...target })
  }
  return { departmentId, clocks }
}
