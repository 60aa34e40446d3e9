/**
 * The program with a stream of facts and three that hear them, in a process of its own that kills itself. KILL=point.number
 * says where: at which occasion of a statement (`relay-number.before`, `relay-number.underway`: on its way, and nobody will
 * know what the server made of it) or of a hearing (`hearing.midway`: its transaction still open, `hearing.committed`: done and
 * not yet struck off). WRITE=off states no facts and only hears what is left.
 */
import { writeSync } from 'node:fs'
import pg from 'pg'
import { z } from 'zod'
import { newId } from '#kernel'
import {
  type App,
  type Ctx,
  defineEvent,
  defineSubscriber,
  environment,
  type Fact,
  handleOnce,
  inTransaction,
  loadConfig,
  publish,
  runProgram,
  type Tx,
} from '#platform'

const [place, moment, occasion] = (process.env['KILL'] ?? 'nowhere.never.0').split('.')
const say = (line: string) => void writeSync(1, `${line}\n`)
const die = () => process.kill(process.pid, 'SIGKILL')

const passed = new Map<string, number>()
/** True at the one occasion where this life is to end. */
function isTheEnd(where: string, when: string): boolean {
  if (where !== place || when !== moment) return false
  const times = (passed.get(where) ?? 0) + 1
  passed.set(where, times)
  return times === Number(occasion)
}

const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
const mortal = function (this: object, ...args: unknown[]) {
  const name = (args[0] as { name?: string }).name ?? ''
  if (isTheEnd(name, 'before')) die()
  const result = query.apply(this, args)
  if (isTheEnd(name, 'underway')) setImmediate(die)
  return result
}
pg.Client.prototype.query = mortal as typeof pg.Client.prototype.query

const noted = defineEvent('chronicle.noted', 1, z.object({ number: z.number() }))
const numberOf = (fact: Fact) => (fact.data as { number: number }).number
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const note = (tx: Tx, subscriber: string, fact: Fact) =>
  tx.$executeRaw`INSERT INTO chronicle (subscriber, subject, number) VALUES (${subscriber}, ${fact.subjectId}::uuid, ${numberOf(fact)})`

/** One transaction for each fact: what is done before the death is not done again. */
const byFact = defineSubscriber({
  name: 'chronicle.by-fact',
  events: ['chronicle.noted'],
  async handle(ctx, facts) {
    for (const fact of facts) {
      await inTransaction(ctx, async (tx) => {
        if (await handleOnce(tx, 'chronicle.by-fact', fact.id)) await note(tx, 'chronicle.by-fact', fact)
      })
    }
  },
})

/** One transaction for all it is told at once. It is slow, so that batches pile up and are claimed from the table. */
const byBatch = defineSubscriber({
  name: 'chronicle.by-batch',
  events: ['chronicle.noted'],
  async handle(ctx, facts) {
    await rest(60)
    await inTransaction(ctx, async (tx) => {
      for (const [index, fact] of facts.entries()) {
        if (await handleOnce(tx, 'chronicle.by-batch', fact.id)) await note(tx, 'chronicle.by-batch', fact)
        if (index >= facts.length / 2 && isTheEnd('hearing', 'midway')) die()
      }
    })
    if (isTheEnd('hearing', 'committed')) die()
  },
})

/** Guards nothing and trusts no order: it asks what is true now. */
const byState = defineSubscriber({
  name: 'chronicle.by-state',
  events: ['chronicle.noted'],
  async handle(ctx, facts) {
    for (const { subjectId } of facts) {
      await ctx.db.query({
        text: `INSERT INTO chronicle_state (subject, number)
          SELECT $1::uuid, max((data->>'number')::int) FROM event WHERE subject_id = $1::uuid AND name = 'chronicle.noted'
          ON CONFLICT (subject) DO UPDATE SET number = excluded.number`,
        values: [subjectId],
      })
    }
  },
})

/** Facts of one subject one after the other, of four subjects at the same time. */
async function write(ctx: Ctx): Promise<void> {
  const writeOf = async (subject: string) => {
    for (let number = 1; ; number++) {
      await inTransaction(ctx, (tx) => publish(tx, ctx, noted, subject, { number }))
      say(`acknowledged ${subject} ${number}`)
      await rest(5)
    }
  }
  await Promise.all(Array.from({ length: 4 }, () => writeOf(newId())))
}

const app: App = {
  work: { jobs: [], sweeps: [], subscribers: [byFact, byBatch, byState] },
  addRoutes: () => undefined,
}

/** One process at a time: of two that make a table at once one fails, although it says IF NOT EXISTS. */
async function makeTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(`SELECT pg_advisory_xact_lock(1);
    CREATE TABLE IF NOT EXISTS chronicle (subscriber text NOT NULL, subject uuid NOT NULL, number int NOT NULL);
    CREATE TABLE IF NOT EXISTS chronicle_state (subject uuid PRIMARY KEY, number int NOT NULL)`)
  await client.end()
}

const running = await runProgram(
  loadConfig(environment()),
  async (_config, { databaseUrl }) => {
    await makeTables(databaseUrl)
    say(`address ${databaseUrl}`)
    return app
  },
  { version: '0', webDirectory: 'none', say },
)
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
if (process.env['WRITE'] !== 'off') await write(running.ctx)
