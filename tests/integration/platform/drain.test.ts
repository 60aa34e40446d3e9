/**
 * The program is asked to stop (SIGTERM) while clients write and a screen is open, as a rolling deploy asks it: it calls itself
 * not ready and still serves, then sends its screens elsewhere, answers every call it has let in, and ends. What it answered
 * with 200 is stored once; what it did not take was refused, so that the vendor comes again.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import WebSocket from 'ws'
import { closeCodes } from '#contracts'
import { type RunningHub, signInAs, startHub, type TestDatabase, testDatabase, until } from '../../support/index.ts'

const secret = 'a-word-only-telegram-knows'
const bodyOf = (client: number, number: number) => {
  const from = { id: client, is_bot: false, first_name: 'Mijoz', language_code: 'uz' }
  const chat = { id: client, type: 'private', first_name: 'Mijoz' }
  const message = {
    message_id: number,
    from,
    chat,
    date: Math.floor(Date.now() / 1_000),
    text: `Kartam ishlamayapti ${number}`,
  }
  return JSON.stringify({ update_id: client * 1_000 + number, message })
}

let database: TestDatabase
let vendor: Server
let hub: RunningHub
let sql: pg.Client
let url: string

beforeAll(async () => {
  database = await testDatabase()
  vendor = createServer((_request, response) => response.end('{"ok":true,"result":true}')).listen(0, '127.0.0.1')
  await once(vendor, 'listening')
  hub = await startHub({
    env: {
      DATABASE_URL: database.url,
      DEMO: 'off',
      STOP_GRACE_SECONDS: '3',
      PUBLIC_URL: 'http://127.0.0.1',
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_BOT_TOKEN: '700000001:token-of-nobody',
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_API_ROOT: `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`,
    },
  })
  sql = new pg.Client({ connectionString: database.url })
  await sql.connect()
  const { rows } = await sql.query<{ id: string }>("SELECT id FROM channel_account WHERE kind = 'telegram'")
  url = `${hub.base}/channels/telegram/${rows[0]?.id}`
}, 200_000)
afterAll(async () => {
  await sql.end()
  await hub.remove()
  vendor.close()
  await database.drop()
})

const write = (client: number, number: number) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    body: bodyOf(client, number),
  })

it('leaves the rotation first, answers what it has let in, sends its screens away and loses nothing', async () => {
  const session = await signInAs(hub, 'sherzod')
  const screen = new WebSocket(`${hub.base.replace('http', 'ws')}/desk/live`, {
    headers: { cookie: session.cookie, origin: hub.base },
  })
  await once(screen, 'open')
  screen.send(JSON.stringify({ kind: 'hello', csrfToken: session.csrfToken, after: null }))
  await once(screen, 'message')
  const sentAway = once(screen, 'close')

  // Clients who write all the time, each call told by what came of it.
  const taken = new Set<string>()
  const refused: string[] = []
  let isOver = false
  const lane = async (client: number) => {
    for (let number = 1; !isOver; number++) {
      const answer = await write(client, number).catch((error: Error) => String(error.cause ?? error))
      if (typeof answer === 'string') refused.push(answer)
      else if (answer.status === 200) taken.add(`${client}:${number}`)
      else refused.push(String(answer.status))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const lanes = Promise.all([101, 102, 103, 104].map(lane))
  await until(() => taken.size >= 8, { withinMs: 60_000, what: 'clients being served' })

  process.kill(hub.pid(), 'SIGTERM')
  const ready = async () => (await fetch(`${hub.base}/health/ready`)).status
  await until(async () => (await ready()) === 503, { what: 'the program calling itself not ready' })
  expect(screen.readyState, 'screens stay while the grace lasts').toBe(WebSocket.OPEN)
  const before = taken.size
  await until(() => taken.size > before, { what: 'calls being taken by a program that is not ready any more' })

  // Calls under way at the moment the doors close: held up by a lock until the screens have been sent away.
  await sql.query('BEGIN; LOCK TABLE message IN ACCESS EXCLUSIVE MODE')
  const under = Promise.all([201, 202, 203].map(async (client) => [client, (await write(client, 1)).status] as const))
  expect((await sentAway)[0]).toBe(closeCodes.shuttingDown)
  await sql.query('COMMIT')
  for (const [client, status] of await under) {
    expect(status, `the call of ${client}`).toBe(200)
    taken.add(`${client}:1`)
  }
  await until(() => !hub.isRunning(), { withinMs: 60_000, what: 'the end of the program' })
  isOver = true
  await lanes
  expect(hub.lines).toContain('stopped')
  expect(refused.filter((why) => why.startsWith('5')).every((status) => status === '503')).toBe(true)

  const { rows } = await sql.query<{ key: string; times: number }>(
    "SELECT external_id AS key, count(*)::int AS times FROM message WHERE author_kind = 'client' GROUP BY 1",
  )
  const stored = new Map(rows.map(({ key, times }) => [key, times]))
  expect([...taken].filter((key) => stored.get(key) !== 1)).toEqual([])
  expect([...stored].filter(([, times]) => times !== 1)).toEqual([])
}, 200_000)
