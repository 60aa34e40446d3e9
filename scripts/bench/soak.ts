/**
 * `npm run bench -- soak [--rate 500] [--minutes 10] [--screens 10] [--write]`: a steady stream of clients' messages over the
 * webhook of one process with every role, and how long each took to the screens. One message in twenty is followed to its
 * frames. Open loop: a message's time starts when it was due to be sent. Fails where the aim is missed or anything was lost.
 */
import { parseArgs } from 'node:util'
import { ms, percentile, table, whole } from './figures.ts'
import { openHouse } from './house.ts'
import { loadNow, machine, writeSection } from './section.ts'
import { countStatementsAnew, statementStages } from './statement-stages.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rate: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '10' },
    screens: { type: 'string', default: '10' },
    profile: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const [rate, minutes, screens] = [Number(values.rate), Number(values.minutes), Number(values.screens)]
const aimMs = 250
const markEvery = 20
const warmSeconds = 10
const minuteMs = 60_000

const loadBefore = loadNow()
const house = await openHouse({
  processes: 1,
  nodeArguments: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
})
try {
  await house.openScreens(screens)
  // A program that has just started compiles its own code first.
  await house.pace({ connections: 32, perSecond: Math.min(100, rate), seconds: warmSeconds, markEvery })
  await house.untilHeard(120_000)
  await countStatementsAnew(house.sql)
  const before = house.processor()
  const startedAt = new Date()
  const pace = await house.pace({ connections: 64, perSecond: rate, seconds: minutes * 60, markEvery })
  const lagMs = await house.untilHeard(600_000)
  const after = house.processor()
  const byStage = await statementStages(house.sql, pace.acknowledged)
  const { rows } = await house.sql.query<{ stored: number }>(
    `SELECT count(DISTINCT external_id)::int AS stored FROM message WHERE author_kind = 'client' AND received_at >= $1`,
    [startedAt],
  )
  const worst = Math.max(
    ...Array.from({ length: Math.ceil(minutes) }, (_, minute) =>
      percentile(
        pace.frameMs.filter((_ms, index) => Math.floor((pace.frameAtMs[index] ?? 0) / minuteMs) === minute),
        0.99,
      ),
    ).filter((value) => !Number.isNaN(value)),
  )
  const each = (seconds: number) => ((seconds / pace.acknowledged) * 1_000).toFixed(2)
  const p99 = percentile(pace.frameMs, 0.99)
  const rows2 = (name: string, samples: Float64Array) => [
    name,
    ...[0.5, 0.95, 0.99].map((share) => ms(percentile(samples, share))),
  ]
  const text = [
    `${machine(loadBefore)}`,
    '',
    table([
      [`${whole(rate)} messages a second for ${minutes} minutes, ${screens} screens`, 'p50', 'p95', 'p99 ms'],
      rows2('webhook → 200', pace.answerMs),
      rows2('webhook → frame on a screen', pace.frameMs),
      ['webhook → frame in the worst minute', '', '', ms(worst)],
    ]),
    '',
    table([
      ['also', ''],
      ['acknowledged; stored; refused', `${whole(pace.acknowledged)}; ${whole(rows[0]?.stored ?? 0)}; ${whole(pace.refused)}`],
      ['everything heard after the last message', `${whole(lagMs)} ms`],
      [
        'processor time for each message: program, PostgreSQL',
        `${each(after.program - before.program)} ms, ${each(after.database - before.database)} ms`,
      ],
    ]),
    '',
    byStage,
  ].join('\n')
  console.log(text)
  if (values.write) writeSection('scaling.md', 'soak', text)
  if (rows[0]?.stored !== pace.acknowledged) {
    console.error('messages were lost or doubled')
    process.exitCode = 1
  }
  if (!(p99 < aimMs) || pace.refused > 0) {
    console.error(`the aim is missed: p99 ${ms(p99)} ms of ${aimMs} ms, ${pace.refused} refused`)
    process.exitCode = 1
  }
} finally {
  await house.close()
}
