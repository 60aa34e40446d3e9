/**
 * `npm run bench -- channels [updates] [kills] [clients]`: what the clients' edge promises, under repeated kills. Updates of many clients
 * of Telegram, Instagram, WhatsApp and Messenger, one in ten twice, in order within a client and shuffled between them (what the vendors
 * allow), over the webhooks of the whole program, which is killed at random moments. A refused or cut call is repeated, as the
 * vendors do. Then how fast replies leave through the Telegram emulator. The website's chat is not in it: its messages come over
 * a websocket that the visitor's page keeps. `-- channels --write` puts the table into docs/performance.md.
 */
import { randomInt } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { metaWebhookPath } from '../../src/bots/meta/meta-hub.ts'
import { startMetaEmulator } from '../../src/bots/meta-emulator/index.ts'
import { startTelegramEmulator } from '../../src/bots/telegram-emulator/index.ts'
import { startEmbeddedDatabase } from '../../src/platform/embedded/embedded-database.ts'
import { type RunningHub, startHub } from '../../tests/support/running-hub.ts'
import { signInAs } from '../../tests/support/staff-session.ts'
import { type Counted, makeLanes, postAll, telegramClients } from './channel-stream.ts'
import { table, whole } from './figures.ts'

const numbers = process.argv
  .slice(3)
  .filter((word) => /^\d+$/.test(word))
  .map(Number)
const [wanted = 20_000, kills = 10, clients = 1_500] = numbers
const shouldWrite = process.argv.includes('--write')
const twiceShare = 0.1
const postersAtOnce = 48
const secret = 'a-word-only-telegram-knows'
const settleWithinMs = 600_000
/** How long a restart may take on a busy machine before the run is given up. */
const startWithinMs = 180_000
const say = (line: string) => console.error(line)
const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

async function killAtRandom(hub: RunningHub, counted: Counted, total: number): Promise<number> {
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
    const { answeredMs, readyMs } = hub.starts.at(-1) ?? { answeredMs: 0, readyMs: 0 }
    say(`  back after ${seconds(answeredMs)}, ready after ${seconds(readyMs)}`)
    say(`  killed ${killed} times, ${counted.done} of ${total} updates taken`)
  }
  return killed
}

const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-channels-'))
chmodSync(directory, 0o755) // PostgreSQL runs as another account where this runs as root
const database = await startEmbeddedDatabase({ directory: path.join(directory, 'postgres') })
const emulator = await startTelegramEmulator({ host: '127.0.0.1', port: 0 })
const meta = await startMetaEmulator({ host: '127.0.0.1', port: 0 })
for (const id of telegramClients(clients)) emulator.person({ id }).write('/start')
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

/** Everything of ours the vendors took. */
const heardByVendors = () =>
  emulator.calls.filter(({ method, ok }) => method === 'sendmessage' && ok).length +
  [...meta.state.people.values()].reduce((sum, person) => sum + person.messages.filter((message) => message.isOurs).length, 0)

/** Replies written straight into the tables, of a system, to everybody on Telegram: what a word to all is. */
async function rate(accountId: string): Promise<{ replies: number; tookS: number }> {
  const before = emulator.calls.length
  const rounds = 3
  await sql.query(`INSERT INTO message (id, conversation_id, channel_account_id, request_id, seq, author_kind, kind, text, content, masked_kinds, sent_at, received_at)
    SELECT gen_random_uuid(), c.id, c.channel_account_id, c.last_request_id, c.last_seq + g, 'system', 'text', 'Hammaga xabar ' || g, '{}', '{}', now(), now()
    FROM conversation c, generate_series(1, ${rounds}) g WHERE c.channel_account_id = '${accountId}'`)
  await sql.query(`UPDATE conversation SET last_seq = last_seq + ${rounds} WHERE channel_account_id = '${accountId}'`)
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
  const tookS = (performance.now() - startedAt) / 1_000
  const heard = emulator.calls.slice(before).filter(({ method, ok }) => method === 'sendmessage' && ok).length
  say(`  ${heard} calls reached the emulator for ${rowCount} replies`)
  return { replies: rowCount ?? 0, tookS }
}

try {
  hub = await startHub({
    startWithinMs,
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
      META_GRAPH_ROOT: meta.url,
      META_INSTAGRAM_ROOT: meta.url,
      PUBLIC_URL: 'https://bank.example.uz',
    },
  })
  await sql.connect()
  const [account] = await ask<{ id: string }>(`SELECT id FROM channel_account WHERE kind = 'telegram'`)
  await openMetaAccounts(hub)
  const telegram = { url: `${hub.base}/channels/telegram/${account?.id ?? ''}`, secret }
  const lanes = makeLanes({ wanted, clients, twiceShare, telegram, meta })
  const all = lanes.flat()
  const distinct = new Set(all.map(({ key }) => key)).size
  say(`${all.length} updates of ${lanes.length} clients, ${all.length - distinct} of them twice`)
  const counted = { done: 0, refused: 0 }
  const startedAt = performance.now()
  const [, killed] = await Promise.all([postAll(lanes, postersAtOnce, counted), killAtRandom(hub, counted, all.length)])
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
  const gone = stateOf('sent') + stateOf('delivered') + stateOf('read')
  const heard = heardByVendors()
  const restarts = hub.starts.slice(1)
  const longest = (which: 'answeredMs' | 'readyMs') => seconds(Math.max(0, ...restarts.map((one) => one[which])))
  say('delivery rate')
  const { replies, tookS } = await rate(account?.id ?? '')
  const rows = [
    ['the clients’ edge under repeated kills', ''],
    ['updates sent, of them a second time', `${whole(all.length)}, ${whole(all.length - distinct)}`],
    ['times the process was killed (SIGKILL)', whole(killed)],
    ['longest restart: until it answered, until it was ready', `${longest('answeredMs')}, ${longest('readyMs')}`],
    ['calls refused or cut, and repeated', whole(counted.refused)],
    ['client messages stored, and distinct; expected', `${whole(stored)}, ${whole(storedDistinct)}; ${whole(distinct)}`],
    ['out of order within a conversation; gaps in a sequence', `${disordered}; ${gaps}`],
    ['replies sent, failed, unconfirmed', `${whole(gone)}, ${whole(stateOf('failed'))}, ${whole(stateOf('unconfirmed'))}`],
    ['replies whose fate is open', whole(unknown)],
    [
      'messages the emulators got; more than there were replies',
      `${whole(heard)}; ${whole(Math.max(0, heard - gone - stateOf('unconfirmed')))}`,
    ],
    ['taken in, everything behind it done after', `${takenS.toFixed(0)} s, ${(settleMs / 1_000).toFixed(0)} s`],
    [
      'delivery through the Telegram emulator',
      `${whole(replies)} replies in ${tookS.toFixed(1)} s: ${whole(replies / tookS)}/s`,
    ],
  ]
  console.log(table(rows))
  if (shouldWrite) writeSection(table(rows))
  if (stored !== distinct || storedDistinct !== distinct || disordered > 0 || gaps > 0 || unknown > 0) process.exitCode = 1
} finally {
  await sql.end().catch(() => undefined)
  await hub?.crash()
  await emulator.stop()
  await meta.stop()
  await database.stop()
  rmSync(directory, { recursive: true, force: true })
}

/** As the bank's administrator does it in the console. */
async function openMetaAccounts(running: RunningHub): Promise<void> {
  const admin = await signInAs(running, 'admin')
  const { instagram, whatsapp, page: messenger } = meta.accounts
  for (const [kind, credentials] of Object.entries({ instagram, whatsapp, messenger })) {
    const input = { kind, credentials }
    const { status } = await admin.send('POST', '/api/channel-accounts', input)
    if (status !== 200) throw new Error(`the account of ${kind} was not opened: ${status}`)
  }
  meta.connect(`${running.base}${metaWebhookPath}`)
}

/** The other sections stay as they are. */
function writeSection(rows: string): void {
  const file = new URL('../../docs/performance.md', import.meta.url)
  const head = '## The clients’ edge'
  const text = readFileSync(file, 'utf8')
  const [before = '', after = ''] = text.split(head)
  const next = after.indexOf('\n## ')
  const rest = next === -1 ? '' : after.slice(next)
  const words = `${head}

Written by \`npm run bench -- channels --write\` on ${new Date().toISOString().slice(0, 10)}. Three of six clients write over Telegram, one over Instagram, one over
WhatsApp, one over Messenger; the website’s chat is not in it, because its messages come over a websocket that the visitor’s page keeps. The
emulators, the load, PostgreSQL and the program share this machine’s cores.\n\n${rows}\n`
  writeFileSync(file, `${before.trimEnd()}\n\n${words}${rest}`)
}
