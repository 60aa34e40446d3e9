import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { hasRedis, type RunningHub, redisForTests, startHub, testDatabase, until } from '../../support/index.ts'

/**
 * The whole program as a process: what is due while it is dead is stamped when it is back, and what is due while Redis is away
 * is stamped at once, each with its own moment, each once. How late is measured by `npm run bench:clocks`, not asserted here.
 */
const many = 300

async function withDatabase<T>(hub: RunningHub, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: hub.databaseUrl() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Requests whose clock is due so many milliseconds from now, warned of half a second before and escalated at that moment. */
function schedule(hub: RunningHub, name: string, dueInMs: number): Promise<void> {
  return withDatabase(hub, async (client) => {
    await client.query(
      `INSERT INTO request (id, number, contact_id, channel_kind, type, priority, topic, language, department_id, holder_kind,
         holder_since, opened_at)
       SELECT gen_random_uuid(), $1 || '-' || n, gen_random_uuid(), 'telegram', 'question', 'normal', 'general', 'ru',
         (SELECT id FROM department LIMIT 1), 'queue', now(), now() FROM generate_series(1, $2::int) n`,
      [name, many],
    )
    await client.query(
      `INSERT INTO sla_clock (id, request_id, kind, started_at, target_ms, policy_version, due_at, warn_at, next_wake_at, steps)
       SELECT gen_random_uuid(), r.id, 'first_response', now(), 900000, 1, d.due, d.due - interval '0.5 s', d.due - interval '0.5 s',
         jsonb_build_array(jsonb_build_object('code', 'first_late', 'at', d.due))
       FROM request r, LATERAL (SELECT now() + $2::float * interval '1 ms' + random() * interval '1 s' AS due) d
       WHERE r.number LIKE $1 || '-%'`,
      [name, dueInMs],
    )
  })
}

type Stamps = { warned: number; breached: number; done: number; wrong: number; twice: number }
function stampsOf(hub: RunningHub, name: string): Promise<Stamps | undefined> {
  return withDatabase(hub, async (client) => {
    const { rows } = await client.query<Stamps>(
      `WITH mine AS (SELECT k.* FROM sla_clock k JOIN request r ON r.id = k.request_id WHERE r.number LIKE $1 || '-%'),
        entries AS (SELECT e.clock_id, e.kind, e.at FROM sla_clock_entry e JOIN mine m ON m.id = e.clock_id)
       SELECT (SELECT count(*) FROM entries WHERE kind = 'warned')::int AS warned,
         (SELECT count(*) FROM entries WHERE kind = 'breached')::int AS breached,
         (SELECT count(*) FROM clock_step s JOIN mine m ON m.id = s.clock_id WHERE s.state = 'done')::int AS done,
         (SELECT count(*) FROM entries e JOIN mine m ON m.id = e.clock_id
           WHERE (e.kind IN ('breached', 'escalated') AND e.at <> m.due_at) OR (e.kind = 'warned' AND e.at <> m.warn_at))::int AS wrong,
         (SELECT count(*) FROM (SELECT FROM entries GROUP BY clock_id, kind HAVING count(*) > 1) t)::int AS twice`,
      [name],
    )
    return rows[0]
  })
}

async function allStamped(hub: RunningHub, name: string): Promise<Stamps | undefined> {
  const isDone = async () => (await stampsOf(hub, name))?.done === many
  await until(isDone, { withinMs: 60_000, what: `every clock of "${name}" to be stamped and its step done` })
  return stampsOf(hub, name)
}
const whole: Stamps = { warned: many, breached: many, done: many, wrong: 0, twice: 0 }

describe('warnings, breaches and steps, embedded', () => {
  it('come while the program lives, and those of its death when it is back', async () => {
    const hub = await startHub()
    try {
      await schedule(hub, 'alive', 1_000)
      await schedule(hub, 'at the crash', 2_000)
      expect(await allStamped(hub, 'alive')).toEqual(whole)
      await schedule(hub, 'dead', 3_000)
      await hub.crash()
      await new Promise((resolve) => setTimeout(resolve, 4_000))
      await hub.start()
      expect(await allStamped(hub, 'at the crash')).toEqual(whole)
      expect(await allStamped(hub, 'dead')).toEqual(whole)
    } finally {
      await hub.remove()
    }
  }, 180_000)
})

describe.skipIf(!hasRedis())('warnings, breaches and steps, served', () => {
  it('come though Redis is lost, and over a restart without it', async () => {
    const [database, first] = await Promise.all([testDatabase(), redisForTests()])
    const hub = await startHub({ env: { DATABASE_URL: database.url, REDIS_URL: first.url } })
    let second: Awaited<ReturnType<typeof redisForTests>> | undefined
    try {
      await schedule(hub, 'with redis', 1_000)
      expect(await allStamped(hub, 'with redis')).toEqual(whole)
      await schedule(hub, 'without redis', 1_500)
      await first.stop()
      expect(await allStamped(hub, 'without redis')).toEqual(whole)
      second = await redisForTests(first.port)
      await schedule(hub, 'dead', 1_000)
      await hub.crash()
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      await hub.start()
      expect(await allStamped(hub, 'dead')).toEqual(whole)
    } finally {
      await hub.remove()
      await first.stop()
      await second?.stop()
      await database.drop()
    }
  }, 180_000)
})
