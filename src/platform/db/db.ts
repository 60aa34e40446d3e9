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

type Statement = {
  name?: string
  text: string
  values?: unknown[]
  isUrgent?: boolean
  isPrompt?: boolean
  isByKey?: boolean
}

export type Db = {
  readonly prisma: PrismaClient
  /**
   * One statement in its own transaction. With a `name` the server parses and plans it once per connection.
   * bigint comes back as number, timestamptz as Date, date as 'YYYY-MM-DD'.
   * `isUrgent`: somebody outside waits for it, so work that only follows from facts lets it go first, and it has connections of
   * its own. `isPrompt`: it has its moment, so it goes over connections nothing else may use.
   * `isByKey`: it finds its rows by the keys it is given, whatever they are, so each connection plans it once and for all.
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
  /** What is found by key. Its connections send without waiting for the answer before. */
  readonly keyed: pg.Pool
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

/**
 * A list of keys is short or shorter, and the planner believes that a plan made for just these few is worth its time. It takes
 * longer than most of these statements do, every time; transactions, too, find what they work on by its key.
 */
const plannedOnce = `${hotOptions} -c plan_cache_mode=force_generic_plan`
/** A backlog is walked along its index and stops at the limit, where figures that lag behind it would have all of it sorted. */
const keyedOptions = `${plannedOnce} -c enable_bitmapscan=off`

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
/** The lanes of the intake: a vendor's call never stands in line behind what follows from the calls before it. */
const urgentConnections = 3
/** Hearers, frames and the relay; what they ask takes less than a millisecond. */
const keyedConnections = 4

const shareOf = (size: number) => Math.max(4, Math.ceil(size / 2))

/** How many connections a process of this size may have open, the one of its sweeps included. */
export const mostConnectionsOf = (size: number): number =>
  size + 2 * shareOf(size) + promptConnections + urgentConnections + keyedConnections + 1

/**
 * @param size connections for transactions; Prisma's own queries and the hot path get half as many each beside them, four at
 * least, and timers, the intake and what is found by key some of their own.
 */
export function openDb(url: string, size: number, log: Log): OpenDb {
  const open = (max: number, options: string) => new pg.Pool(poolOptions(url, max, options))
  const piped = (max: number, options: string) => ({ ...poolOptions(url, max, options), pipeline: true }) as pg.PoolConfig
  const hot = open(shareOf(size), hotOptions)
  const prompt = open(promptConnections, hotOptions)
  const urgent = open(urgentConnections, hotOptions)
  const keyed = new pg.Pool(piped(keyedConnections, keyedOptions))
  const transactions = new pg.Pool(piped(size, plannedOnce))
  const ordinary = createLendingPool(piped(shareOf(size), hotOptions))
  const pools = [hot, prompt, urgent, keyed, transactions, ordinary]
  // Without a listener, a server that stops would take the process with it.
  for (const pool of pools) {
    pool.on('error', (err) => log.warn({ err }, 'a database connection was lost'))
    // One that is in use: whoever uses it is told by what they ask next.
    pool.on('connect', (client) => void client.on('error', () => undefined))
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(ordinary), errorFormat: 'minimal' })
  const urgency = new Urgency()
  const poolFor = ({ isUrgent, isPrompt, isByKey }: Statement): pg.Pool => {
    if (isPrompt) return prompt
    if (isUrgent) return urgent
    return isByKey ? keyed : hot
  }
  const query: Db['query'] = async <T>(statement: Statement): Promise<T[]> => {
    const { isUrgent, isPrompt: _, isByKey: __, ...q } = statement
    const pool = poolFor(statement)
    try {
      return (await (isUrgent ? urgency.during(() => pool.query(q)) : pool.query(q))).rows as T[]
    } catch (error) {
      throw translateDatabaseError(error)
    }
  }
  return {
    prisma,
    pool: hot,
    keyed,
    transactions,
    rest: () => urgency.rest(),
    query,
    queryShared: shareInTurn(query),
    close: () => withinBound(prisma.$disconnect().then(() => Promise.all(pools.map((pool) => pool.end())))),
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
