/** A bank with everything in it: the whole program as a process, a Telegram that comes again, a look into its database. */
import pg from 'pg'
import { startTelegramEmulator, type TelegramEmulator } from '#bots'
import { freePort, type OpenMode, type RunningHub, startHub, until } from '../support/index.ts'

export type House = {
  readonly hub: RunningHub
  readonly telegram: TelegramEmulator
  /** Rows of the program's database. A statement that fails because the server is away is asked again. */
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>
  /** Until every fact is published and heard and no reply waits, except behind one that a crash left half-sent. */
  quiet(): Promise<void>
  close(): Promise<void>
}

const patienceMs = 60_000

export async function openHouse(mode: OpenMode, env: Readonly<Record<string, string>> = {}): Promise<House> {
  const telegram = await startTelegramEmulator({ host: '127.0.0.1', port: 0 })
  const port = await freePort()
  const hub = await startHub({
    port,
    env: {
      ...mode.env,
      DEMO: 'on',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_WEBHOOK_SECRET: 'a-word-only-telegram-knows',
      TELEGRAM_API_ROOT: telegram.url,
      ...env,
    },
  })
  const rows = async <T>(sql: string, values: unknown[] = []): Promise<T[]> => {
    const client = new pg.Client({ connectionString: hub.databaseUrl() })
    await client.connect()
    try {
      return (await client.query(sql, values)).rows as T[]
    } finally {
      await client.end()
    }
  }
  return {
    hub,
    telegram,
    rows: (sql, values) => until(() => rows(sql, values), { what: 'the database' }) as Promise<never>,
    async quiet() {
      await until(
        async () => {
          const [owed] = await rows<{ count: number }>(`SELECT (
            (SELECT count(*) FROM event WHERE published_at IS NULL) +
            (SELECT count(*) FROM event_batch WHERE parked_at IS NULL) +
            (SELECT count(*) FROM delivery d WHERE state = 'pending' AND NOT EXISTS (
              SELECT 1 FROM delivery h WHERE h.conversation_id = d.conversation_id AND h.state = 'sending')))::int AS count`)
          return owed?.count === 0
        },
        { withinMs: patienceMs, what: 'quiet' },
      )
    },
    async close() {
      await hub.remove()
      await telegram.stop()
      await mode.close()
    },
  }
}
