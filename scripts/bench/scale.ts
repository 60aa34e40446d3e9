/**
 * `npm run bench -- scale [--processes 1,2,4] [--kept 10000,100000] [--screens 500] [--seconds 36] [--rate 120] [--write]`:
 * a day of a large bank, compressed, over 1, 2 and 4 processes by roles, and again upon ever more requests kept. For each: what
 * it takes at most, how long each stage takes, and what a message costs in statements, bytes of the write-ahead log and processor
 * time. `--kept 10000,3000000` is the whole curve: the past of three million requests takes the better part of an hour to write.
 */
import { parseArgs } from 'node:util'
import { seedRequests } from '../../tests/support/seed-requests.ts'
import { ms, percentile, table, whole } from './figures.ts'
import { type House, openHouse } from './house.ts'
import { loadNow, machine, writeSection } from './section.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    processes: { type: 'string', default: '1,2,4' },
    kept: { type: 'string', default: '10000,100000' },
    screens: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '36' },
    rate: { type: 'string', default: '120' },
    write: { type: 'boolean', default: false },
  },
})
const list = (words: string) => words.split(',').map(Number)
const [processes, kept] = [list(values.processes), list(values.kept)]
const [screens, seconds, rate] = [Number(values.screens), Number(values.seconds), Number(values.rate)]
const floodSeconds = 5
const heardWithinMs = 900_000
/** Messages by the hour of a day in Tashkent, as shares: a night that sleeps, a morning that has waited. */
const day = [1, 1, 1, 1, 1, 2, 4, 8, 16, 24, 28, 26, 20, 18, 22, 24, 22, 18, 14, 10, 8, 6, 4, 2]
const say = (line: string) => console.error(line)

type Point = {
  readonly processes: number
  readonly kept: number
  readonly screens: number
  readonly perSecond: number
  readonly stages: Readonly<Record<(typeof stageNames)[number], readonly number[]>>
  readonly statements: number
  readonly walBytes: number
  readonly program: number
  readonly database: number
  readonly lagMs: number
  /** Of the whole database with its indexes, for each request it keeps. */
  readonly keptBytes: number
}
const stageNames = ['accepted', 'numbered', 'shown', 'placed', 'told'] as const
const shares = [0.5, 0.95, 0.99]

async function ask<T>(house: House, text: string, ...of: unknown[]): Promise<T> {
  return (await house.sql.query(text, of)).rows[0] as T
}

const counted = (house: House) =>
  ask<{ statements: string; wal: string }>(
    house,
    `SELECT (SELECT sum(calls) FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()))
      AS statements, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS wal`,
  )

/** Percentiles of a stage over what began since a moment, in milliseconds. */
async function stage(house: House, from: string, took: string, since: Date): Promise<number[]> {
  const { p } = await ask<{ p: number[] | null }>(
    house,
    `SELECT percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM ${took})::float * 1000) AS p FROM ${from}`,
    since,
  )
  return p ?? []
}

async function measure(house: House, count: number, past: number): Promise<Point> {
  const open = await house.openScreens(screens)
  // A handful of people stand for hundreds: nobody's hands are full before the day begins.
  await house.sql.query('UPDATE operator SET capacity = 1000')
  const { size } = await ask<{ size: string }>(house, 'SELECT pg_database_size(current_database()) AS size')
  await house.pace({ connections: 32, perSecond: rate / 3, seconds: 5, markEvery: 20 })
  await house.untilHeard(heardWithinMs)
  const since = new Date()
  const [before, usedBefore] = [await counted(house), house.processor()]
  const pace = await house.pace({ connections: 48, perSecond: rate, seconds, shape: day, markEvery: 10 })
  const lagMs = await house.untilHeard(heardWithinMs)
  const [after, usedAfter] = [await counted(house), house.processor()]
  const each = (used: number) => used / pace.acknowledged
  const stages = {
    accepted: shares.map((share) => percentile(pace.answerMs, share)),
    numbered: await stage(
      house,
      `event WHERE name = 'message.received' AND occurred_at >= $1`,
      'published_at - occurred_at',
      since,
    ),
    shown: shares.map((share) => percentile(pace.frameMs, share)),
    placed: await stage(
      house,
      'assignment a JOIN request r ON r.id = a.request_id WHERE r.opened_at >= $1',
      'a.at - r.opened_at',
      since,
    ),
    told: await stage(house, `delivery WHERE queued_at >= $1 AND sent_at IS NOT NULL`, 'sent_at - queued_at', since),
  }
  const flood = await house.flood({ concurrency: 64, warmSeconds: 1, seconds: floodSeconds })
  await house.untilHeard(heardWithinMs)
  say(`  ${count} processes, ${whole(past)} kept: ${whole(flood.perSecond)}/s at most, ${open} screens`)
  return {
    processes: count,
    kept: past,
    screens: open,
    perSecond: flood.perSecond,
    stages,
    statements: each(Number(after.statements) - Number(before.statements)),
    walBytes: each(Number(after.wal) - Number(before.wal)),
    program: each(usedAfter.program - usedBefore.program) * 1_000,
    database: each(usedAfter.database - usedBefore.database) * 1_000,
    lagMs,
    keptBytes: Number(size) / past,
  }
}

async function measureAll(): Promise<Point[]> {
  const points: Point[] = []
  for (const count of processes) {
    const house = await openHouse({ processes: count })
    try {
      let there = 0
      // Only the last of them grows: the others are measured upon the smallest past.
      for (const past of count === processes.at(-1) ? kept : kept.slice(0, 1)) {
        await seedRequests(house.sql, { ...house.past, from: there + 1, count: past - there }, (written) => {
          if (written % 100_000 === 0) say(`  ${whole(there + written)} requests written`)
        })
        there = past
        await house.sql.query('ANALYZE')
        await house.sql.query('CHECKPOINT')
        points.push(await measure(house, count, past))
      }
    } finally {
      await house.close()
    }
  }
  return points
}

const dash = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '–' : ms(value))

function report(points: readonly Point[], loadBefore: number): string {
  const name = (point: Point) => [String(point.processes), whole(point.kept)]
  return [
    `${machine(loadBefore)}. ${screens} screens; a day in ${seconds} s, ${rate} messages a second on average and ${whole((Math.max(...day) / (day.reduce((sum, share) => sum + share, 0) / day.length)) * rate)} in its busiest hour.`,
    '',
    table([
      [
        'processes',
        'requests kept',
        'at most, msg/s',
        'statements',
        'WAL bytes',
        'program ms',
        'PostgreSQL ms',
        'heard after, ms',
        'bytes kept each',
      ],
      ...points.map((point) => [
        ...name(point),
        whole(point.perSecond),
        point.statements.toFixed(1),
        whole(point.walBytes),
        point.program.toFixed(2),
        point.database.toFixed(2),
        whole(point.lagMs),
        whole(point.keptBytes),
      ]),
    ]),
    '',
    'Statements, bytes and milliseconds are for each message with all that follows.',
    '',
    table([
      ['processes', 'requests kept', 'stage', 'p50', 'p95', 'p99 ms'],
      ...points.flatMap((point) =>
        stageNames.map((stageName) => [
          ...name(point),
          stageName,
          ...shares.map((_, index) => dash(point.stages[stageName][index])),
        ]),
      ),
    ]),
  ].join('\n')
}

const loadBefore = loadNow()
const text = report(await measureAll(), loadBefore)
console.log(text)
if (values.write) writeSection('scaling.md', 'scale', text)
