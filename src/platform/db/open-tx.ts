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
  if (gathering.has(client)) return
  gathering.add(client)
  const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection
  stream.cork()
  process.nextTick(() => {
    gathering.delete(client)
    stream.uncork()
  })
}

const gathering = new WeakSet<pg.PoolClient>()

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

type UseModel = (model: string, method: string) => (args: unknown) => Promise<unknown>

export type OpenTx = {
  readonly tx: Tx
  /** A further handle on the same transaction, which says so before it asks for anything that may change something. */
  view(onWrite: () => void): Tx
  /** For what is written right before the end, without waiting for its answer in between. */
  readonly run: RunSql
  /** Before the transaction ends: Prisma lets go of it. */
  close(): Promise<void>
}

/** The models are on the prototype: a transaction begins too often to give each of its handles all of them. */
class Handle {
  readonly ask: (first: TemplateStringsArray | Prisma.Sql, rest: SqlTail) => Promise<pg.QueryResult>
  readonly run: RunSql
  readonly useModel: UseModel

  constructor(run: RunSql, useModel: UseModel) {
    this.run = run
    this.useModel = useModel
    this.ask = async (first, rest) => {
      const { text, values } = toSql(first, rest)
      return run(text, values)
    }
  }

  async $queryRaw(first: TemplateStringsArray | Prisma.Sql, ...rest: SqlTail): Promise<unknown[]> {
    return (await this.ask(first, rest)).rows
  }

  async $executeRaw(first: TemplateStringsArray | Prisma.Sql, ...rest: SqlTail): Promise<number> {
    return (await this.ask(first, rest)).rowCount ?? 0
  }

  async $queryRawUnsafe(text: string, ...values: SqlTail): Promise<unknown[]> {
    return (await this.run(text, values)).rows
  }

  async $executeRawUnsafe(text: string, ...values: SqlTail): Promise<number> {
    return (await this.run(text, values)).rowCount ?? 0
  }
}

for (const model of modelNames) {
  Object.defineProperty(Handle.prototype, model, {
    get(this: Handle) {
      return new Proxy({}, { get: (_target, method) => this.useModel(model, String(method)) })
    },
  })
}

const createHandle = (run: RunSql, useModel: UseModel): Tx => new Handle(run, useModel) as unknown as Tx

/** A SELECT may call a function that writes, but none of the program's does inside a transaction. */
const isReading = (text: string) => /^\s*SELECT\b/i.test(text)

/** The handle of a transaction that has been begun on this connection. */
export function openTx(prisma: PrismaClient, client: pg.PoolClient): OpenTx {
  let models: Models | undefined
  const run: RunSql = (text, values) => {
    gatherWrites(client)
    return client.query({ name: nameOf(text), text, values: values.map(toWire) } as pg.QueryConfig)
  }
  const useModel: UseModel = (model, method) => (args) => {
    models ??= new Models(prisma, client)
    return models.run(model, method, args)
  }
  const view = (onWrite: () => void) =>
    createHandle(
      (text, values) => {
        if (!isReading(text)) onWrite()
        return run(text, values)
      },
      (model, method) => {
        onWrite()
        return useModel(model, method)
      },
    )
  return { tx: createHandle(run, useModel), view, run, close: async () => models?.close() }
}
