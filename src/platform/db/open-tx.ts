/**
 * A transaction's handle on one connection. SQL goes straight to the driver as a named prepared statement, which the server
 * parses and plans once per connection and Prisma adds nothing to; the models (`tx.note.create`) go through Prisma, which is
 * let into the same transaction when the first of them is used.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import pg from 'pg'
import { AppError } from '#kernel'
import { Prisma, type PrismaClient } from './generated/client.ts'

/** A transaction's handle. It is another type than Db, so that what must run inside one does not compile outside. */
export type Tx = Prisma.TransactionClient & { readonly __tx: unique symbol }

/** Longer than any honest use case; a transaction that exceeds it holds row locks others wait for. */
export const longestTransactionMs = 15_000

/** Statements kept by name on each connection at most; more than the program has, so that a text made up of data is no leak. */
const mostNamed = 1_000
const names = new Map<string, string>()

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNamed) return known
  const name = `tx-${names.size}`
  names.set(text, name)
  return name
}

/** In UTC, so that the zone of this process never shifts a moment or a day. */
const toWire = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)

export type RunSql = (text: string, values: readonly unknown[]) => Promise<pg.QueryResult>
type SqlTail = readonly unknown[]

/** What is asked of this connection in one turn of the loop goes out in one write: BEGIN with the first statement, facts with the COMMIT. */
export function gatherWrites(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection
  stream.cork()
  process.nextTick(() => stream.uncork())
}

const isSql = (value: unknown): value is Prisma.Sql => typeof value === 'object' && value !== null && 'text' in value

function toSql(first: TemplateStringsArray | Prisma.Sql, rest: SqlTail): { text: string; values: readonly unknown[] } {
  return isSql(first) ? first : Prisma.sql(first, ...(rest as never[]))
}

/** Connections lent to Prisma while a model is used inside a transaction that is ours. */
const lent = new AsyncLocalStorage<pg.PoolClient>()
const nothing = { rows: [], fields: [], rowCount: 0 }
const brackets = new Set(['BEGIN', 'COMMIT', 'ROLLBACK'])

/** The transaction's own connection as Prisma may see it: beginning and ending it is not Prisma's. */
function borrowed(client: pg.PoolClient) {
  return {
    query: (query: { text: string }) => (brackets.has(query.text) ? Promise.resolve(nothing) : client.query(query as never)),
    release: () => undefined,
    on: () => undefined,
    removeListener: () => undefined,
  }
}

type Connect = (done?: (error: Error | undefined, client: unknown, release: unknown) => void) => Promise<pg.PoolClient>

/** A pool that gives the connection of the transaction under way to whoever asks inside it, and a free one to everybody else. */
export function createLendingPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  const connect = pool.connect.bind(pool) as unknown as Connect
  const lending: Connect = (done) => {
    const client = lent.getStore()
    if (done !== undefined || client === undefined) return connect(done)
    return Promise.resolve(borrowed(client) as unknown as pg.PoolClient)
  }
  pool.connect = lending as unknown as typeof pool.connect
  return pool
}

/** Prisma inside the transaction of this connection, from the first use of a model until `close`. */
class Models {
  private readonly handle: Promise<Prisma.TransactionClient>
  private readonly ended: Promise<unknown>
  private finish: () => void = () => undefined

  constructor(prisma: PrismaClient, client: pg.PoolClient) {
    const finished = new Promise<void>((resolve) => {
      this.finish = resolve
    })
    let found: (handle: Prisma.TransactionClient) => void = () => undefined
    const entered = new Promise<Prisma.TransactionClient>((resolve) => {
      found = resolve
    })
    const inside = async (handle: Prisma.TransactionClient) => {
      found(handle)
      await finished
    }
    const ended = lent.run(client, () => prisma.$transaction(inside, { timeout: longestTransactionMs }))
    // Whoever uses a model is told; the transaction itself ends by its own COMMIT or ROLLBACK.
    this.ended = ended.catch(() => undefined)
    this.handle = Promise.race([
      entered,
      ended.then((): never => {
        throw new AppError('database.unavailable')
      }),
    ])
    this.handle.catch(() => undefined)
  }

  async run(model: string, method: string, args: unknown): Promise<unknown> {
    const handle = (await this.handle) as unknown as Record<string, Record<string, (args: unknown) => Promise<unknown>>>
    const work = handle[model]?.[method]
    if (work === undefined) throw new TypeError(`there is no ${model}.${method}`)
    return work(args)
  }

  async close(): Promise<void> {
    this.finish()
    await this.ended
  }
}

const lowerFirst = (word: string) => `${word.charAt(0).toLowerCase()}${word.slice(1)}`
const modelNames = Object.keys(Prisma.ModelName).map(lowerFirst)

export type OpenTx = {
  readonly tx: Tx
  /** For what is written right before the end, without waiting for its answer in between. */
  readonly run: RunSql
  /** Before the transaction ends: Prisma lets go of it. */
  close(): Promise<void>
}

/** The handle of a transaction that has been begun on this connection. */
export function openTx(prisma: PrismaClient, client: pg.PoolClient): OpenTx {
  let models: Models | undefined
  const run: RunSql = (text, values) => client.query({ name: nameOf(text), text, values: values.map(toWire) } as pg.QueryConfig)
  const asked = async (first: TemplateStringsArray | Prisma.Sql, ...rest: SqlTail) => {
    const { text, values } = toSql(first, rest)
    return run(text, values)
  }
  const useModel = (model: string, method: string) => (args: unknown) => {
    models ??= new Models(prisma, client)
    return models.run(model, method, args)
  }
  const handle: Record<string, unknown> = {
    $queryRaw: async (first: TemplateStringsArray | Prisma.Sql, ...rest: SqlTail) => (await asked(first, ...rest)).rows,
    $executeRaw: async (first: TemplateStringsArray | Prisma.Sql, ...rest: SqlTail) =>
      (await asked(first, ...rest)).rowCount ?? 0,
    $queryRawUnsafe: async (text: string, ...values: SqlTail) => (await run(text, values)).rows,
    $executeRawUnsafe: async (text: string, ...values: SqlTail) => (await run(text, values)).rowCount ?? 0,
  }
  for (const model of modelNames) {
    const methods = new Proxy({}, { get: (_target, method) => useModel(model, String(method)) })
    Object.defineProperty(handle, model, { value: methods, enumerable: false })
  }
  return { tx: handle as unknown as Tx, run, close: async () => models?.close() }
}
