/**
 * A day that kills itself. argv: database URL, account, client, operator, statement to be killed at (-1: none), and whether
 * that statement is already on its way then.
 */
import { writeSync } from 'node:fs'
import pg from 'pg'
import { createIntake } from '#inbox'
import { type ChannelAccountId, newId, type OperatorId, systemClock } from '#kernel'
import { type Ctx, createFileStore, createLocalBus, createLog, createMetrics, openDb } from '#platform'
import { liveDay } from './crash-day.ts'
import { policy, sealKey } from './policy.ts'

const [url = '', account = '', client = '', operatorId = '', killAt = '-1', mode = 'before'] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)

let statements = 0
/** Statements that commit by themselves or end a transaction: what one on its way does is decided without us. */
const deciding: number[] = []
const inTransaction = new WeakSet<object>()

function note(client: object, statement: unknown): void {
  const text = typeof statement === 'string' ? statement : String((statement as { text?: string }).text)
  if (/^begin/i.test(text)) inTransaction.add(client)
  else if (/^(commit|rollback)/i.test(text)) inTransaction.delete(client)
  if (!inTransaction.has(client)) deciding.push(statements)
}

const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
const counted = function (this: object, ...args: unknown[]) {
  note(this, args[0])
  const isLast = statements++ === Number(killAt)
  if (isLast && mode === 'before') process.kill(process.pid, 'SIGKILL')
  const result = query.apply(this, args)
  // The bytes are given to the kernel in this turn of the loop; what the server makes of them nobody here will know.
  if (isLast) setImmediate(() => process.kill(process.pid, 'SIGKILL'))
  return result
}
pg.Client.prototype.query = counted as typeof pg.Client.prototype.query

const log = createLog('silent')
const ctx: Ctx = {
  db: openDb(url, 3, log),
  clock: systemClock,
  log,
  actor: { kind: 'system', name: 'crash-child' },
  trace: newId(),
  bus: createLocalBus(log),
  queue: { add: async () => undefined, start: async () => undefined, close: async () => undefined, depth: async () => ({}) },
  files: createFileStore('.local/crash-child'),
  metrics: createMetrics(),
}
const intake = createIntake(ctx, policy, { sealKey })
await liveDay({ ctx, intake, account: account as ChannelAccountId, client, operatorId: operatorId as OperatorId }, say)
say(`statements ${statements} ${deciding.join(',')}`)
process.exit(0)
