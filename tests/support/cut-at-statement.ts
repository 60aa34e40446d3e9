/**
 * A death at a statement, as the database sees it: from that statement on nothing of the victim reaches the server, and its
 * connections are gone. Costs milliseconds, where a process that is really killed costs a second; it is used where the state
 * that matters is all in the database, with a victim whose memory is thrown away.
 */
import pg from 'pg'

export type Cut = {
  /** Number of the statement, from 0. */
  readonly at: number
  /** `before` it is sent, or `underway`: given to the kernel, and nobody hears what the server made of it. */
  readonly mode: 'before' | 'underway'
}
export type Life = {
  /** How many statements were asked. */
  readonly asked: number
  /** Those that commit by themselves or end a transaction: what one of them does is decided without the victim. */
  readonly deciding: readonly number[]
  readonly isDead: boolean
}

const mark = 'the victim'

/** The address for connections that may be cut; all others live on. */
export function mortal(url: string): string {
  const own = new URL(url)
  own.searchParams.set('application_name', mark)
  return own.href
}

type Query = (...args: unknown[]) => unknown
type Inside = { connectionParameters: { application_name?: string }; connection: { stream: { destroy(): void } } }

function refuse(args: readonly unknown[]): unknown {
  const done = args.at(-1)
  const error = new Error('nothing reaches the server any more')
  if (typeof done !== 'function') return Promise.reject(error)
  queueMicrotask(() => done(error))
  return undefined
}

/** Lives until it is cut, or whole where there is no cut. Throws what `live` throws, unless it is dead by then. */
export async function liveUntil(cut: Cut | null, live: () => Promise<unknown>): Promise<Life> {
  const life = { asked: 0, deciding: [] as number[], isDead: false }
  const used = new Set<Inside>()
  const inTransaction = new WeakSet<object>()
  const die = () => {
    life.isDead = true
    for (const client of used) client.connection.stream.destroy()
  }
  function note(client: object, statement: unknown): void {
    const text = typeof statement === 'string' ? statement : String((statement as { text?: string }).text)
    if (/^begin/i.test(text)) inTransaction.add(client)
    else if (/(?:^|;\s*)(?:commit|rollback)\b[^;]*;?\s*$/i.test(text)) inTransaction.delete(client)
    if (!inTransaction.has(client)) life.deciding.push(life.asked)
  }
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const { query } = prototype
  prototype.query = function (this: Inside, ...args) {
    if (this.connectionParameters.application_name !== mark) return query.apply(this, args)
    used.add(this)
    if (life.isDead) return refuse(args)
    note(this, args[0])
    const isLast = life.asked++ === cut?.at
    if (isLast && cut.mode === 'before') {
      die()
      return refuse(args)
    }
    const result = query.apply(this, args)
    if (isLast) setImmediate(die)
    return result
  }
  try {
    await live()
  } catch (error) {
    if (!life.isDead) throw error
  } finally {
    prototype.query = query
  }
  return life
}

/** Every place where a life of this shape can end. */
export function cutsOf({ asked, deciding }: Life): Cut[] {
  return [
    ...Array.from({ length: asked }, (_, at): Cut => ({ at, mode: 'before' })),
    ...deciding.map((at): Cut => ({ at, mode: 'underway' })),
  ]
}
