/** The clocks and their ledger. Whoever writes here holds the request's lock, or takes it first. */
import type { ChannelKind, ClockKind, ClockState, Priority, RequestType } from '#contracts'
import type { CalendarId, ClockId, DepartmentId, RequestId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type ClockFacts = {
  readonly id: ClockId
  readonly requestId: RequestId
  readonly kind: ClockKind
  readonly state: ClockState
  readonly startedAt: Date
  readonly targetMs: number | null
  readonly policyVersion: number | null
  readonly calendarId: CalendarId | null
  readonly dueAt: Date | null
  readonly warnAt: Date | null
  readonly warnedAt: Date | null
  readonly pausedAt: Date | null
  readonly metAt: Date | null
  readonly breachedAt: Date | null
  /** Steps of escalation still to come, in order. */
  readonly steps: readonly PlannedStep[]
}
/** `at`: ISO 8601. */
export type PlannedStep = { readonly code: string; readonly at: string }

export type LedgerKind =
  | 'started'
  | 'targeted'
  | 'paused'
  | 'resumed'
  | 'warned'
  | 'met'
  | 'breached'
  | 'cancelled'
  | 'escalated'
  | 'registered'
  | 'unregistered'
  | 'extended'
export type LedgerEntry = {
  readonly kind: LedgerKind
  readonly at: Date
  readonly actor: string
  readonly facts: Record<string, unknown>
}
/** A clock with what the calendar function needs to give it a due moment. */
export type ClockToCompute = ClockFacts & {
  readonly entries: readonly LedgerEntry[]
  readonly channel: ChannelKind
  readonly type: RequestType
  readonly priority: Priority
  readonly topic: string
  readonly departmentId: DepartmentId
}

const clockColumns = `k.id, k.request_id AS "requestId", k.kind, k.state, k.started_at AS "startedAt",
  k.target_ms::float AS "targetMs", k.policy_version AS "policyVersion", k.calendar_id AS "calendarId", k.due_at AS "dueAt",
  k.warn_at AS "warnAt", k.warned_at AS "warnedAt", k.paused_at AS "pausedAt", k.met_at AS "metAt",
  k.breached_at AS "breachedAt", k.steps`

const entriesOf = `(SELECT coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'at', e.at, 'actor', e.actor, 'facts', e.facts)
  ORDER BY e.id), '[]') FROM sla_clock_entry e WHERE e.clock_id = k.id) AS entries`
const withRequest = `${clockColumns}, ${entriesOf}, r.channel_kind AS channel, r.type, r.priority, r.topic,
  r.department_id AS "departmentId"`

type EntriesAsJson = { entries: { kind: LedgerKind; at: string; actor: string; facts: Record<string, unknown> }[] }
const withDates = <T extends EntriesAsJson>(row: T) => ({
  ...row,
  entries: row.entries.map((entry) => ({ ...entry, at: new Date(entry.at) })),
})

export async function selectClocksToCompute(db: Db, limit: number): Promise<ClockToCompute[]> {
  const rows = await db.query<ClockToCompute & EntriesAsJson>({
    name: 'clocks-to-compute',
    text: `SELECT ${withRequest} FROM sla_clock k JOIN request r ON r.id = k.request_id
      WHERE k.state = 'running' AND k.due_at IS NULL ORDER BY k.started_at LIMIT $1`,
    values: [limit],
  })
  return rows.map(withDates)
}

export async function selectClocksOfRequest(from: Db | Tx, requestId: RequestId): Promise<ClockToCompute[]> {
  const text = `SELECT ${withRequest} FROM sla_clock k JOIN request r ON r.id = k.request_id WHERE k.request_id = `
  const rows =
    'query' in from
      ? await from.query<ClockToCompute & EntriesAsJson>({
          name: 'clocks-of-request',
          text: `${text} $1 ORDER BY k.started_at, k.id`,
          values: [requestId],
        })
      : await from.$queryRaw<(ClockToCompute & EntriesAsJson)[]>(
          Prisma.sql`${Prisma.raw(text)} ${requestId}::uuid ORDER BY k.started_at, k.id`,
        )
  return rows.map(withDates)
}

/** With their ledgers; whoever computes upon them holds their requests' locks. */
export async function selectRunningClocksOf(tx: Tx, requestIds: readonly RequestId[]): Promise<ClockToCompute[]> {
  const rows = await tx.$queryRaw<(ClockToCompute & EntriesAsJson)[]>(
    Prisma.sql`SELECT ${Prisma.raw(withRequest)} FROM sla_clock k JOIN request r ON r.id = k.request_id
      WHERE k.request_id = ANY (${[...requestIds]}::uuid[]) AND k.state = 'running'`,
  )
  return rows.map(withDates)
}

/** All clocks of these requests with their ledgers; whoever computes upon them holds their requests' locks. */
export async function selectClocksOfRequests(tx: Tx, requestIds: readonly RequestId[]): Promise<ClockToCompute[]> {
  const rows = await tx.$queryRaw<(ClockToCompute & EntriesAsJson)[]>(
    Prisma.sql`SELECT ${Prisma.raw(withRequest)} FROM sla_clock k JOIN request r ON r.id = k.request_id
      WHERE k.request_id = ANY (${[...requestIds]}::uuid[]) ORDER BY k.started_at, k.id`,
  )
  return rows.map(withDates)
}

/** Running clocks with their ledgers in the order of their ids; of one calendar where given. */
export async function selectRunningAfter(
  db: Db,
  of: { calendarId: CalendarId | null; after: ClockId | null; limit: number },
): Promise<ClockToCompute[]> {
  const rows = await db.query<ClockToCompute & EntriesAsJson>({
    text: `SELECT ${withRequest} FROM sla_clock k JOIN request r ON r.id = k.request_id
      WHERE k.state = 'running' AND ($1::uuid IS NULL OR k.calendar_id = $1) AND ($2::uuid IS NULL OR k.id > $2)
      ORDER BY k.id LIMIT $3`,
    values: [of.calendarId, of.after, of.limit],
  })
  return rows.map(withDates)
}

export function selectRunningByCalendar(db: Db): Promise<{ calendarId: CalendarId; clocks: number }[]> {
  return db.query({
    text: `SELECT calendar_id AS "calendarId", count(*)::int AS clocks FROM sla_clock
      WHERE state = 'running' AND calendar_id IS NOT NULL GROUP BY calendar_id`,
  })
}

/** In the order of their ids, as everybody locks many. */
export async function lockRequests(tx: Tx, ids: readonly RequestId[]): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM request WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

export async function selectClock(db: Db, id: ClockId): Promise<ClockToCompute | null> {
  const rows = await db.query<ClockToCompute & EntriesAsJson>({
    name: 'clock',
    text: `SELECT ${withRequest} FROM sla_clock k JOIN request r ON r.id = k.request_id WHERE k.id = $1`,
    values: [id],
  })
  return rows.map(withDates)[0] ?? null
}

export async function selectNextWake(db: Db): Promise<Date | null> {
  const rows = await db.query<{ at: Date | null }>({
    name: 'clock-next-wake',
    text: 'SELECT next_wake_at AS at FROM sla_clock WHERE next_wake_at IS NOT NULL ORDER BY next_wake_at LIMIT 1',
    isPrompt: true,
  })
  return rows[0]?.at ?? null
}

export async function insertClock(tx: Tx, clock: Pick<ClockFacts, 'id' | 'requestId' | 'kind' | 'startedAt'>): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO sla_clock (id, request_id, kind, started_at)
    VALUES (${clock.id}::uuid, ${clock.requestId}::uuid, ${clock.kind}, ${clock.startedAt})`
}

export type ClockChange = { id: ClockId; requestId: RequestId; kind: ClockKind; state: ClockState; dueAt: Date | null }
const returning = Prisma.sql`RETURNING id, request_id AS "requestId", kind, state, due_at AS "dueAt"`

/** Past due at this moment, whether noticed or not. */
export function updateOverdue(tx: Tx, requestId: RequestId, kinds: readonly ClockKind[], at: Date): Promise<ClockChange[]> {
  return tx.$queryRaw<ClockChange[]>`
    UPDATE sla_clock SET state = 'breached', breached_at = due_at, next_wake_at = NULL
    WHERE request_id = ${requestId}::uuid AND kind = ANY (${[...kinds]}::text[]) AND state = 'running' AND due_at < ${at}
    ${returning}`
}

/** Answered late is answered all the same: a breached clock stays breached and learns when it was met. */
export function updateMet(tx: Tx, requestId: RequestId, kinds: readonly ClockKind[], at: Date): Promise<ClockChange[]> {
  return tx.$queryRaw<ClockChange[]>`
    UPDATE sla_clock SET met_at = ${at}, next_wake_at = NULL, paused_at = NULL,
      state = CASE WHEN state = 'breached' THEN 'breached' ELSE 'met' END
    WHERE request_id = ${requestId}::uuid AND kind = ANY (${[...kinds]}::text[])
      AND (state IN ('running', 'paused') OR (state = 'breached' AND met_at IS NULL))
    ${returning}`
}

/** A clock already past due is not stopped by a pause: its breach is a fact, whether noticed or not. */
export function updatePaused(tx: Tx, requestId: RequestId, at: Date): Promise<ClockChange[]> {
  return tx.$queryRaw<ClockChange[]>`
    UPDATE sla_clock SET state = 'paused', paused_at = ${at}, next_wake_at = NULL
    WHERE request_id = ${requestId}::uuid AND state = 'running' AND kind <> 'statutory' AND (due_at IS NULL OR due_at > ${at})
    ${returning}`
}

export function updateResumed(tx: Tx, requestId: RequestId): Promise<ClockChange[]> {
  return tx.$queryRaw<ClockChange[]>`
    UPDATE sla_clock SET state = 'running', paused_at = NULL, due_at = NULL, warn_at = NULL, next_wake_at = NULL
    WHERE request_id = ${requestId}::uuid AND state = 'paused' ${returning}`
}

export function updateCancelled(tx: Tx, requestId: RequestId, kinds: readonly ClockKind[]): Promise<ClockChange[]> {
  return tx.$queryRaw<ClockChange[]>`
    UPDATE sla_clock SET state = 'cancelled', next_wake_at = NULL
    WHERE request_id = ${requestId}::uuid AND kind = ANY (${[...kinds]}::text[]) AND state IN ('running', 'paused') ${returning}`
}

export type ClockTarget = {
  readonly targetMs: number
  readonly dueAt: Date
  readonly warnAt: Date
  readonly calendarId: CalendarId
  readonly policyVersion: number
  readonly steps: readonly PlannedStep[]
}
export type ClockToTarget = ClockTarget & { readonly id: ClockId }

/**
 * Gives many clocks their due moments in one statement; those that do not run (any more) are left out of the answer. A step
 * whose moment came once does not come again.
 */
export function updateTargets(tx: Tx, targets: readonly ClockToTarget[], now: Date): Promise<ClockChange[]> {
  return tx.$queryRaw<ClockChange[]>`
    UPDATE sla_clock k SET target_ms = t."targetMs", due_at = t."dueAt", warn_at = t."warnAt", calendar_id = t."calendarId",
      policy_version = t."policyVersion",
      warned_at = CASE WHEN t."warnAt" > ${now} THEN NULL ELSE k.warned_at END,
      steps = ahead.steps,
      next_wake_at = least(ahead.next_at, CASE WHEN k.warned_at IS NULL OR t."warnAt" > ${now} THEN t."warnAt" END, t."dueAt")
    FROM jsonb_to_recordset(${JSON.stringify(targets)}::jsonb) AS t(id uuid, "targetMs" bigint, "dueAt" timestamptz,
      "warnAt" timestamptz, "calendarId" uuid, "policyVersion" int, steps jsonb)
    CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'at', s.at) ORDER BY s.at), '[]') AS steps, min(s.at) AS next_at
      FROM jsonb_to_recordset(t.steps) AS s(code text, at timestamptz)
      WHERE NOT EXISTS (SELECT 1 FROM clock_step d WHERE d.clock_id = t.id AND d.code = s.code)) ahead
    WHERE k.id = t.id AND k.state = 'running'
    RETURNING k.id, k.request_id AS "requestId", k.kind, k.state, k.due_at AS "dueAt"`
}

/** The requests of these clocks, locked in the order of their ids. */
export async function lockRequestsOf(tx: Tx, clockIds: readonly ClockId[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM request WHERE id IN (SELECT request_id FROM sla_clock WHERE id = ANY (${[...clockIds]}::uuid[]))
    ORDER BY id FOR NO KEY UPDATE`
}

/** No clock of a closed request wakes anybody. */
export async function silenceClocks(tx: Tx, requestId: RequestId): Promise<void> {
  await tx.$executeRaw`
    UPDATE sla_clock SET next_wake_at = NULL WHERE request_id = ${requestId}::uuid AND next_wake_at IS NOT NULL`
}

export type NewEntry = { clockId: ClockId; kind: LedgerKind; at: Date; actor: string; facts: Record<string, unknown> }

export async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return
  await tx.$executeRaw`
    INSERT INTO sla_clock_entry (clock_id, kind, at, actor, facts)
    SELECT e."clockId", e.kind, e.at, e.actor, e.facts
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS ("clockId" uuid, kind text, at timestamptz,
      actor text, facts jsonb)) WITH ORDINALITY AS e("clockId", kind, at, actor, facts, position)
    ORDER BY e.position`
}

/** The requests' places in the queue follow from their clocks. */
export async function refreshNextDue(tx: Tx, requestIds: readonly RequestId[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE request SET next_due_at = inbox_next_due(id) WHERE id = ANY (${[...new Set(requestIds)]}::uuid[])`
}
