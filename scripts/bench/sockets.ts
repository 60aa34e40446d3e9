/**
 * `npm run bench -- sockets [--sockets 1000] [--frames 50] [--seconds 20] [--write]`: what it costs the program to tell many
 * screens of many changes. First the same changes with ten screens, then with all of them: the difference is the telling. A
 * change is a client's message; everybody watches the whole board, so each is told to every screen.
 */
import { parseArgs } from 'node:util'
import { ms, percentile, table, whole } from './figures.ts'
import { openHouse } from './house.ts'
import { loadNow, machine, writeSection } from './section.ts'

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    sockets: { type: 'string', default: '1000' },
    frames: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '20' },
    profile: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const [sockets, framesPerSecond, seconds] = [Number(values.sockets), Number(values.frames), Number(values.seconds)]
const few = 10

const loadBefore = loadNow()
const house = await openHouse({
  processes: 1,
  nodeArguments: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
})

type Round = { readonly open: number; readonly cores: number; readonly frameMs: Float64Array }

async function round(count: number): Promise<Round> {
  const open = await house.openScreens(count)
  await house.pace({ connections: 8, perSecond: framesPerSecond, seconds: 5, markEvery: 10 })
  const before = house.processor()
  const startedAt = performance.now()
  const pace = await house.pace({ connections: 8, perSecond: framesPerSecond, seconds, markEvery: 10 })
  const cores = (house.processor().program - before.program) / ((performance.now() - startedAt) / 1_000)
  await house.untilHeard(300_000)
  return { open, cores, frameMs: pace.frameMs }
}

try {
  await round(few)
  const small = await round(few)
  const large = await round(sockets)
  const row = (name: string, one: Round) => [
    name,
    whole(one.open),
    one.cores.toFixed(2),
    ...[0.5, 0.95, 0.99].map((share) => ms(percentile(one.frameMs, share))),
  ]
  const text = [
    machine(loadBefore),
    '',
    table([
      [`${framesPerSecond} changes a second`, 'screens', 'cores of the program', 'webhook → frame p50', 'p95', 'p99 ms'],
      row('few screens', small),
      row('all screens', large),
      ['the telling alone', '', Math.max(0, large.cores - small.cores).toFixed(2), '', '', ''],
    ]),
  ].join('\n')
  console.log(text)
  if (values.write) writeSection('scaling.md', 'sockets', text)
  if (large.open < sockets || large.cores >= 1) {
    console.error(`the aim is missed: ${large.open} screens, ${large.cores.toFixed(2)} cores`)
    process.exitCode = 1
  }
} finally {
  await house.close()
}
