/**
 * An incident: the application is down, a cash machine network does not answer, a false bot writes to clients. For as long as
 * it lasts, requests of its topics go to one department, those that wait already too, and clients may be shown its banner.
 */
import type { FourTexts, IncidentView } from '#contracts'
import { changeHolder } from '#inbox'
import { AppError, type DepartmentId, isAppError, isId, newId, secondMs } from '#kernel'
import { audit, type Ctx, defineSweep, inTransaction, publish, type Tx, withActor } from '#platform'
import { guardOutgoing } from '#privacy'
import { listDepartments } from '#staff'
import { actingOperator } from '../acting/acting-operator.ts'
import { incidentEnded, incidentStarted } from '../events.ts'
import { selectPublished } from '../templates/template.store.ts'
import {
  addMoved,
  type Incident,
  incidentView,
  insertIncident,
  selectIncidents,
  selectOpenIncidents,
  selectToMove,
  updateEnded,
} from './incident.store.ts'

/** Requests moved in one transaction: their rows stay locked until it ends. */
const movedAtOnce = 50
const listedAtMost = 100

/** Newest first, the ended ones too. */
export async function listIncidents(ctx: Ctx): Promise<IncidentView[]> {
  return (await selectIncidents(ctx.db, listedAtMost)).map(incidentView)
}

/**
 * Begins an incident and moves what waits. Where topics overlap, the newest incident decides. What a person holds stays with
 * them. Should the program stop while it moves, the sweep goes on.
 * @throws permission.missing, department.not_found, template.not_published, input.invalid where the end is not in the future,
 * reply.guarded where the banner carries or asks for what no client may be told
 */
export async function startIncident(
  ctx: Ctx,
  input: { topics: readonly string[]; departmentId: DepartmentId; banner: FourTexts; templateId?: string; until: Date },
): Promise<IncidentView> {
  const { id: startedById } = actingOperator(ctx, 'request.assign_others')
  const { departmentId, until } = input
  const startedAt = ctx.clock.now()
  if (until <= startedAt) throw new AppError('input.invalid', { what: 'until' })
  checkBanner(input.banner)
  const templateId = input.templateId ?? null
  if (templateId !== null) await checkTemplate(ctx, templateId)
  const isKnown = (await listDepartments(ctx)).some(({ id }) => id === departmentId)
  if (!isKnown) throw new AppError('department.not_found', { departmentId })
  const incident: Incident = {
    id: newId(),
    topics: [...new Set(input.topics)],
    departmentId,
    banner: input.banner,
    templateId,
    startedAt,
    startedById,
    until,
    endedAt: null,
    endedById: null,
    movedCount: 0,
  }
  await inTransaction(ctx, async (tx) => {
    await insertIncident(tx, incident)
    const facts = { departmentId, topics: incident.topics.join(' '), until: until.toISOString() }
    await audit(tx, ctx, { action: 'incident.started', subjectKind: 'incident', subjectId: incident.id, facts })
    await publish(tx, ctx, incidentStarted, incident.id, { incidentId: incident.id, departmentId })
  })
  const movedCount = await moveQueue(ctx, incident)
  return incidentView({ ...incident, movedCount })
}

/** Clients read it, and it passes no second pair of eyes. */
function checkBanner(banner: FourTexts): void {
  for (const text of Object.values(banner)) {
    const guarded = guardOutgoing(text, 'public')
    if (!guarded.ok)
      throw new AppError('reply.guarded', { kinds: [...new Set(guarded.finds.map(({ kind }) => kind))].join(' ') })
  }
}

async function checkTemplate(ctx: Ctx, templateId: string): Promise<void> {
  const isInForce = isId(templateId) && (await selectPublished(ctx.db, ctx.clock.now())).some(({ id }) => id === templateId)
  if (!isInForce) throw new AppError('template.not_published', { templateId })
}

/**
 * Ends it: the next requests of its topics go where the table of topics says. What was moved stays where it is.
 * @throws permission.missing, incident.not_found, also where it has ended
 */
export async function endIncident(ctx: Ctx, incidentId: string): Promise<void> {
  const { id } = actingOperator(ctx, 'request.assign_others')
  if (!isId(incidentId)) throw new AppError('incident.not_found', { incidentId })
  await inTransaction(ctx, async (tx) => {
    if (!(await updateEnded(tx, incidentId, ctx.clock.now(), id))) throw new AppError('incident.not_found', { incidentId })
    await tellEnded(ctx, tx, incidentId, 'person')
  })
}

async function tellEnded(ctx: Ctx, tx: Tx, incidentId: string, by: 'person' | 'time'): Promise<void> {
  await audit(tx, ctx, { action: 'incident.ended', subjectKind: 'incident', subjectId: incidentId, facts: { by } })
  await publish(tx, ctx, incidentEnded, incidentId, { incidentId, by })
}

/** How many requests went to the incident's queue. */
async function moveQueue(ctx: Ctx, incident: Incident): Promise<number> {
  let moved = 0
  for (;;) {
    const round = await inTransaction(ctx, async (tx) => {
      const waiting = await selectToMove(tx, incident, movedAtOnce)
      const count = await moveAll(ctx, tx, incident, waiting)
      if (count > 0) await addMoved(tx, incident.id, count)
      return { seen: waiting.length, count }
    })
    moved += round.count
    // A round in which others were faster with every one of them is left to the sweep.
    if (round.seen < movedAtOnce || round.count === 0) return moved
  }
}

async function moveAll(
  ctx: Ctx,
  tx: Tx,
  { departmentId }: Incident,
  waiting: Awaited<ReturnType<typeof selectToMove>>,
): Promise<number> {
  let count = 0
  // Locked in one order, so that two who move do not wait in a circle.
  for (const { requestId, holderVersion } of [...waiting].sort((a, b) => (a.requestId < b.requestId ? -1 : 1))) {
    try {
      const to = { kind: 'queue', departmentId } as const
      await changeHolder(ctx, tx, { requestId, to, expectedVersion: holderVersion, reason: 'incident' })
      count++
    } catch (error) {
      const isOvertaken =
        isAppError(error) && ['request.closed', 'request.changed_meanwhile', 'request.held_by_other'].includes(error.code)
      if (!isOvertaken) throw error
    }
  }
  return count
}

/** Ends what is past its time, and moves what a stopped process or a late intake left behind; how many ended. */
export async function tendIncidents(ctx: Ctx): Promise<number> {
  const acting = withActor(ctx, { kind: 'system', name: 'handoff' })
  const now = ctx.clock.now()
  let ended = 0
  const isLed = new Set<string>()
  for (const incident of await selectOpenIncidents(ctx.db)) {
    if (incident.until > now) {
      // Newest first: a topic that a newer incident leads elsewhere is not led back by an older one.
      const topics = incident.topics.filter((topic) => !isLed.has(topic))
      for (const topic of topics) isLed.add(topic)
      await moveQueue(acting, { ...incident, topics })
      continue
    }
    const isEnded = await inTransaction(acting, async (tx) => {
      const isFirst = await updateEnded(tx, incident.id, incident.until, null)
      if (isFirst) await tellEnded(acting, tx, incident.id, 'time')
      return isFirst
    })
    if (isEnded) ended++
  }
  return ended
}

export const incidentSweep = defineSweep({
  name: 'handoff.incidents',
  everyMs: 10 * secondMs,
  run: async (ctx) => {
    await tendIncidents(ctx)
  },
})
