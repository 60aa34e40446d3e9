import { hasRedis, redisForTests } from './redis-for-tests.ts'
import { testDatabase } from './test-database.ts'

export type OpenMode = {
  /** Settings that make the program run in this mode, over a database with nothing in it. */
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void>
}

export type Mode = {
  readonly mode: 'embedded' | 'served'
  /** True where what it needs could not be had: `describe.skipIf(isAbsent)`. */
  readonly isAbsent: boolean
  open(): Promise<OpenMode>
}

/** The two ways to run the same program; a suite that matters runs in both: `for (const { mode, isAbsent, open } of modes())`. */
export function modes(): readonly Mode[] {
  return [
    { mode: 'embedded', isAbsent: false, open: async () => ({ env: {}, close: async () => undefined }) },
    { mode: 'served', isAbsent: !hasRedis(), open: openServed },
  ]
}

async function openServed(): Promise<OpenMode> {
  const [database, redis] = await Promise.all([testDatabase(), redisForTests()])
  return {
    env: { DATABASE_URL: database.url, REDIS_URL: redis.url },
    async close() {
      await redis.stop()
      await database.drop()
    },
  }
}
