/** What the running program shows of itself while it is measured: its backlog, what it stored, its memory. */
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

export type Backlog = {
  readonly unpublished: number
  readonly batches: number
  readonly parked: number
  readonly replies: number
}

export type HubFigures = {
  backlog(): Promise<Backlog>
  /** Milliseconds until every fact is published and heard; gives up after `withinMs`. */
  untilHeard(withinMs: number): Promise<number>
  /** Messages of clients stored, all and without repetition of the vendor's id. */
  stored(): Promise<{ messages: number; distinct: number; requests: number }>
  /** The statements that took longest in all, as lines; empty where they are not counted. */
  statements(): Promise<string[]>
  close(): Promise<void>
}

const backlogSql = `SELECT
  (SELECT count(*)::int FROM event WHERE published_at IS NULL) AS unpublished,
  (SELECT count(*)::int FROM event_batch WHERE parked_at IS NULL) AS batches,
  (SELECT count(*)::int FROM event_batch WHERE parked_at IS NOT NULL) AS parked,
  (SELECT count(*)::int FROM delivery WHERE state IN ('pending', 'sending')) AS replies`
const storedSql = `SELECT count(*)::int AS messages, count(DISTINCT (channel_account_id, external_id))::int AS distinct,
  (SELECT count(*)::int FROM request) AS requests FROM message WHERE author_kind = 'client'`

const statementsSql = `SELECT calls, total_exec_time AS total, mean_exec_time AS mean, regexp_replace(query, '\\s+', ' ', 'g') AS query
  FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  ORDER BY total_exec_time DESC LIMIT 45`
type Statement = { calls: string; total: number; mean: number; query: string }

export async function openHubFigures(databaseUrl: string, countsStatements: boolean): Promise<HubFigures> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  if (countsStatements) await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
  const one = async <T>(sql: string): Promise<T> => (await client.query(sql)).rows[0] as T
  return {
    backlog: () => one<Backlog>(backlogSql),
    async untilHeard(withinMs) {
      const startedAt = Date.now()
      for (;;) {
        const { unpublished, batches } = await one<Backlog>(backlogSql)
        const passed = Date.now() - startedAt
        if (unpublished + batches === 0) return passed
        if (passed > withinMs) throw new Error(`after ${withinMs} ms ${unpublished} facts and ${batches} batches still wait`)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    stored: () => one(storedSql),
    async statements() {
      if (!countsStatements) return []
      const { rows } = await client.query<Statement>(statementsSql)
      return rows.map(
        ({ calls, total, mean, query }) =>
          `${calls.padStart(8)} calls ${total.toFixed(0).padStart(8)} ms ${mean.toFixed(2).padStart(8)} ms each  ${query.slice(0, 150)}`,
      )
    },
    close: () => client.end(),
  }
}

/** Resident bytes of one process; shared pages count whole. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes ?? Number.NaN) * 1_024
}

/** Proportional bytes of a process and everything it started: shared memory counts once. */
export const proportionalBytesBelow = (pid: number): number =>
  familyOf(pid).reduce((sum, one) => sum + proportionalBytes(one), 0)

/** Seconds of processor time a process and everything it started have used so far, the ended ones included. */
export const processorSecondsBelow = (pid: number): number => familyOf(pid).reduce((sum, one) => sum + processorSeconds(one), 0)

function familyOf(pid: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(all.map((name) => [Number(name), parentOf(name)]))
  const isBelow = (one: number): boolean => one === pid || (one > 1 && isBelow(parents.get(one) ?? 0))
  return all.map(Number).filter(isBelow)
}

const ticksPerSecond = 100

function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    // utime, stime, and those of children that have ended; the third field of the file is the first here.
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond
  } catch {
    return 0 // it has ended meanwhile
  }
}

function parentOf(pid: string): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0 // it has ended meanwhile
  }
}

function proportionalBytes(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1_024
  } catch {
    return 0 // ended, or not ours to read
  }
}
