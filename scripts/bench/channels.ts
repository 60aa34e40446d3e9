/**
 * `npm run bench -- channels [updates] [kills] [chats]`: what the clients' edge promises, under murder. Updates of many chats, one in
 * ten twice, in order within a chat and shuffled between them (what Telegram allows), over the webhook of the whole program,
 * which is killed at random moments. A refused or cut call is repeated, as Telegram does. Then how fast replies leave through the
 * Telegram emulator. `-- channels --write` puts the table into docs/performance.md.
 */
import { randomInt } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { startTelegramEmulator } from '../../src/bots/telegram-emulator/index.ts'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'
import { type RunningHub, startHub } from '../../tests/support/running-hub.ts'
import { table, whole } from './figures.ts'
import { uzbekTexts } from './update-maker.ts'

const numbers = process.argv
  .slice(3)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
const [wanted = 20_000, kills = 10, chats = 1_500] = numbers
const shouldWrite = process.argv.includes('--write')
const twiceShare = 0.1
const postersAtOnce = 48
const secret = 'a-word-only-telegram-knows'
const firstChat = 5_000_000
const settleWithinMs = 420_000
const say = (line: string) => console.error(line)

type Update = { readonly chat: number; readonly number: number; readonly body: string }

/** Each chat's updates in order, duplicates right behind their originals or later. */
function makeUpdates(): Map<number, Update[]> {
  const texts = uzbekTexts()
  const lanes = new Map<number, Update[]>()
  const originals = Math.round(wanted / (1 + twiceShare))
  for (let index = 0; index < originals; index += 1) {
    const chat = firstChat + (index % chats)
    const lane = lanes.get(chat) ?? []
    lanes.set(chat, lane)
    const number = 1_000 + Math.floor(index / chats)
    const from = { id: chat, is_bot: false, first_name: `Mijoz ${chat}`, language_code: 'uz' }
    const text = `${texts[randomInt(texts.length)] ?? 'Salom'} #${number}`
    const message = {
      message_id: number,
      from,
      chat: { id: chat, type: 'private', first_name: from.first_name },
      date: Math.floor(Date.now() / 1_000),
      text,
    }
    lane.push({ chat, number, body: JSON.stringify({ update_id: 10_000_000 + index, message }) })
    if (Math.random() < twiceShare) lane.push(lane[randomInt(lane.length)] as Update)
  }
  return lanes
}

/** One chat at a time per hand; a call that fails in any way is made again until it is taken. */
async function postAll(
  lanes: Map<number, Update[]>,
  target: string,
  counted: { done: number; refused: number },
): Promise<void> {
  const waiting = [...lanes.values()].sort(() => Math.random() - 0.5)
  const cursor = new Map(waiting.map((lane) => [lane, 0]))
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }
  const post = async (update: Update) => {
    for (;;) {
      const status = await fetch(target, { method: 'POST', headers, body: update.body }).then(
        async (answer) => {
          await answer.arrayBuffer()
          return answer.status
        },
        () => 0,
      )
      if (status === 200) return
      counted.refused += 1
      await sleep(100 + randomInt(200))
    }
  }
  const hand = async () => {
    for (let lane = waiting.shift(); lane !== undefined; lane = waiting.shift()) {
      const at = cursor.get(lane) ?? 0
      const update = lane[at]
      if (update === undefined) continue
      await post(update)
      counted.done += 1
      cursor.set(lane, at + 1)
      if (at + 1 < lane.length) waiting.push(lane)
    }
  }
  await Promise.all(Array.from({ length: postersAtOnce }, hand))
}

async function killAtRandom(hub: RunningHub, counted: { done: number }, total: number): Promise<number> {
  let killed = 0
  const moments = Array.from({ length: kills }, () => randomInt(Math.floor(total * 0.03), Math.floor(total * 0.97))).sort(
    (a, b) => a - b,
  )
  for (const moment of moments) {
    while (counted.done < moment) await sleep(5)
    await hub.crash()
    await hub.start().catch((error: unknown) => {
      for (const line of hub.lines.slice(-10)) say(line)
      throw error
    })
    killed += 1
    say(`  killed ${killed} times, ${counted.done} of ${total} updates taken`)
  }
  return killed
}

const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-channels-'))
chmodSync(directory, 0o755) // PostgreSQL runs as another account where this runs as root
const database = await startEmbeddedDatabase({ directory: path.join(directory, 'postgres') })
const emulator = await startTelegramEmulator({ host: '127.0.0.1', port: 0 })
for (let chat = firstChat; chat < firstChat + chats; chat += 1) emulator.person({ id: chat }).write('/start')
emulator.updates.dropPending()
const sql = new pg.Client({ connectionString: database.url })
const ask = async <T>(text: string): Promise<T[]> => (await sql.query(text)).rows as T[]
let hub: RunningHub | undefined

async function settled(): Promise<number> {
  const startedAt = Date.now()
  for (;;) {
    const [row] = await ask<{ open: string }>(
      `SELECT (SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending')) + (SELECT count(*) FROM event WHERE published_at IS NULL)
        + (SELECT count(*) FROM event_batch WHERE parked_at IS NULL) AS open`,
    )
    if (Number(row?.open ?? 0) === 0 || Date.now() - startedAt > settleWithinMs) return Date.now() - startedAt
    await sleep(1_000)
  }
}

const count = async (text: string) => Number((await ask<{ n: string }>(text))[0]?.n ?? Number.NaN)

/** Replies written straight into the tables, of a system, to every chat: what a word to all is. */
async function rate(): Promise<{ replies: number; seconds: number }> {
  const before = emulator.calls.length
  const rounds = 3
  await sql.query(`INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, author_kind, kind, text, content, masked_kinds, sent_at, received_at)
    SELECT gen_random_uuid(), c.id, c.channel_account_id, c.last_request_id, c.last_seq + g, 'system', 'text', 'Hammaga xabar ' || g, '{}', '{}', now(), now()
    FROM conversation c, generate_series(1, ${rounds}) g`)
  await sql.query(`UPDATE conversation SET last_seq = last_seq + ${rounds}`)
  const startedAt = performance.now()
  const { rowCount } =
    await sql.query(`INSERT INTO delivery (id, message_id, conversation_id, request_id, channel_account_id, seq, rank, next_attempt_at, queued_at, sent_parts)
    SELECT gen_random_uuid(), m.id, m.conversation_id, m.request_id, m.channel_account_id, m.seq, 2, now(), now(), '{}'
    FROM message m WHERE m.author_kind = 'system' AND m.text LIKE 'Hammaga xabar %'`)
  while (
    (await count(
      `SELECT count(*) AS n FROM delivery d JOIN message m ON m.id = d.message_id WHERE m.text LIKE 'Hammaga xabar %' AND d.state IN ('pending', 'sending')`,
    )) > 0
  )
    await sleep(200)
  const seconds = (performance.now() - startedAt) / 1_000
  const heard = emulator.calls.slice(before).filter(({ method, ok }) => method === 'sendmessage' && ok).length
  say(`  ${heard} calls reached the emulator for ${rowCount} replies`)
  return { replies: rowCount ?? 0, seconds }
}

try {
  hub = await startHub({
    dataDirectory: directory,
    env: {
      DATABASE_URL: database.url,
      DEMO: 'off',
      LOG_LEVEL: 'error',
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_BOT_TOKEN: emulator.token,
      TELEGRAM_WEBHOOK_SECRET: secret,
      TELEGRAM_API_ROOT: emulator.url,
      TELEGRAM_SENDS_PER_SECOND: '1000',
      PUBLIC_URL: 'https://bank.example.uz',
    },
  })
  await sql.connect()
  const [account] = await ask<{ id: string }>(`SELECT id FROM channel_account WHERE kind = 'telegram'`)
  const lanes = makeUpdates()
  const all = [...lanes.values()].flat()
  const distinct = new Set(all.map(({ chat, number }) => `${chat}:${number}`)).size
  say(`${all.length} updates of ${lanes.size} chats, ${all.length - distinct} of them twice`)
  const counted = { done: 0, refused: 0 }
  const startedAt = performance.now()
  const target = `${hub.base}/channels/telegram/${account?.id ?? ''}`
  const [, killed] = await Promise.all([postAll(lanes, target, counted), killAtRandom(hub, counted, all.length)])
  const takenS = (performance.now() - startedAt) / 1_000
  say(`all taken in ${takenS.toFixed(0)} s; waiting until everything behind them is done`)
  const settleMs = await settled()
  const stored = await count(`SELECT count(*) AS n FROM message WHERE author_kind = 'client'`)
  const storedDistinct = await count(`SELECT count(DISTINCT external_id) AS n FROM message WHERE author_kind = 'client'`)
  const disordered = await count(`SELECT count(*) AS n FROM (SELECT split_part(external_id, ':', 2)::bigint AS number,
      lag(split_part(external_id, ':', 2)::bigint) OVER (PARTITION BY conversation_id ORDER BY seq) AS before
    FROM message WHERE author_kind = 'client') x WHERE number < before`)
  const gaps =
    await count(`SELECT count(*) AS n FROM (SELECT seq, lag(seq) OVER (PARTITION BY conversation_id ORDER BY seq) AS before
    FROM message) x WHERE seq <> before + 1`)
  const states = await ask<{ state: string; n: string }>('SELECT state, count(*) AS n FROM delivery GROUP BY 1 ORDER BY 1')
  const stateOf = (state: string) => Number(states.find((one) => one.state === state)?.n ?? 0)
  const unknown = stateOf('pending') + stateOf('sending')
  const heard = emulator.calls.filter(({ method, ok }) => method === 'sendmessage' && ok).length
  say('delivery rate')
  const { replies, seconds } = await rate()
  const rows = [
    ['the clients’ edge under murder', ''],
    ['updates sent, of them a second time', `${whole(all.length)}, ${whole(all.length - distinct)}`],
    ['times the process was killed (SIGKILL)', whole(killed)],
    ['calls refused or cut, and repeated', whole(counted.refused)],
    ['client messages stored, and distinct; expected', `${whole(stored)}, ${whole(storedDistinct)}; ${whole(distinct)}`],
    ['out of order within a conversation; gaps in a sequence', `${disordered}; ${gaps}`],
    [
      'replies sent, failed, unconfirmed',
      `${whole(stateOf('sent'))}, ${whole(stateOf('failed'))}, ${whole(stateOf('unconfirmed'))}`,
    ],
    ['replies whose fate is open', whole(unknown)],
    [
      'messages the emulator got; more than once',
      `${whole(heard)}; ${whole(Math.max(0, heard - stateOf('sent') - stateOf('unconfirmed')))}`,
    ],
    ['taken in, everything behind it done after', `${takenS.toFixed(0)} s, ${(settleMs / 1_000).toFixed(0)} s`],
    [
      'delivery through the Telegram emulator',
      `${whole(replies)} replies in ${seconds.toFixed(1)} s: ${whole(replies / seconds)}/s`,
    ],
  ]
  console.log(table(rows))
  if (shouldWrite) writeSection(table(rows))
  if (stored !== distinct || storedDistinct !== distinct || disordered > 0 || gaps > 0 || unknown > 0) process.exitCode = 1
} finally {
  await sql.end().catch(() => undefined)
  await hub?.crash()
  await emulator.stop()
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
}

/** The other sections stay as they are. */
function writeSection(rows: string): void {
  const file = new URL('../../docs/performance.md', import.meta.url)
  const head = '## The clients’ edge'
  const text = readFileSync(file, 'utf8')
  const [before = '', after = ''] = text.split(head)
  const next = after.indexOf('\n## ')
  const rest = next === -1 ? '' : after.slice(next)
  const words = `${head}\n\nWritten by \`npm run bench -- channels --write\` on ${new Date().toISOString().slice(0, 10)}, Telegram’s webhook only; the emulator, the
load, PostgreSQL and the program share this machine’s cores.\n\n${rows}\n`
  writeFileSync(file, `${before.trimEnd()}\n\n${words}${rest}`)
}
