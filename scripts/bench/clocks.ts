/**
 * `npm run bench:clocks [clocks] [seconds]`: how fast due moments are computed, and how late warnings and breaches are written.
 *
 * One core and no database first: due moments by the calendar function, wall and processor time. Then a PostgreSQL of its own that
 * keeps the moment of every commit, and clocks whose due moments are spread evenly over the seconds, a warning five seconds before
 * each and a step of escalation at each due moment. Lateness is the commit of the ledger entry less the moment it is for: what
 * another process would see, not what the waker thinks of itself. Once the waker alone, then the whole program that loses Redis in
 * the middle, then the whole program that is killed in the middle and started again. `-- --write` puts the tables into
 * docs/performance.md.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { compileCalendar } from '#contracts'
import { ClockWaker } from '#handoff'
import { loadConfig, startEmbeddedDatabase, startPlatform } from '#platform'
import { freePort } from '../../tests/support/free-port.ts'
import { type RunningHub, startHub } from '../../tests/support/running-hub.ts'
import { until } from '../../tests/support/until.ts'
import { table, whole } from './figures.ts'
import { processorSecondsBelow } from './hub-figures.ts'

const [clocks = 10_000, seconds = 10] = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
/** The whole program also hears every fact, escalates and tells its screens; a bank's busiest minute is spread wider. */
const wholeSeconds = seconds * 3
const warnBeforeMs = 5_000
/** Long enough to write all of them down before the first warning. */
const leadMs = 20_000
const startWithinMs = 180_000
const say = (line: string) => console.error(line)

/** A step's row is written again when it is done: what is seen of it is the doing. */
const stampsSql = `SELECT kind, at, pg_xact_commit_timestamp(xmin) AS seen FROM sla_clock_entry WHERE kind IN ('warned', 'breached')
  UNION ALL SELECT CASE state WHEN 'due' THEN 'step begun' ELSE 'step done' END, due_at, pg_xact_commit_timestamp(xmin) FROM clock_step WHERE code = 'late'`

/** Said where the figures are not this program's alone. */
const crowded =
  'Other work held the cores meanwhile: the load average was above their number, and what is late is late by that too.\n'

const calculated = dueMomentsPerSecond()
const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-clocks-'))
chmodSync(directory, 0o755) // PostgreSQL runs as another account where this runs as root
const database = await startEmbeddedDatabase({
  directory: path.join(directory, 'postgres'),
  settings: { track_commit_timestamp: 'on' },
})
const scenes: string[][] = [
  ['clocks', 'what', 'stamps', 'median', 'p95', 'p99', 'worst ms', 'later than 1 s', 'processor: program + PostgreSQL'],
]
try {
  await wakerAlone(await ownDatabase('alone'))
  await withRedisLost(await ownDatabase('redis'))
  await withRestart(await ownDatabase('restart'))
} finally {
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
}
const rates = table([
  ['due moments on one core', 'a second'],
  ['by the clock on the wall', whole(calculated.byWall)],
  ['by processor time', whole(calculated.byProcessor)],
])
console.log(`${rates}\n\n${table(scenes)}`)
if (process.argv.includes('--write')) writeSection()

async function wakerAlone(url: string): Promise<void> {
  const platform = await startPlatform(configOf(url), () => undefined)
  const sql = await connect(url)
  try {
    const { lastDueMs } = await writeClocks(sql, seconds)
    const waker = new ClockWaker(platform.ctx)
    const before = processorNow()
    waker.start()
    await allStamped(sql, lastDueMs)
    await waker.stop()
    const used = `${(processorNow().program - before.program).toFixed(1)} + ${(processorNow().database - before.database).toFixed(1)} s`
    await tellScene(sql, `${whole(clocks)} over ${seconds} s, the waker alone`, { used })
  } finally {
    await sql.end()
    await platform.close()
  }
}

async function withRedisLost(url: string): Promise<void> {
  const port = await freePort()
  const redis = startRedis(port)
  const hub = await startHub({ env: { DATABASE_URL: url, REDIS_URL: `redis://127.0.0.1:${port}`, DEMO: 'off' }, startWithinMs })
  const sql = await connect(url)
  try {
    const scene = await writeClocks(sql, wholeSeconds)
    const used = processorOf(hub)
    await sleep(scene.middleMs - Date.now())
    redis.kill('SIGKILL')
    say('Redis is gone')
    await allStamped(sql, scene.lastDueMs)
    const what = `${whole(clocks)} over ${wholeSeconds} s, the whole program; Redis killed in the middle`
    await tellScene(sql, what, { used: used() })
  } finally {
    await sql.end()
    redis.kill('SIGKILL')
    await hub.crash()
    rmSync(hub.dataDirectory, { recursive: true, force: true })
  }
}

/** What came due while nothing ran cannot be in time; it is counted from the moment the program called itself ready. */
async function withRestart(url: string): Promise<void> {
  const hub = await startHub({ env: { DATABASE_URL: url, DEMO: 'off' }, startWithinMs })
  const sql = await connect(url)
  try {
    const scene = await writeClocks(sql, wholeSeconds)
    const used = processorOf(hub)
    await sleep(scene.middleMs - Date.now())
    const diedAt = new Date()
    await hub.crash()
    await hub.start()
    const away = { diedAt, readyAt: new Date() }
    say(`killed, and ready again after ${away.readyAt.getTime() - diedAt.getTime()} ms`)
    await allStamped(sql, scene.lastDueMs)
    const what = `${whole(clocks)} over ${wholeSeconds} s, the whole program; killed in the middle`
    await tellScene(sql, what, { used: used(), away })
  } finally {
    await sql.end()
    await hub.crash()
    rmSync(hub.dataDirectory, { recursive: true, force: true })
  }
}

async function ownDatabase(name: string): Promise<string> {
  const sql = await connect(database.url)
  await sql.query(`CREATE DATABASE clocks_${name}`)
  await sql.end()
  const own = new URL(database.url)
  own.pathname = `/clocks_${name}`
  return own.href
}

async function connect(url: string): Promise<pg.Client> {
  const sql = new pg.Client({ connectionString: url })
  await sql.connect()
  return sql
}

function configOf(url: string) {
  return loadConfig({ DATABASE_URL: url, DATA_DIR: directory, LOG_LEVEL: 'error' })
}

function startRedis(port: number): ChildProcess {
  const quiet = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory]
  return spawn('redis-server', ['--port', String(port), ...quiet], { stdio: 'ignore' })
}

function ownSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}

function processorNow() {
  return { program: ownSeconds(), database: processorSecondsBelow(database.pid) }
}

/** Of the program's own process over all its lives. */
function processorOf(hub: RunningHub): () => string {
  const before = { database: processorSecondsBelow(database.pid), pid: hub.pid(), program: processorSecondsBelow(hub.pid()) }
  return () => {
    const program = processorSecondsBelow(hub.pid()) - (hub.pid() === before.pid ? before.program : 0)
    return `${program.toFixed(1)} + ${(processorSecondsBelow(database.pid) - before.database).toFixed(1)} s`
  }
}

type Scene = { readonly middleMs: number; readonly lastDueMs: number }

async function writeClocks(sql: pg.Client, overSeconds: number): Promise<Scene> {
  const firstDueMs = Date.now() + leadMs
  await sql.query(
    `INSERT INTO request (id, number, contact_id, channel_kind, type, priority, topic, language, department_id, holder_kind,
        holder_since, opened_at)
      SELECT gen_random_uuid(), 'bench-' || n, gen_random_uuid(), 'telegram', 'question', 'normal', 'general', 'ru',
        gen_random_uuid(), 'queue', now(), now() FROM generate_series(1, $1::int) n`,
    [clocks],
  )
  await sql.query(
    `INSERT INTO sla_clock (id, request_id, kind, started_at, target_ms, due_at, warn_at, next_wake_at, steps)
      SELECT gen_random_uuid(), r.id, 'first_response', now(), 900000, d.due, d.due - $3 * interval '1 millisecond',
        d.due - $3 * interval '1 millisecond', jsonb_build_array(jsonb_build_object('code', 'late', 'at', d.due))
      FROM (SELECT id, row_number() OVER () AS n FROM request WHERE number LIKE 'bench-%') r,
        LATERAL (SELECT $1::timestamptz + (r.n - 1) * $2::float * interval '1 millisecond' AS due) d`,
    [new Date(firstDueMs), (overSeconds * 1_000) / clocks, warnBeforeMs],
  )
  await sql.query('ANALYZE')
  const leftMs = firstDueMs - warnBeforeMs - Date.now()
  if (leftMs < 0) throw new Error('writing the clocks took longer than the lead; the first ones would be late by that')
  say(`${clocks} clocks over ${overSeconds} s are written; the first warning is in ${Math.round(leftMs / 1_000)} s`)
  const spanMs = overSeconds * 1_000
  return { middleMs: firstDueMs + spanMs / 2, lastDueMs: firstDueMs + spanMs }
}

async function allStamped(sql: pg.Client, lastDueMs: number): Promise<void> {
  await sleep(Math.max(0, lastDueMs - Date.now()))
  const isDone = async () => {
    const { rows } = await sql.query<{ n: number }>(`SELECT count(*)::int AS n FROM sla_clock WHERE next_wake_at IS NOT NULL`)
    return rows[0]?.n === 0
  }
  await until(isDone, { withinMs: 120_000, what: 'every clock to be stamped' })
}

/** One row for warnings, one for breaches with their steps; what came due while the program was away has rows of its own. */
async function tellScene(
  sql: pg.Client,
  what: string,
  { used, away }: { used: string; away?: { diedAt: Date; readyAt: Date } },
): Promise<void> {
  // Due before it was back and not written before it died.
  const values = [away?.diedAt ?? new Date(0), away?.readyAt ?? new Date(0)]
  const { rows } = await sql.query<Record<string, number | string | boolean>>(
    `SELECT kind, "wasAway", count(*)::int AS stamps, count(*) FILTER (WHERE late > 1000)::int AS over,
        round(percentile_cont(0.5) WITHIN GROUP (ORDER BY late))::int AS median,
        round(percentile_cont(0.95) WITHIN GROUP (ORDER BY late))::int AS p95,
        round(percentile_cont(0.99) WITHIN GROUP (ORDER BY late))::int AS p99, round(max(late))::int AS worst
      FROM (SELECT kind, "wasAway", (extract(epoch FROM seen - CASE WHEN "wasAway" THEN $2 ELSE at END) * 1000)::float AS late
        FROM (SELECT s.*, at <= $2 AND seen >= $1 AS "wasAway" FROM (${stampsSql}) s) t) e
      GROUP BY kind, "wasAway" ORDER BY "wasAway", kind DESC`,
    values,
  )
  for (const [index, row] of rows.entries()) {
    const kind = row['wasAway'] ? `${row['kind']}, due while it was away; from ready on` : String(row['kind'])
    const figures = ['stamps', 'median', 'p95', 'p99', 'worst', 'over'].map((name) => whole(Number(row[name])))
    scenes.push([index === 0 ? what : '', kind, ...figures, index === 0 ? used : ''])
  }
}

/** Two weeks of starts to the second, targets from a minute to five working days, over a bank's calendar with its holidays. */
function dueMomentsPerSecond(): { byWall: number; byProcessor: number } {
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
    const [startedAt, processor] = [performance.now(), ownSeconds()]
    for (let i = 0; i < many; i++) {
      const fromMs = firstMs + ((i * 7_919_000) % 1_209_600_000)
      sum += calendar.addWorkingMs(fromMs, 60_000 + ((i * 104_729) % 144_000_000))
    }
    return { byWall: (many * 1_000) / (performance.now() - startedAt), byProcessor: many / (ownSeconds() - processor) }
  }
  measure()
  const measured = measure()
  // Used, so that nothing of it is optimised away.
  if (!Number.isFinite(sum)) throw new Error('a due moment is a number')
  return measured
}

function isCrowded(): boolean {
  return (loadavg()[0] ?? 0) > cpus().length + 1
}

/** The other sections stay as they are. */
function writeSection(): void {
  const file = new URL('../../docs/performance.md', import.meta.url)
  const head = '## Clocks'
  const [before = '', after = ''] = readFileSync(file, 'utf8').split(`${head}\n`)
  const next = after.indexOf('\n## ')
  const rest = next === -1 ? '' : after.slice(next)
  const words = `${head}

Written by \`npm run bench:clocks -- --write\` on ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, load average before the end
${loadavg()[0]?.toFixed(1)}. Late is the commit of a ledger entry less the moment it is for; each clock has a warning, a breach and a step of escalation,
and the whole program hears, escalates and tells all of them on the same cores. The promise is 100,000 due moments a second, and one
second from its moment for each warning and breach; a step is done by the waker too, beside its next round.
${isCrowded() ? crowded : ''}
${rates}

${table(scenes)}
`
  writeFileSync(file, `${before.trimEnd()}\n\n${words}${rest}`)
}
