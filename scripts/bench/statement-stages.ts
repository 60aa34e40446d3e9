/** What PostgreSQL was asked for one message, by what it is for. */
import type pg from 'pg'
import { table } from './figures.ts'

type Stage = { readonly name: string; readonly asks: RegExp }

/** The first that fits counts a statement; the last fits everything. */
const stages: readonly Stage[] = [
  { name: 'taking in', asks: /inbox_receive/ },
  {
    name: 'numbering facts',
    asks: /published_at IS NULL ORDER BY ord|pg_try_advisory_xact_lock|SET LOCAL enable|INSERT INTO event_batch/,
  },
  { name: 'hearing facts', asks: /event_batch|feed_no/ },
  { name: 'beginning and ending transactions', asks: /^(BEGIN|COMMIT|ROLLBACK)/ },
  { name: 'locking conversations and requests', asks: /FOR NO KEY UPDATE$|FOR NO KEY UPDATE OF c$/ },
  { name: 'facts and audit of transactions', asks: /INSERT INTO (event|audit_entry) \(/ },
  { name: 'chaining the audit', asks: /audit_/ },
  { name: 'deliveries', asks: /UPDATE delivery|channel_state|WITH due AS/ },
  { name: 'statistics', asks: /stat_(request|clock|day|closing|reopening|touch)/ },
  { name: 'clocks', asks: /sla_clock|clock_step|inbox_stamp_due|inbox_next_due/ },
  { name: 'placing', asks: /operator_presence|murojaat\.handoff\.placing|assignment/ },
  {
    name: 'the bot: its turns, replies and notes',
    asks: /dialogue_state|INSERT INTO (message|note)|"wroteAt"|"contactLanguage"/,
  },
  { name: 'reading a burst again', asks: /classification_record|UPDATE request SET type/ },
  { name: 'frames on screens', asks: /"contactName"|"authorName"|display_name AS "displayName"/ },
  { name: 'the rest: library, calendars, sweeps, jobs', asks: /./ },
]

/** From now on; what was counted before is forgotten. */
export async function countStatementsAnew(sql: pg.Client): Promise<void> {
  await sql.query('SELECT pg_stat_statements_reset()')
}

/** A row for each stage: statements for one message, and the time PostgreSQL took for them, waiting for locks included. */
export async function statementStages(sql: pg.Client, messages: number): Promise<string> {
  const { rows } = await sql.query<{ calls: number; ms: number; query: string }>(`
    SELECT calls::int, total_exec_time AS ms, btrim(regexp_replace(query, '\\s+', ' ', 'g')) AS query FROM pg_stat_statements
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`)
  const sums = stages.map(({ name }) => ({ name, calls: 0, ms: 0 }))
  for (const { calls, ms, query } of rows) {
    const sum = sums[stages.findIndex(({ asks }) => asks.test(query))]
    if (sum === undefined) continue
    sum.calls += calls
    sum.ms += ms
  }
  const each = (value: number, digits: number) => (value / messages).toFixed(digits)
  const all = {
    name: 'all',
    calls: sums.reduce((sum, one) => sum + one.calls, 0),
    ms: sums.reduce((sum, one) => sum + one.ms, 0),
  }
  return table([
    ['for each message', 'statements', 'PostgreSQL at it, ms'],
    ...[...sums.sort((a, b) => b.calls - a.calls), all].map((one) => [one.name, each(one.calls, 2), each(one.ms, 3)]),
  ])
}
