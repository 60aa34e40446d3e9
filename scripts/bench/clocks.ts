/**
 * How late warnings and breaches are written: `node --import tsx scripts/bench/clocks.ts [clocks] [seconds] [batch]`.
 *
 * A PostgreSQL of its own that keeps the moment of every commit, clocks whose due moments are spread evenly over the seconds,
 * a warning five seconds before each, a step of escalation at each due moment, and one waker. Lateness is the commit of the
 * ledger entry less the moment it is for: what another process would see, not what the waker thinks of itself.
 *
 * Before that, on one core and without a database: how many due moments a second the calendar function computes.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { compileCalendar } from '#contracts'
import { ClockWaker } from '#handoff'
import { loadConfig, startEmbeddedDatabase, startPlatform } from '#platform'

const [clocks = 10_000, seconds = 10, batch = 200] = process.argv.slice(2).map(Number)
const warnBeforeMs = 5_000
/** Long enough to write all of them down before the first warning. */
const leadMs = 20_000

console.table([{ row: 'due moments a second, one core', value: Math.round(dueMomentsPerSecond()) }])

const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-clocks-'))
chmodSync(directory, 0o755) // PostgreSQL runs as another account where this runs as root
const database = await startEmbeddedDatabase({
  directory: path.join(directory, 'postgres'),
  settings: { track_commit_timestamp: 'on' },
})
const config = loadConfig({ DATABASE_URL: database.url, DATA_DIR: directory, LOG_LEVEL: 'error' })
const platform = await startPlatform(config, () => undefined)
const { db } = platform.ctx
try {
  const firstDueAt = new Date(Date.now() + leadMs)
  await db.query({
    text: `INSERT INTO request (id, number, contact_id, channel_kind, type, priority, topic, language, department_id, holder_kind,
        holder_since, opened_at)
      SELECT gen_random_uuid(), 'bench-' || n, gen_random_uuid(), 'telegram', 'question', 'normal', 'general', 'ru',
        gen_random_uuid(), 'queue', now(), now() FROM generate_series(1, $1::int) n`,
    values: [clocks],
  })
  await db.query({
    text: `INSERT INTO sla_clock (id, request_id, kind, started_at, target_ms, due_at, warn_at, next_wake_at, steps)
      SELECT gen_random_uuid(), r.id, 'first_response', now(), 900000, d.due, d.due - $3 * interval '1 millisecond',
        d.due - $3 * interval '1 millisecond', jsonb_build_array(jsonb_build_object('code', 'late', 'at', d.due))
      FROM (SELECT id, row_number() OVER () AS n FROM request WHERE number LIKE 'bench-%') r,
        LATERAL (SELECT $1::timestamptz + (r.n - 1) * $2::float * interval '1 millisecond' AS due) d`,
    values: [firstDueAt, (seconds * 1_000) / clocks, warnBeforeMs],
  })
  await db.query({ text: 'ANALYZE' })
  const left = firstDueAt.getTime() - warnBeforeMs - Date.now()
  console.log(`${clocks} clocks over ${seconds} s are written; the first warning is in ${Math.round(left / 1_000)} s`)
  const waker = new ClockWaker(platform.ctx, { batch })
  waker.start()
  const lastMs = firstDueAt.getTime() + seconds * 1_000
  for (let stamped = 0; stamped < clocks * 3 && Date.now() < lastMs + 60_000; ) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const [row] = await db.query<{ count: number }>({
      text: 'SELECT (SELECT count(*) FROM sla_clock_entry) + (SELECT count(*) FROM clock_step) AS count',
    })
    stamped = row?.count ?? 0
  }
  await waker.stop()
  const rows = await db.query<Record<string, string | number>>({
    text: `SELECT kind, count(*) AS stamps, count(*) FILTER (WHERE late > 1000) AS "later than 1 s",
        round(percentile_cont(0.5) WITHIN GROUP (ORDER BY late))::int AS "median ms",
        round(percentile_cont(0.95) WITHIN GROUP (ORDER BY late))::int AS "p95 ms",
        round(percentile_cont(0.99) WITHIN GROUP (ORDER BY late))::int AS "p99 ms", round(max(late))::int AS "max ms"
      FROM (SELECT kind, (extract(epoch FROM pg_xact_commit_timestamp(xmin) - at) * 1000)::float AS late FROM sla_clock_entry
        UNION ALL SELECT 'step', (extract(epoch FROM pg_xact_commit_timestamp(xmin) - due_at) * 1000)::float FROM clock_step) e
      GROUP BY kind ORDER BY kind DESC`,
  })
  console.table(rows)
} finally {
  await platform.close()
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
}

/** Two weeks of starts to the second, targets from a minute to five working days, over a bank's calendar with its holidays. */
function dueMomentsPerSecond(): number {
  const day = [
    { from: '09:00', to: '13:00' },
    { from: '14:00', to: '18:00' },
  ]
  const calendar = compileCalendar({
    timeZone: 'Asia/Tashkent',
    week: [day, day, day, day, day, [], []],
    yearlyDaysOff: ['01-01', '03-08', '03-21', '05-09', '09-01', '10-01', '12-08'],
    daysOff: ['2026-12-31'],
    specialDays: { '2026-12-12': day },
    eveShorterMinutes: 60,
  })
  const firstMs = Date.parse('2026-11-30T00:00:00+05:00')
  const many = 1_000_000
  let sum = 0
  const measure = () => {
    const startedAt = performance.now()
    for (let i = 0; i < many; i++) {
      const fromMs = firstMs + ((i * 7_919_000) % 1_209_600_000)
      sum += calendar.addWorkingMs(fromMs, 60_000 + ((i * 104_729) % 144_000_000))
    }
    return (many * 1_000) / (performance.now() - startedAt)
  }
  measure()
  const perSecond = measure()
  // Used, so that nothing of it is optimised away.
  if (!Number.isFinite(sum)) throw new Error('a due moment is a number')
  return perSecond
}
