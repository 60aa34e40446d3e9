/**
 * `npm run bench -- overload [--rate 5000] [--seconds 600] [--write]`: ten times the peak the house is planned for (500 messages a
 * second) is offered to one process with every role, open loop, while members of staff work. Fails where a message that was
 * answered 200 is not stored once, where one is refused otherwise than by 503 with Retry-After, where staff are refused anything or
 * wait longer than the aim, or where memory goes on growing.
 */
import { parseArgs } from 'node:util'
import { type Act, openHands, type Round } from './desk-hands.ts'
import { megabytes, ms, percentile, table, whole } from './figures.ts'
import { openHouse } from './house.ts'
import { loadNow, machine, writeSection } from './section.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '600' },
    connections: { type: 'string', default: '1000' },
    profile: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const [rate, seconds, connections] = [Number(values.rate), Number(values.seconds), Number(values.connections)]
const calmSeconds = Math.min(20, seconds)
/** What a person still calls working, at p95. */
const aimMs = 3_000
/** Beyond the busy state of the first half memory may not grow by more. */
const mostGrowth = 1.35
const say = (line: string) => console.error(line)

type Sample = { readonly at: number; readonly program: number; readonly database: number }

const loadBefore = loadNow()
const house = await openHouse({
  processes: 1,
  nodeArguments: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
})

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${house.door.base}/metrics`)).text()
  const found = [...text.matchAll(new RegExp(`^murojaat_${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))]
  return found.reduce((sum, match) => sum + Number(match[1]), 0)
}

const highest = (samples: readonly Sample[], part: 'program' | 'database') => Math.max(...samples.map((one) => one[part]))

function rowsOf(calm: Round, busy: Round): string[][] {
  const figures = (round: Round, act: Act) =>
    [0.5, 0.95, 0.99].map((share) => ms(percentile(Float64Array.from(round.ms[act]), share)))
  return (Object.keys(busy.ms) as Act[]).map((act) => [
    act,
    ...figures(calm, act),
    ...figures(busy, act),
    whole(busy.ms[act].length),
  ])
}

/** Works with the house until the given time has passed. */
async function calmly(hands: Awaited<ReturnType<typeof openHands>>): Promise<Round> {
  const until = performance.now() + calmSeconds * 1_000
  return hands.workUntil(() => performance.now() > until)
}

try {
  await house.openScreens(10)
  await house.pace({ connections: 16, perSecond: 20, seconds: 10 })
  await house.untilHeard(120_000)
  const hands = await openHands(house.door)
  await calmly(hands)
  const calm = await calmly(hands)
  const idle = house.memory()
  say(`offering ${whole(rate)} a second for ${seconds} s over ${connections} connections`)

  const samples: Sample[] = []
  const startedAt = performance.now()
  const sampling = setInterval(() => samples.push({ at: performance.now() - startedAt, ...house.memory() }), 1_000)
  const before = house.processor()
  let isOver = false
  const working = hands.workUntil(() => isOver)
  const deluge = await house.deluge({ connections, perSecond: rate, seconds })
  const took = (performance.now() - startedAt) / 1_000
  isOver = true
  const busy = await working
  const after = house.processor()
  clearInterval(sampling)
  hands.close()
  const lagMs = await house.untilHeard(900_000)

  const { rows } = await house.sql.query<{ accepted: number; found: number; times: number }>(
    `SELECT count(*)::int AS accepted, count(m.id)::int AS found, coalesce(max(m.times), 0)::int AS times FROM unnest($1::text[]) key
     LEFT JOIN (SELECT external_id, count(*) AS times, min(id::text) AS id FROM message WHERE author_kind = 'client' GROUP BY 1) m
       ON m.external_id = key`,
    [deluge.accepted],
  )
  const [stored] = rows
  const half = samples.filter(({ at }) => at < took * 500)
  const rest = samples.filter(({ at }) => at >= took * 500)
  const cores = (part: 'program' | 'database') => ((after[part] - before[part]) / took).toFixed(2)
  const text = [
    machine(loadBefore),
    '',
    table([
      [`${whole(rate)} messages a second offered for ${seconds} s, open loop, ${whole(connections)} connections`, ''],
      ['offered', whole(deluge.offered)],
      ['accepted (200), a second', `${whole(deluge.accepted.length)}, ${whole(deluge.accepted.length / took)}`],
      ['of them stored; more than once', `${whole(stored?.found ?? 0)}; ${(stored?.times ?? 0) > 1 ? 'yes' : 'none'}`],
      ['refused before anything was taken: 503 with Retry-After', whole(deluge.askedToWait)],
      ['answered otherwise; broken off', `${whole(deluge.otherwise)}; ${whole(deluge.unanswered)}`],
      ['never sent: every connection busy for 5 s', whole(deluge.unsent)],
      [
        'accepted → 200, from when it was due: p50, p95, p99',
        [0.5, 0.95, 0.99].map((share) => ms(percentile(deluge.answerMs, share))).join(', '),
      ],
      [
        'turned away by the admission; by the full backlog',
        `${whole(await metric('http_turned_away'))}; ${whole(await metric('intake_refused'))}`,
      ],
      ['everything heard after the last message', `${(lagMs / 1_000).toFixed(1)} s`],
      ['cores: program, PostgreSQL', `${cores('program')}, ${cores('database')}`],
      [
        'resident memory of the program: before, highest in the first half, in the second',
        [idle.program, highest(half, 'program'), highest(rest, 'program')].map(megabytes).join(', '),
      ],
      [
        'PostgreSQL with all its processes, likewise',
        [idle.database, highest(half, 'database'), highest(rest, 'database')].map(megabytes).join(', '),
      ],
    ]),
    '',
    table([
      ['staff at work, ms', 'calm p50', 'p95', 'p99', 'under the flood p50', 'p95', 'p99', 'times'],
      ...rowsOf(calm, busy),
      ['refused or failed', '', '', whole(calm.faults.length), '', '', whole(busy.faults.length), ''],
    ]),
  ].join('\n')
  console.log(text)
  for (const fault of [...new Set(busy.faults)].slice(0, 5)) say(`staff: ${fault}`)
  if (values.write) writeSection('reliability.md', 'overload', text)

  const slow = (Object.entries(busy.ms) as [Act, number[]][]).filter(
    ([, took]) => !(percentile(Float64Array.from(took), 0.95) < aimMs),
  )
  const faults = [
    stored?.found !== deluge.accepted.length && 'accepted messages are not stored',
    (stored?.times ?? 0) > 1 && 'messages are stored twice',
    deluge.otherwise > 0 && 'messages were refused otherwise than by 503 with Retry-After',
    busy.faults.length > 0 && 'staff were refused or failed',
    slow.length > 0 && `staff waited longer than ${aimMs} ms at p95: ${slow.map(([act]) => act).join(', ')}`,
    highest(rest, 'program') > highest(half, 'program') * mostGrowth && 'memory goes on growing',
  ].filter((fault): fault is string => typeof fault === 'string')
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
} finally {
  await house.close()
}
