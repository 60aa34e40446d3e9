/**
 * The next version's schema comes in while this version serves: its migration adds a column to every table there is, as a
 * migration may, and clients write and staff read all the while. Nobody is met with a bug, what was accepted is stored once and
 * every fact is heard; and this version starts again on the schema it does not know.
 */
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '#kernel'
import { migrate } from '#platform'
import { type RunningProgram, runningProgram } from '../../support/running-program.ts'
import { type StaffSession, signInAs } from '../../support/staff-session.ts'
import { until } from '../../support/until.ts'

const shipped = 'prisma/migrations'
let program: RunningProgram
let desk: StaffSession
let sql: pg.Client
let directory: string
beforeAll(async () => {
  program = await runningProgram({ DEMO: 'on' })
  const logins = fs.readFileSync(path.join(program.dataDirectory, 'first-logins.txt'), 'utf8').split('\n')
  const passwordOf = (login: string) => logins.find((line) => line.startsWith(`${login} `))?.split(/\s+/)[1] ?? ''
  desk = await signInAs({ base: program.base, passwordOf }, 'admin')
  sql = new pg.Client({ connectionString: program.databaseUrl })
  await sql.connect()
  directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-next-'))
  fs.cpSync(shipped, directory, { recursive: true })
}, 240_000)
afterAll(async () => {
  await sql?.end()
  await program?.remove()
  fs.rmSync(directory, { recursive: true, force: true })
})

/** A column more on every table, those the program works on all day among them. */
async function writeNextMigration(): Promise<number> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT LIKE '\\_%'
     ORDER BY relname`,
  )
  const folder = path.join(directory, '29990101000000_next')
  fs.mkdirSync(folder)
  const add = rows.map(({ name }) => `ALTER TABLE "${name}" ADD COLUMN "of_the_next" text;`)
  fs.writeFileSync(path.join(folder, 'migration.sql'), add.join('\n'))
  return rows.length
}

const widget = (way: string, body: object, token?: string) =>
  fetch(`${program.base}/widget/demo/${way}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })

it('comes in under traffic without a bug and without a loss, and this version starts on it again', async () => {
  const accepted: string[] = []
  const answers: number[] = []
  let isOver = false
  const client = async () => {
    const { visitorToken } = (await (await widget('session', {})).json()) as { visitorToken: string }
    for (let number = 1; !isOver; number++) {
      const message = { clientMessageId: newId(), text: `Savol ${number}` }
      const answer = await widget('messages', message, visitorToken)
      answers.push(answer.status)
      const { messageId } = (await answer.json()) as { messageId?: string }
      if (messageId !== undefined) accepted.push(messageId)
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  }
  const reader = async () => {
    for (; !isOver; await new Promise((resolve) => setTimeout(resolve, 100))) {
      for (const way of ['/api/queue?view=queue&limit=20', '/api/me']) {
        const answer = await fetch(program.base + way, { headers: { cookie: desk.cookie } })
        answers.push(answer.status)
        await answer.arrayBuffer()
      }
    }
  }
  const traffic = Promise.all([client(), client(), client(), reader()])
  await until(() => accepted.length >= 10, { what: 'the traffic under way' })
  expect(await writeNextMigration()).toBeGreaterThan(40)
  expect(await migrate(program.databaseUrl, undefined, directory)).toEqual(['29990101000000_next'])
  const before = accepted.length
  await until(() => accepted.length >= before + 15, { withinMs: 60_000, what: 'traffic after it' })
  isOver = true
  await traffic

  // Whoever is told to come again comes again; nothing else but an answer is allowed.
  expect(answers.filter((status) => ![200, 429, 503].includes(status))).toEqual([])
  expect(await program.ctx.metrics.text()).not.toMatch(/http_problems\w*\{[^}]*server\.bug/)
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM message WHERE id = ANY($1)', [accepted])
  expect(rows.map(({ id }) => id).sort()).toEqual([...accepted].sort())
  const waiting = async () => {
    const text = `SELECT (SELECT count(*) FROM event WHERE published_at IS NULL) + (SELECT count(*) FROM event_batch) AS n`
    return Number((await sql.query<{ n: string }>(text)).rows[0]?.n)
  }
  await until(async () => (await waiting()) === 0, { withinMs: 60_000, what: 'every fact being heard' })
  expect(await migrate(program.databaseUrl)).toEqual([])
}, 180_000)
