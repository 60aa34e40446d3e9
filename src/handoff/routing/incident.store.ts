/** Incidents, and the requests in the queues they lead elsewhere. */
import type { FourTexts, IncidentView } from '#contracts'
import type { DepartmentId, OperatorId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type Incident = {
  readonly id: string
  readonly topics: readonly string[]
  readonly departmentId: DepartmentId
  readonly banner: FourTexts
  readonly templateId: string | null
  readonly startedAt: Date
  readonly startedById: OperatorId
  readonly until: Date
  readonly endedAt: Date | null
  readonly endedById: OperatorId | null
  readonly movedCount: number
}

type Row = Omit<Incident, 'banner' | 'departmentId' | 'startedById' | 'endedById'> & {
  banner: Prisma.JsonValue
  departmentId: string
  startedById: string
  endedById: string | null
}
const toIncident = (row: Row): Incident => ({
  ...row,
  banner: row.banner as FourTexts,
  departmentId: row.departmentId as DepartmentId,
  startedById: row.startedById as OperatorId,
  endedById: row.endedById as OperatorId | null,
})

/** Newest first. */
export async function selectIncidents(db: Db, limit: number): Promise<Incident[]> {
  const rows = await db.prisma.incident.findMany({ orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: limit })
  return rows.map((row) => toIncident(row))
}

/** Not ended by anybody yet, newest first; past its time it may be in the list until the sweep has ended it. */
export async function selectOpenIncidents(db: Db): Promise<Incident[]> {
  const rows = await db.queryShared<Incident>({
    name: 'incidents-open',
    text: `SELECT id, topics, department_id AS "departmentId", banner, template_id AS "templateId", started_at AS "startedAt",
        started_by_id AS "startedById", until, ended_at AS "endedAt", ended_by_id AS "endedById", moved_count AS "movedCount"
      FROM incident WHERE ended_at IS NULL ORDER BY started_at DESC, id DESC`,
  })
  return [...rows]
}

export async function insertIncident(tx: Tx, incident: Incident): Promise<void> {
  await tx.incident.create({ data: { ...incident, topics: [...incident.topics] } })
}

/** False where it is not there or was ended before. */
export async function updateEnded(tx: Tx, id: string, endedAt: Date, endedById: OperatorId | null): Promise<boolean> {
  const { count } = await tx.incident.updateMany({ where: { id, endedAt: null }, data: { endedAt, endedById } })
  return count === 1
}

export async function addMoved(tx: Tx, id: string, moved: number): Promise<void> {
  await tx.incident.updateMany({ where: { id }, data: { movedCount: { increment: moved } } })
}

/**
 * What waits in other queues on these topics: since before the incident, or opened since by a process that had not heard of
 * it yet. What a person sent elsewhere meanwhile is left where they sent it.
 */
export function selectToMove(
  tx: Tx,
  incident: Pick<Incident, 'topics' | 'departmentId' | 'startedAt'>,
  limit: number,
): Promise<{ requestId: RequestId; holderVersion: number }[]> {
  return tx.$queryRaw(Prisma.sql`
    SELECT id AS "requestId", holder_version AS "holderVersion" FROM request
    WHERE status = 'open' AND holder_kind = 'queue' AND topic = ANY (${[...incident.topics]}::text[])
      AND department_id <> ${incident.departmentId}::uuid AND (holder_since <= ${incident.startedAt} OR holder_version = 1)
    ORDER BY next_due_at ASC NULLS LAST, opened_at, id LIMIT ${limit}`)
}

export function incidentView(incident: Incident): IncidentView {
  return {
    ...incident,
    topics: [...incident.topics],
    startedAt: incident.startedAt.toISOString(),
    until: incident.until.toISOString(),
    endedAt: incident.endedAt?.toISOString() ?? null,
  }
}
