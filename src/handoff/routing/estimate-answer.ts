/**
 * When a person will answer, said to a client: measured, not promised. How long the people of the department have lately taken
 * to their first reply, and before that how long until a place becomes free for whoever stands where this client would stand.
 */
import { type DepartmentId, dayMs, minuteMs, secondMs } from '#kernel'
import type { Ctx } from '#platform'
import { type AnswerPace, type QueueStanding, selectAnswerPace, selectQueueStanding } from './answer-pace.store.ts'
import { selectRoutingPolicy } from './routing.store.ts'
import { weightTable } from './routing-rules.ts'

/** Fewer than this say nothing of a department: then what a bank usually takes stands in. */
const fewestMeasured = 10
const newestMeasured = 300
const measuredOverDays = 7
/** Until something is measured: a reply takes about so long, and a request its place. */
const usualReplyMs = 3 * minuteMs
const usualHeldMs = 12 * minuteMs

/**
 * Milliseconds until a person's first words; null where nobody is there to say them. Pure. A place becomes free every
 * `heldMs / places`; who stands behind the free ones waits for as many of them as stand before them.
 */
export function untilAnswered(pace: AnswerPace, standing: QueueStanding): number | null {
  if (standing.people === 0 || standing.places === 0) return null
  const replyMs = pace.answered >= fewestMeasured && pace.replyMs !== null ? pace.replyMs : usualReplyMs
  const heldMs = pace.ended >= fewestMeasured && pace.heldMs !== null ? pace.heldMs : usualHeldMs
  const placesAwaited = Math.max(0, standing.ahead + 1 - standing.free)
  return (placesAwaited * heldMs) / standing.places + replyMs
}

export type AnswerEstimator = (ctx: Ctx, matter: { departmentId: DepartmentId; dueAt: Date }) => Promise<number | null>

const paceFreshForMs = minuteMs
const mostDepartments = 500

/**
 * The estimate for a matter that would be due at a moment, among what waits in its department now. What was measured over the
 * week is read once a minute and department; the queue each time.
 */
export function createAnswerEstimator(): AnswerEstimator {
  const paces = new Map<DepartmentId, { readAtMs: number; pace: Promise<AnswerPace> }>()
  const paceOf = (ctx: Ctx, departmentId: DepartmentId): Promise<AnswerPace> => {
    const now = ctx.clock.now()
    const known = paces.get(departmentId)
    if (known !== undefined && now.getTime() - known.readAtMs < paceFreshForMs) return known.pace
    if (paces.size >= mostDepartments) paces.clear()
    const since = new Date(now.getTime() - measuredOverDays * dayMs)
    const pace = selectAnswerPace(ctx.db, departmentId, since, newestMeasured)
    pace.catch(() => paces.delete(departmentId))
    paces.set(departmentId, { readAtMs: now.getTime(), pace })
    return pace
  }
  return async (ctx, { departmentId, dueAt }) => {
    const { rules } = await selectRoutingPolicy(ctx.db)
    const [pace, standing] = await Promise.all([
      paceOf(ctx, departmentId),
      selectQueueStanding(ctx.db, { departmentId, dueAt, now: ctx.clock.now(), weights: weightTable(rules) }),
    ])
    const untilMs = untilAnswered(pace, standing)
    return untilMs === null ? null : Math.ceil(untilMs / secondMs) * secondMs
  }
}
