/**
 * The way to PostgreSQL: Prisma for ordinary queries, `query` with named prepared statements for the hot path. Pools apart,
 * so that slow reports cannot starve the intake of connections, nor a burst of messages the timers.
 */
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { Log } from '../log/log.ts'
import { PrismaClient } from './generated/client.ts'
import { createLendingPool } from './open-tx.ts'
import { parseMoment } from './parse-moment.ts'
import { translateDatabaseError } from './translate-error.ts'
import { Urgency } from './urgency.ts'

export type { Tx } from './open-tx.ts'

type Statement = { name?: string; text: string; values?: unknown[]; isUrgent?: boolean; isPrompt?: boolean }

export type Db = {
  readonly prisma: PrismaClient
  /**
   * One statement in its own transaction. With a `name` the server parses and plans it once per connection.
   * bigint comes back as number, timestamptz as Date, date as 'YYYY-MM-DD'.
   * `isUrgent`: somebody outside waits for it, so work that only follows from facts lets it go first.
   * `isPrompt`: it has its moment, so it goes over connections nothing else may use.
   * Throws `database.unavailable` where the server cannot be reached.
   */
  query<T>(q: Statement): Promise<T[]>
  /**
   * A read without values that many ask for at once: whoever asks in the same turn of the loop gets one answer, which was read
   * after all of them had asked. They share its rows, so nobody may change them.
   */
  queryShared<T>(q: { name: string; text: string }): Promise<readonly T[]>
  /** For work nobody waits for, before it begins: waits while urgent statements come, half a second at most. */
  rest(): Promise<void>
  /** The hot path's pool, for work that needs its own connection. Whoever takes a client gives it back. */
  readonly pool: pg.Pool
  /** The pool of transactions, for inTransaction alone. Its connections send without waiting for the answer before. */
  readonly transactions: pg.Pool
}

/** adapter-pg drops the offset of timestamptz, so a session in another zone would shift every moment. */
const sessionOptions = '-c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000'

/**
 * The hot path's statements are prepared once, on a new installation while their tables are still empty, where the planner
 * prefers to read whole tables; it keeps that plan until the next ANALYZE, and a burst in the first minutes turns it into
 * seconds. All of them have an index to go by.
 */
const hotOptions = `${sessionOptions} -c enable_seqscan=off`

const int8 = 20
const date = 1082
const timestamptz = 1184
/** Our bigints are counters and milliseconds, far below 2^53; a date has no zone and must not be given one. */
const parsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === int8) return Number
    if (format !== 'binary' && oid === date) return (value: string) => value
    if (format !== 'binary' && oid === timestamptz) return parseMoment
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

function poolOptions(url: string, max: number, options: string): pg.PoolConfig {
  return {
    connectionString: url,
    max,
    options,
    types: parsers,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
  }
}

export type OpenDb = Db & { close(): Promise<void> }

const longestCloseMs = 5_000
/** Opened when something has its moment: the waker's two lanes. A long queue for the other pools does not hold them up. */
const promptConnections = 2

/** @param size connections for Prisma; the hot path gets half as many beside them, four at least, and timers two of their own. */
export function openDb(url: string, size: number, log: Log): OpenDb {
  const hot = new pg.Pool(poolOptions(url, Math.max(4, Math.ceil(size / 2)), hotOptions))
  const prompt = new pg.Pool(poolOptions(url, promptConnections, hotOptions))
  const ordinary = createLendingPool({ ...poolOptions(url, size, hotOptions), pipeline: true } as pg.PoolConfig)
  // Without a listener, a server that stops would take the process with it.
  for (const pool of [hot, prompt, ordinary]) {
    pool.on('error', (err) => log.warn({ err }, 'a database connection was lost'))
    // One that is in use: whoever uses it is told by what they ask next.
    pool.on('connect', (client) => void client.on('error', () => undefined))
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(ordinary), errorFormat: 'minimal' })
  const urgency = new Urgency()
  const query: Db['query'] = async <T>({ isUrgent, isPrompt, ...q }: Statement): Promise<T[]> => {
    const pool = isPrompt ? prompt : hot
    try {
      return (await (isUrgent ? urgency.during(() => pool.query(q)) : pool.query(q))).rows as T[]
    } catch (error) {
      throw translateDatabaseError(error)
    }
  }
  return {
    prisma,
    pool: hot,
    transactions: ordinary,
    rest: () => urgency.rest(),
    query,
    queryShared: shareInTurn(query),
    close: () => withinBound(prisma.$disconnect().then(() => Promise.all([hot.end(), prompt.end(), ordinary.end()]))),
  }
}

/** The statement is sent when the turn of the loop is over; who asks after that is in the next one. */
function shareInTurn(query: Db['query']): Db['queryShared'] {
  const asked = new Map<string, Promise<unknown[]>>()
  return <T>(q: { name: string; text: string }) => {
    const known = asked.get(q.name)
    if (known !== undefined) return known as Promise<T[]>
    const answer = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      asked.delete(q.name)
      return query<T>(q)
    })
    asked.set(q.name, answer)
    return answer
  }
}

/**
 * A pool ends when its last connection is given back, which a transaction that begins at that very moment never does. The
 * server rolls it back when the process is gone.
 */
async function withinBound(closing: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, longestCloseMs)
  })
  await Promise.race([closing, late])
  clearTimeout(timer)
}
