/** The bench's tables, on the screen and in docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import type { ClassifierSpeed } from './classifier-speed.ts'
import { median, megabytes, ms, percentile, table, whole } from './figures.ts'
import type { Backlog } from './hub-figures.ts'
import type { Pace } from './load-protocol.ts'
import { newClientShare } from './update-maker.ts'

export type PerConcurrency = {
  readonly concurrency: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

export type Measured = {
  /** Load average of a minute before the run: what else this machine was doing. */
  readonly loadBefore: number
  readonly rounds: number
  readonly seconds: number
  readonly floor: readonly PerConcurrency[]
  readonly hub: readonly PerConcurrency[]
  /** Milliseconds of processor time for one message. */
  readonly processorMs: Readonly<Record<'floor' | 'hub', { readonly program: number; readonly database: number }>>
  readonly halfLoad: number
  readonly pace: Pace
  readonly lagsMs: readonly number[]
  readonly acknowledged: number
  readonly refused: number
  readonly stored: { readonly messages: number; readonly distinct: number; readonly requests: number }
  readonly backlog: Backlog
  readonly repliesSent: number
  readonly idleBytes: number
  readonly loadedBytes: number
  readonly databaseBytes: number
  readonly classifier: ClassifierSpeed
}

function throughput({ floor, hub }: Measured): string {
  const head = ['connections', '(a) msg/s', 'p50', 'p95', 'p99 ms', '(b) msg/s', 'p50', 'p95', 'p99 ms', '(b) / (a)']
  const cells = (one: PerConcurrency) => [whole(one.perSecond), ms(one.p50), ms(one.p95), ms(one.p99)]
  const rows = floor.flatMap((low, index) => {
    const high = hub[index]
    return high ? [[String(low.concurrency), ...cells(low), ...cells(high), (high.perSecond / low.perSecond).toFixed(2)]] : []
  })
  return table([head, ...rows])
}

function frames({ pace, halfLoad }: Measured): string {
  const row = (name: string, samples: Float64Array) => [
    name,
    ...[0.5, 0.95, 0.99].map((share) => ms(percentile(samples, share))),
    whole(samples.length),
  ]
  return table([
    [`at half load, ${whole(halfLoad)} msg/s`, 'p50', 'p95', 'p99 ms', 'samples'],
    row('webhook → 200', pace.answerMs),
    row('webhook → frame on an operator’s screen', pace.frameMs),
  ])
}

function rest(measured: Measured): string {
  const { stored, backlog, classifier, processorMs } = measured
  return table([
    ['also', ''],
    ['acknowledged webhooks', whole(measured.acknowledged)],
    ['client messages stored, and distinct', `${whole(stored.messages)}, ${whole(stored.distinct)}`],
    ['refused webhooks', whole(measured.refused)],
    ['requests opened', whole(stored.requests)],
    ['facts still unheard after the run, parked', `${backlog.unpublished + backlog.batches}, ${backlog.parked}`],
    [
      'everything heard after the last message, median and worst',
      `${ms(median(measured.lagsMs))}, ${ms(Math.max(...measured.lagsMs))} ms`,
    ],
    ['messages whose frame gave way to a later one of the same client', whole(measured.pace.unseen)],
    ['bot replies sent; waiting for Telegram’s own limit (28/s)', `${whole(measured.repliesSent)}; ${whole(backlog.replies)}`],
    [
      'processor time for one message with all that follows, (a) and (b): program + PostgreSQL',
      [processorMs.floor, processorMs.hub].map((one) => `${one.program.toFixed(2)} + ${one.database.toFixed(2)} ms`).join('; '),
    ],
    ['classifier, one core', `${whole(classifier.perSecond)} texts/s, p99 ${classifier.p99Ms.toFixed(2)} ms`],
    [
      'resident memory of the program, idle and after the run',
      `${megabytes(measured.idleBytes)}, ${megabytes(measured.loadedBytes)}`,
    ],
    ['PostgreSQL with all its processes', megabytes(measured.databaseBytes)],
  ])
}

/** The aim, and whether these figures reach it. */
const aimedShare = 0.6

function verdict({ floor, hub, processorMs }: Measured): string {
  const shares = hub.map((one, index) => one.perSecond / (floor[index]?.perSecond ?? Number.NaN))
  const reached = hub.filter((_, index) => (shares[index] ?? 0) >= aimedShare).map(({ concurrency }) => concurrency)
  const where = reached.length === 0 ? 'nowhere' : `at ${reached.join(', ')} connections`
  const times = (processorMs.hub.program + processorMs.hub.database) / (processorMs.floor.program + processorMs.floor.database)
  return `The aim is ${aimedShare} of the floor's throughput. It is reached ${where}. A message with all that follows costs ${times.toFixed(0)} times the
processor time of the floor's; what follows rests half a second at a time while a burst lasts, and is counted here until its end.
By stage: the table of statements in [scaling.md](scaling.md), written by \`npm run bench -- soak --write\`.`
}

export const report = (measured: Measured): string =>
  [throughput(measured), frames(measured), rest(measured), verdict(measured)].join('\n\n')

const page = (measured: Measured) => `# Measured speed

Written by \`npm run bench -- --write\`; do not edit the tables by hand. Absolute numbers are this machine's; the ratio counts.

**Machine**: ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${megabytes(totalmem())}, Linux ${release()}, Node ${process.version},
embedded PostgreSQL 18 with fsync on. Load, both servers, PostgreSQL and the stand-in for Telegram share these cores.
**Run**: ${new Date().toISOString().slice(0, 10)}, ${measured.rounds} interleaved rounds of ${measured.seconds} s for each number; medians of throughput, percentiles over all rounds.
Load average of the machine before it began: ${measured.loadBefore.toFixed(1)} (0 is a machine that does nothing else).

- **(a) the floor**: Fastify, two SQL statements in one transaction with \`pg\` (prepared), a websocket broadcast to 10 sockets, 200.
- **(b) this program**: the Telegram webhook with its secret checked, doing everything: checked, masked, classified, stored with
  contact, request, clocks, audit and facts, committed, 200; and behind it, on the same cores, relay, bot, routing, statistics,
  deliveries and frames to 10 operators' screens. One message in ${Math.round(1 / newClientShare)} opens a new conversation; the rest are
  follow-ups. Texts are the Uzbek sentences of \`corpus/\`.
- While one is measured the other is stopped (SIGSTOP).

## Throughput and latency

${throughput(measured)}

## Webhook to the operator's frame

${frames(measured)}

Open loop: a message's time starts when it was due to be sent, so a stall counts for everything that queued behind it.

## What else

${rest(measured)}

## What the figures say

${verdict(measured)}
`

/** Where the part begins that another command writes. */
const othersFrom = '\n## The clients’ edge\n'

/** Writes docs/performance.md, but for what other commands have measured. */
export function writeReport(measured: Measured): void {
  const file = new URL('../../docs/performance.md', import.meta.url)
  const before = readFileSync(file, 'utf8')
  const at = before.indexOf(othersFrom)
  writeFileSync(file, `${page(measured)}${at < 0 ? '' : before.slice(at)}`)
}
