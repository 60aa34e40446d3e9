/**
 * `npm run bench`: how much this program's whole work on a webhook costs against the smallest honest server, on this machine.
 * Rounds of both are interleaved and each rests (SIGSTOP) while the other is measured; ratios count, absolute numbers are the
 * machine's. `-- --write` also writes docs/performance.md. `-- --rounds 5 --seconds 8` for a longer look, `-- --profile <dir>`
 * for a CPU profile of the program, `-- --statements` for what PostgreSQL spent its time on, `-- --only hub` for one alone,
 * `-- --connections 1` for some of the rows.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { measureClassifier } from './classifier-speed.ts'
import { joined, median, percentile } from './figures.ts'
import { processorSecondsBelow, proportionalBytesBelow, residentBytes } from './hub-figures.ts'
import type { Flood } from './load-protocol.ts'
import { type Measured, type PerConcurrency, report, writeReport } from './report.ts'
import { type Contender, type Stage, setStage } from './stage.ts'

// Benches of their own: the clients' edge while the program is killed, a long stream, many screens, many processes, months apart.
const others: Readonly<Record<string, () => Promise<unknown>>> = {
  channels: () => import('./channels.ts'),
  screens: () => import('./screens.ts'),
  overload: () => import('./overload.ts'),
  soak: () => import('./soak.ts'),
  sockets: () => import('./sockets.ts'),
  scale: () => import('./scale.ts'),
  partitions: () => import('./partitions.ts'),
  reports: () => import('./reports.ts'),
  // What the whole house promises while its parts fail.
  faults: () => import('./faults/main.ts'),
}
const other = others[process.argv[2] ?? '']
if (other !== undefined) {
  await other()
  process.exit()
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    profile: { type: 'string' },
    statements: { type: 'boolean', default: false },
    only: { type: 'string' },
    connections: { type: 'string', default: '1,16,64' },
    write: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const concurrencies = values.connections.split(',').map(Number)
/** Longer than a program that was stopped looks closely at who calls it, as it does after every standstill. */
const warmSeconds = 2.5
const heardWithinMs = 180_000
const say = (line: string) => console.error(line)

type Name = 'floor' | 'hub'
type Processor = { readonly program: number; readonly database: number }
type Result = {
  readonly name: Name
  readonly concurrency: number
  readonly flood: Flood
  /** Seconds of processor time until everything behind the messages was done too. */
  readonly processor: Processor
}

const processorOf = (stage: Stage, contender: Contender): Processor => ({
  program: processorSecondsBelow(contender.pid),
  database: processorSecondsBelow(stage.databasePid),
})

/** One contender works, the other rests with everything it holds. */
async function floodOne(stage: Stage, name: Name, concurrency: number): Promise<Result & { lagMs: number }> {
  const [active, resting]: [Contender, Contender] = name === 'hub' ? [stage.hub, stage.floor] : [stage.floor, stage.hub]
  process.kill(active.pid, 'SIGCONT')
  const open = await stage.load({ kind: 'screens', screens: active.screens })
  process.kill(resting.pid, 'SIGSTOP')
  const before = processorOf(stage, active)
  const flood = await stage.flood({ target: active.target, concurrency, warmSeconds, seconds })
  say(
    `  ${name.padEnd(5)} ${String(concurrency).padStart(2)} connections: ${Math.round(flood.perSecond)}/s, ${open} screens, ${flood.frames} frames, ${flood.refused} refused`,
  )
  const lagMs = name === 'hub' ? await stage.figures.untilHeard(heardWithinMs) : 0
  const after = processorOf(stage, active)
  process.kill(resting.pid, 'SIGCONT')
  const processor = { program: after.program - before.program, database: after.database - before.database }
  const each = (seconds: number) => `${((seconds / flood.acknowledged) * 1_000).toFixed(2)} ms`
  say(`        processor time for each: program ${each(processor.program)}, PostgreSQL ${each(processor.database)}`)
  if (name === 'hub') say(`        everything heard ${lagMs} ms after the last message`)
  return { name, concurrency, flood, processor, lagMs }
}

/** Who goes first changes with every round, so that neither always meets the fresher disk cache. */
function orderOf(round: number): Name[] {
  const order: Name[] = round % 2 === 0 ? ['floor', 'hub'] : ['hub', 'floor']
  return order.filter((name) => values.only === undefined || name === values.only)
}

async function floodAll(stage: Stage): Promise<{ results: Result[]; lagsMs: number[] }> {
  const results: Result[] = []
  const lagsMs: number[] = []
  const plan = Array.from({ length: rounds }, (_, round) =>
    concurrencies.flatMap((concurrency) => orderOf(round).map((name) => ({ concurrency, name }))),
  ).flat()
  for (const { concurrency, name } of plan) {
    const { lagMs, ...result } = await floodOne(stage, name, concurrency)
    results.push(result)
    if (name === 'hub') lagsMs.push(lagMs)
  }
  return { results, lagsMs }
}

/** Milliseconds of processor time for one message, everything behind it included. */
function processorEach(results: readonly Result[], name: Name): Processor {
  const own = results.filter((result) => result.name === name)
  const messages = own.reduce((sum, { flood }) => sum + flood.acknowledged, 0)
  const each = (part: keyof Processor) => (own.reduce((sum, { processor }) => sum + processor[part], 0) / messages) * 1_000
  return { program: each('program'), database: each('database') }
}

function summarise(results: readonly Result[], name: Name, concurrency: number): PerConcurrency {
  const own = results.filter((result) => result.name === name && result.concurrency === concurrency)
  const all = joined(own.map((result) => result.flood.latenciesMs))
  return {
    concurrency,
    perSecond: median(own.map((result) => result.flood.perSecond)),
    p50: percentile(all, 0.5),
    p95: percentile(all, 0.95),
    p99: percentile(all, 0.99),
  }
}

async function measure(stage: Stage): Promise<Omit<Measured, 'loadBefore'>> {
  const idleBytes = residentBytes(stage.hub.pid)
  const { results, lagsMs } = await floodAll(stage)
  const floor = concurrencies.map((concurrency) => summarise(results, 'floor', concurrency))
  const hub = concurrencies.map((concurrency) => summarise(results, 'hub', concurrency))
  const halfLoad = Math.max(...hub.map((one) => one.perSecond)) / 2
  say(`webhook to frame at ${Math.round(halfLoad)}/s`)
  process.kill(stage.floor.pid, 'SIGSTOP')
  await stage.load({ kind: 'screens', screens: stage.hub.screens })
  const pace = await stage.pace({ target: stage.hub.target, connections: 40, perSecond: halfLoad, seconds: seconds * 3 })
  const lagMs = await stage.figures.untilHeard(heardWithinMs)
  process.kill(stage.floor.pid, 'SIGCONT')
  const hubResults = results.filter((result) => result.name === 'hub')
  const acknowledged = hubResults.reduce((sum, { flood }) => sum + flood.acknowledged, 0) + pace.acknowledged
  return {
    rounds,
    seconds,
    floor,
    hub,
    processorMs: { floor: processorEach(results, 'floor'), hub: processorEach(results, 'hub') },
    halfLoad,
    pace,
    lagsMs: [...lagsMs, lagMs],
    acknowledged,
    refused: results.reduce((sum, { flood }) => sum + flood.refused, 0) + pace.refused,
    stored: await stage.figures.stored(),
    backlog: await stage.figures.backlog(),
    repliesSent: stage.telegram.sent(),
    idleBytes,
    loadedBytes: residentBytes(stage.hub.pid),
    databaseBytes: proportionalBytesBelow(stage.databasePid),
    classifier: await measureClassifier(),
  }
}

/** A stopped process hears nothing, not even that it should end. */
function wake({ floor, hub }: Stage): void {
  for (const { pid } of [floor, hub]) {
    try {
      process.kill(pid, 'SIGCONT')
    } catch {
      // It has ended already.
    }
  }
}

const loadBefore = loadavg()[0] ?? 0
const stage = await setStage({
  countsStatements: values.statements,
  ...(values.profile !== undefined && { profileTo: values.profile }),
})
// Stopped by hand or by a time limit, it leaves no server behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    wake(stage)
    void stage.close().finally(() => process.exit(1))
  })
}
try {
  const measured = { ...(await measure(stage)), loadBefore }
  console.log(report(measured))
  for (const line of await stage.figures.statements()) console.log(line)
  if (values.write) writeReport(measured)
  const isWhole = measured.stored.messages === measured.acknowledged && measured.stored.distinct === measured.acknowledged
  if (!isWhole || measured.backlog.parked > 0) {
    console.error('messages were lost, doubled or parked: see the last table')
    process.exitCode = 1
  }
} finally {
  wake(stage)
  await stage.close()
}
