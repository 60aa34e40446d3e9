/** Rows of the queue, for screens that are fed by the hundred: two statements for any number of requests. */
import { type ChannelKind, type ClockView, type RequestSummary, type Visibility, windowEnds } from '#contracts'
import type { OperatorId, RequestId } from '#kernel'
import type { Db } from '#platform'

type SummaryRow = Omit<
  RequestSummary,
  'openedAt' | 'closedAt' | 'waitingSince' | 'nextDueAt' | 'updatedAt' | 'lastMessage' | 'clocks' | 'holderName' | 'windowUntil'
> & {
  openedAt: Date
  closedAt: Date | null
  waitingSince: Date | null
  nextDueAt: Date | null
  updatedAt: Date
  lastText: string | null
  lastAuthorKind: string | null
  lastAt: Date | null
  clientWroteAt: Date | null
  clientWroteIn: Visibility | null
}
type ClockRow = Record<'startedAt' | 'dueAt' | 'warnAt' | 'warnedAt' | 'pausedAt' | 'metAt' | 'breachedAt', Date | null> &
  Pick<ClockView, 'id' | 'kind' | 'state' | 'targetMs'> & { requestId: string }

/** A preview, not the message: what a row of the queue has room for. */
const previewLength = 160

export async function selectSummaries(db: Db, ids: readonly RequestId[]): Promise<RequestSummary[]> {
  if (ids.length === 0) return []
  const [rows, clocks] = await Promise.all([selectRows(db, ids), selectClocks(db, ids)])
  const clocksOf = new Map<string, ClockRow[]>(rows.map((row) => [row.id, []]))
  for (const clock of clocks) clocksOf.get(clock.requestId)?.push(clock)
  const byId = new Map(rows.map((row) => [row.id, toSummary(row, clocksOf.get(row.id) ?? [])]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function selectRows(db: Db, ids: readonly RequestId[]): Promise<SummaryRow[]> {
  return db.query<SummaryRow>({
    name: 'request-summaries',
    text: `SELECT r.id, r.number, r.contact_id AS "contactId", k.display_name AS "contactName", r.channel_kind AS channel,
        r.visibility, r.status, r.type, r.second_type AS "secondType", r.priority, r.topic, r.language,
        r.needs_identity AS "needsIdentity", r.department_id AS "departmentId", r.holder_kind AS "holderKind",
        r.holder_operator_id AS "holderOperatorId", r.holder_version AS "holderVersion",
        r.confirmed_by_id IS NOT NULL AS "isConfirmed", r.opened_at AS "openedAt", r.closed_at AS "closedAt", r.outcome,
        r.pause_reason AS "pauseReason", r.reopen_count AS "reopenCount", r.waiting_since AS "waitingSince",
        r.next_due_at AS "nextDueAt", r.updated_at AS "updatedAt", left(l.text, ${previewLength}) AS "lastText",
        l.author_kind AS "lastAuthorKind", l.received_at AS "lastAt", coalesce(s.seq, 0) AS "lastClientSeq",
        s.sent_at AS "clientWroteAt", s.visibility AS "clientWroteIn"
      FROM request r
      JOIN contact k ON k.id = r.contact_id
      LEFT JOIN LATERAL (SELECT m.text, m.author_kind, m.received_at FROM message m
        WHERE m.request_id = r.id AND m.author_kind IN ('client', 'operator') ORDER BY m.received_at DESC LIMIT 1) l ON true
      LEFT JOIN LATERAL (SELECT m.seq, m.sent_at, v.visibility FROM message m JOIN conversation v ON v.id = m.conversation_id
        WHERE m.request_id = r.id AND m.author_kind = 'client' ORDER BY m.received_at DESC LIMIT 1) s ON true
      WHERE r.id = ANY ($1::uuid[])`,
    values: [ids],
    isByKey: true,
  })
}

function selectClocks(db: Db, ids: readonly RequestId[]): Promise<ClockRow[]> {
  return db.query<ClockRow>({
    name: 'summary-clocks',
    text: `SELECT id, request_id AS "requestId", kind, state, started_at AS "startedAt", target_ms::float AS "targetMs",
        due_at AS "dueAt", warn_at AS "warnAt", warned_at AS "warnedAt", paused_at AS "pausedAt", met_at AS "metAt",
        breached_at AS "breachedAt"
      FROM sla_clock WHERE request_id = ANY ($1::uuid[]) ORDER BY started_at, id`,
    values: [ids],
    isByKey: true,
  })
}

function windowUntil(channel: ChannelKind, visibility: Visibility | null, wroteAt: Date | null): string | null {
  if (visibility === null || wroteAt === null) return null
  const { personAtMs } = windowEnds({ channel, visibility, clientWroteAtMs: wroteAt.getTime() })
  return personAtMs === null ? null : new Date(personAtMs).toISOString()
}

const iso = (at: Date | null) => at?.toISOString() ?? null

function toSummary(
  { lastText, lastAuthorKind, lastAt, clientWroteAt, clientWroteIn, ...row }: SummaryRow,
  clocks: readonly ClockRow[],
): RequestSummary {
  return {
    ...row,
    holderName: null,
    openedAt: row.openedAt.toISOString(),
    closedAt: iso(row.closedAt),
    waitingSince: iso(row.waitingSince),
    nextDueAt: iso(row.nextDueAt),
    updatedAt: row.updatedAt.toISOString(),
    windowUntil: windowUntil(row.channel, clientWroteIn, clientWroteAt),
    clocks: clocks.map(({ requestId: _, startedAt, ...clock }) => ({
      ...clock,
      startedAt: (startedAt ?? new Date(0)).toISOString(),
      dueAt: iso(clock.dueAt),
      warnAt: iso(clock.warnAt),
      warnedAt: iso(clock.warnedAt),
      pausedAt: iso(clock.pausedAt),
      metAt: iso(clock.metAt),
      breachedAt: iso(clock.breachedAt),
    })),
    lastMessage:
      lastText === null || lastAuthorKind === null || lastAt === null
        ? null
        : { text: lastText, authorKind: lastAuthorKind, at: lastAt.toISOString() },
  }
}

export async function selectOpenCounts(db: Db, ids: readonly OperatorId[]): Promise<Map<OperatorId, number>> {
  const rows = await db.query<{ id: OperatorId; open: number }>({
    name: 'open-counts',
    text: `SELECT holder_operator_id AS id, count(*)::int AS open FROM request
      WHERE holder_operator_id = ANY ($1::uuid[]) AND status = 'open' GROUP BY 1`,
    values: [ids],
  })
  return new Map(ids.map((id) => [id, rows.find((row) => row.id === id)?.open ?? 0]))
}
