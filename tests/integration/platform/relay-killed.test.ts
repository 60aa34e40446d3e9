/**
 * A process that carries and hears facts is killed (SIGKILL) at every step of a fact's way, life after life on the same data.
 * After it every fact that was acknowledged has been told to every subscriber, and the effect of each is there once.
 */
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { type Child, freePort, layOutDatabase, type Mode, modes, startChild, until } from '../../support/index.ts'

/**
 * One life after the other where one process has the database to itself; beside each other, and beside one that lives on, where
 * it is shared. The numbers let a stream come up first. Both modes carry facts by the same code and differ in the queue and in
 * when a lease of the dead is free, so each dies at its half of the places; every statement on the way, without a process of its
 * own, is cut in tests/integration/app/crash-law.test.ts.
 */
const lives: Readonly<Record<Mode['mode'], readonly (readonly string[])[]>> = {
  embedded: [['relay-hand.underway.5'], ['hearing.midway.3']],
  served: [['relay-number.before.6', 'batch-claim.underway.2', 'hearing.committed.4', 'batch-done.before.5']],
}

async function dieAndCount({ mode, open }: Mode): Promise<void> {
  const opened = await open()
  const directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-killed-'))
  fs.chmodSync(directory, 0o755)
  if (mode === 'embedded') layOutDatabase(directory)
  const children: Child[] = []
  const live = async (env: Record<string, string>) => {
    const own = { DATA_DIR: directory, PORT: String(await freePort()), LOG_LEVEL: 'error', ...opened.env }
    const child = startChild('tests/support/children/run-facts-program.ts', { ...own, ...env })
    children.push(child)
    return child
  }
  const goOn = () => live({ WRITE: 'off' })
  try {
    let survivor = mode === 'served' ? await goOn() : undefined
    const acknowledged: string[] = []
    for (const deaths of lives[mode]) {
      const dying = await Promise.all(deaths.map((death) => live({ KILL: death })))
      for (const [index, child] of dying.entries()) {
        expect(await child.ended(), `${deaths[index]}: ${child.lines.slice(-3).join(' | ')}`).toBe('SIGKILL')
        acknowledged.push(...child.lines.filter((line) => line.startsWith('acknowledged ')).map((line) => line.slice(13)))
      }
    }
    expect(acknowledged.length).toBeGreaterThan(lives[mode].flat().length * 10)
    survivor ??= await goOn()
    await check((await survivor.line('address postgresql')).slice(8), acknowledged)
    survivor.kill('SIGTERM') // and its database with it
    expect(await survivor.ended()).toBe(0)
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await opened.close()
    fs.rmSync(directory, { recursive: true, force: true })
  }
}

async function check(databaseUrl: string, acknowledged: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const rows = async (text: string): Promise<unknown[][]> => (await client.query({ text, rowMode: 'array' })).rows
    const waiting = 'SELECT (SELECT count(*) FROM event WHERE published_at IS NULL) + (SELECT count(*) FROM event_batch)'
    // What the dead had taken of a shared database is free when its lease is over.
    await until(async () => Number((await rows(waiting))[0]?.[0]) === 0, { withinMs: 60_000, what: 'everything heard' })

    const facts = (await rows(`SELECT subject_id, (data->>'number')::int FROM event ORDER BY feed_no`)).map(String)
    const told = new Set(facts)
    expect(acknowledged.map((line) => line.replace(' ', ',')).filter((one) => !told.has(one))).toEqual([])
    expect(await rows('SELECT min(feed_no)::int, max(feed_no)::int, count(*)::int FROM event')).toEqual([
      [1, told.size, told.size],
    ])
    const turned = `SELECT 1 FROM event a JOIN event b ON a.subject_id = b.subject_id AND a.feed_no < b.feed_no
      WHERE (a.data->>'number')::int >= (b.data->>'number')::int`
    expect(await rows(turned)).toEqual([])
    for (const name of ['chronicle.by-fact', 'chronicle.by-batch']) {
      const effects = (await rows(`SELECT subject, number FROM chronicle WHERE subscriber = '${name}'`)).map(String)
      expect(effects.sort(), name).toEqual([...facts].sort())
    }
    const states = await rows('SELECT subject, number FROM chronicle_state ORDER BY 1')
    expect(states).toEqual(await rows(`SELECT subject_id, max((data->>'number')::int) FROM event GROUP BY 1 ORDER BY 1`))
  } finally {
    await client.end()
  }
}

describe('a process that carries facts and is killed', () => {
  for (const each of modes()) {
    // Beside each other: most of the time of the one is the wait for a lease.
    it.skipIf(each.isAbsent).concurrent(
      `loses no fact and doubles no effect, wherever it died, ${each.mode}`,
      () => dieAndCount(each),
      240_000,
    )
  }
})
