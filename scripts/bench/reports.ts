/**
 * `npm run bench -- reports [requests]`: how long a manager waits for a page of statistics. A PostgreSQL of its own is filled with a
 * year of a bank (a million requests unless told otherwise) in the read models as the projector leaves them, packed into pages by
 * the sweep, and asked over HTTP by a supervisor as the console asks. `-- reports --write` puts the table into docs/performance.md.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import { loadConfig, startEmbeddedDatabase, startPlatform } from '#platform'
import { keepPages } from '#stats'
import { type RunningHub, startHub } from '../../tests/support/running-hub.ts'
import { signInAs } from '../../tests/support/staff-session.ts'
import { until } from '../../tests/support/until.ts'
import { percentile, table, whole } from './figures.ts'
import { residentBytes } from './hub-figures.ts'

const [requests = 1_000_000] = process.argv
  .slice(3)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
const rounds = 15
const startWithinMs = 180_000
const say = (line: string) => console.error(line)

const dayAgo = (days: number) => new Date(Date.now() + 5 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)
const periods = { 'a month': [29, 0], 'a quarter': [89, 0], 'a year': [364, 0] } as const
const pages = {
  'clocks, volume, backlog, heat of the week': 'sla',
  'the same, one channel and one type': 'sla?channel=telegram&type=complaint',
  'every figure by operator': 'cut?cut=operator',
  'every figure by topic': 'cut?cut=topic',
  'satisfaction (CSAT, NPS)': 'satisfaction',
  'the requests behind a number': 'behind?measure=first_response.breached',
} as const

const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-reports-'))
chmodSync(directory, 0o755) // PostgreSQL runs as another account where this runs as root
const database = await startEmbeddedDatabase({ directory: path.join(directory, 'postgres') })
const sql = new pg.Client({ connectionString: database.url })
let hub: RunningHub | undefined
try {
  await sql.connect()
  hub = await startHub({ env: { DATABASE_URL: database.url, DEMO: 'off' }, startWithinMs })
  await untilCountedAnew()
  const filledS = await timed(() => fill())
  say(`filled in ${filledS.toFixed(0)} s`)
  const packedS = await timed(() => pack())
  say(`packed in ${packedS.toFixed(0)} s`)
  const rows = await measure(hub)
  const sizes = await sql.query<{ lines: number; pages: string }>(
    `SELECT sum(lines)::int AS lines, pg_size_pretty(sum(length(body))) AS pages FROM stat_page`,
  )
  const facts = [
    ['what was asked of', ''],
    ['requests, lines of statistics', `${whole(requests)}, ${whole(sizes.rows[0]?.lines ?? 0)}`],
    ['pages, all days together', sizes.rows[0]?.pages ?? ''],
    ['packing every page from nothing', `${packedS.toFixed(0)} s`],
    ['resident memory of the program after it', `${Math.round(rows.bytes / 1_048_576)} MB`],
  ]
  const text = `${table(rows.table)}\n\n${table(facts)}`
  console.log(text)
  if (process.argv.includes('--write')) writeSection(text)
} finally {
  await sql.end().catch(() => undefined)
  await hub?.crash()
  if (hub) rmSync(hub.dataDirectory, { recursive: true, force: true })
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

/** A new installation counts once, from nothing: what is filled in by hand after that stays. */
async function untilCountedAnew(): Promise<void> {
  await until(async () => (await sql.query(`SELECT FROM setting WHERE key = 'stats.projection_version'`)).rowCount === 1, {
    withinMs: startWithinMs,
  })
}

/**
 * A year of days up to now, more by day than by night, older requests closed; as the projector would have left them: rows stand in
 * the order in which they happened. Indexes are built when the rows are there, which is what a restore does too.
 */
async function fill(): Promise<void> {
  // A tenth of a day's requests comes before eight, eight tenths until twenty.
  const hourOfShare = 'CASE WHEN s < 0.1 THEN s * 80 WHEN s < 0.9 THEN 8 + (s - 0.1) * 15 ELSE 20 + (s - 0.9) * 40 END'
  await sql.query(
    `SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET work_mem = '64MB'; SELECT setseed(0.5)`,
  )
  const indexes = await withoutIndexes(['stat_request', 'stat_closing', 'stat_clock', 'satisfaction'])
  await sql.query(`CREATE UNLOGGED TABLE made AS
    SELECT uuidv7(opened_at - now()) AS id, n, 'M-' || n AS number, opened_at, random() AS a, random() AS b, random() AS c, random() AS d
    FROM (SELECT n, least(now(), date_trunc('day', now(), 'Asia/Tashkent') - (364 - day) * interval '1 day' + (${hourOfShare}) * interval '1 hour')
      AS opened_at FROM (SELECT n, floor(x)::int AS day, x - floor(x) AS s FROM (
        SELECT n, (n - 1) * 365.0 / ${requests} AS x FROM generate_series(1, ${requests}) n) placed) shared) timed`)
  await sql.query(`
    INSERT INTO stat_request (request_id, number, channel_kind, type, priority, topic, department_id, operator_id, language,
      opened_at, closed_at, outcome, reopen_count, is_repeat, began_with_bot, reached_person, holders, projected_at)
    SELECT m.id, m.number, (ARRAY['telegram','telegram','telegram','webchat','instagram','messenger','whatsapp'])[1 + floor(a * 7)],
      (ARRAY['complaint','question','question','information_request','suggestion','other'])[1 + floor(b * 6)],
      (ARRAY['urgent','high','normal','normal','low'])[1 + floor(c * 5)], t.codes[1 + floor(d * cardinality(t.codes))], t.departments[1 + floor(d * cardinality(t.codes))]::uuid,
      o.ids[1 + floor(c * cardinality(o.ids))],
      (ARRAY['uz-Latn','uz-Latn','uz-Cyrl','ru','en'])[1 + floor(d * 5)], opened_at,
      CASE WHEN opened_at < now() - interval '2 days' OR d < 0.7 THEN opened_at + (c * c * interval '40 hours') END,
      CASE WHEN d < 0.8 THEN 'resolved' ELSE 'client_silent' END, 0, a < 0.05, b < 0.6, b > 0.2, 1, now()
    FROM made m
    CROSS JOIN (SELECT array_agg(code ORDER BY code) AS codes, array_agg(department_id::text ORDER BY code) AS departments FROM topic) t
    CROSS JOIN (SELECT array_agg(gen_random_uuid()) AS ids FROM generate_series(1, 120)) o ORDER BY m.n`)
  await sql.query(`
    INSERT INTO stat_closing (event_id, request_id, at, outcome, took_ms, is_first)
    SELECT uuidv7(closed_at - now()), request_id, closed_at, outcome, extract(epoch FROM closed_at - opened_at) * 1000, true
    FROM stat_request WHERE closed_at IS NOT NULL`)
  await sql.query(`
    INSERT INTO stat_clock (clock_id, request_id, kind, state, channel_kind, type, priority, department_id, operator_id,
      started_at, due_at, met_at, took_ms)
    SELECT uuidv7(r.opened_at - now()), r.request_id, k.kind, CASE WHEN r.closed_at IS NULL THEN 'running' WHEN m.a < 0.88 THEN 'met' ELSE 'breached' END,
      r.channel_kind, r.type, r.priority, r.department_id, r.operator_id, r.opened_at, r.opened_at + interval '8 hours', r.closed_at,
      CASE WHEN r.closed_at IS NOT NULL THEN floor(m.b * m.c * k.spread_ms) END
    FROM stat_request r JOIN made m ON m.id = r.request_id
    JOIN (VALUES ('first_response', 1, 1800000), ('next_response', 0.7, 1200000), ('resolution', 1, 90000000), ('statutory', 0.2, 900000000))
      k(kind, share, spread_ms) ON m.d < k.share ORDER BY m.n`)
  await sql.query(`
    INSERT INTO satisfaction (id, request_id, conversation_id, kind, closed_at, asked_at, score)
    SELECT uuidv7(r.closed_at - now()), r.request_id, gen_random_uuid(), CASE WHEN m.d < 0.25 THEN 'csat' ELSE 'nps' END, r.closed_at, r.closed_at,
      CASE WHEN m.b < 0.4 THEN 1 + floor(m.c * 5) END
    FROM stat_request r JOIN made m ON m.id = r.request_id WHERE r.closed_at IS NOT NULL AND m.d < 0.3`)
  await sql.query('DROP TABLE made')
  for (const { made } of indexes) await sql.query(made)
  // What the sweep packed while the tables were filling is told to be old, as the projector would have told it.
  await sql.query(`INSERT INTO stat_day SELECT day::date, pg_current_xact_id()::text::bigint
    FROM generate_series(now() - interval '366 days', now() + interval '1 day', interval '1 day') day
    ON CONFLICT (day) DO UPDATE SET change_no = greatest(stat_day.change_no + 1, excluded.change_no)`)
  await sql.query('ANALYZE')
}

/** Takes the tables' indexes away, keys aside, and says how to make them again. */
async function withoutIndexes(tables: readonly string[]): Promise<{ name: string; made: string }[]> {
  const { rows } = await sql.query<{ name: string; made: string }>(
    `SELECT i.indexname AS name, i.indexdef AS made FROM pg_indexes i
      WHERE i.tablename = ANY ($1) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`,
    [tables],
  )
  for (const { name } of rows) await sql.query(`DROP INDEX "${name}"`)
  return rows
}

async function pack(): Promise<void> {
  const platform = await startPlatform(loadConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' }), () => undefined)
  try {
    while ((await keepPages(platform.ctx)) > 0);
  } finally {
    await platform.close()
  }
}

async function measure(running: RunningHub): Promise<{ table: string[][]; bytes: number }> {
  const desk = await signInAs(running, 'sherzod')
  const rows = [['page', 'period', 'first time ms', 'then p50', 'p95 ms']]
  for (const [name, address] of Object.entries(pages)) {
    for (const [period, [from, to]] of Object.entries(periods)) {
      const query = `${address}${address.includes('?') ? '&' : '?'}from=${dayAgo(from)}&to=${dayAgo(to)}`
      const took: number[] = []
      for (let i = 0; i <= rounds; i++) {
        const began = performance.now()
        await desk.get(`/api/statistics/${query}`)
        took.push(performance.now() - began)
      }
      const then = Float64Array.from(took.slice(1))
      rows.push([name, period, whole(took[0] ?? 0), whole(percentile(then, 0.5)), whole(percentile(then, 0.95))])
      say(`  ${rows.at(-1)?.join(' | ')}`)
    }
  }
  return { table: rows, bytes: residentBytes(running.pid()) }
}

/** The other sections stay as they are. */
function writeSection(tables: string): void {
  const file = new URL('../../docs/performance.md', import.meta.url)
  const head = '## Report pages'
  const text = readFileSync(file, 'utf8')
  const [before = '', after = ''] = text.split(head)
  const next = after.indexOf('\n## ')
  const rest = next === -1 ? '' : after.slice(next)
  const words = `${head}

Written by \`npm run bench -- reports --write\` on ${new Date().toISOString().slice(0, 10)}: a year of ${whole(requests)} requests, asked over HTTP as the console
asks, ${rounds} times each after the first; ${availableParallelism()} cores shared with PostgreSQL (load of the machine before it: ${(loadavg()[0] ?? 0).toFixed(1)}).\n\n${tables}\n`
  writeFileSync(file, `${before.trimEnd()}\n\n${words}${rest}`)
}
