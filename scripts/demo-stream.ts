/**
 * `npm run demo`: keeps a believable stream of varied clients coming to the hub that runs on this machine, about six a minute
 * (`--per-minute 12` for more), on Telegram and on the website. They answer questions, and some press buttons. Ctrl-C ends it.
 * With `--past 45` the bank gets so many days of a past first, once, for its statistics.
 */

import * as path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { findRunningDatabase } from '../src/platform/embedded/find-running.ts'
import { type Client, type Heard, telegramClient, webchatClient } from './play/client.ts'
import { writePast } from './play/past.ts'
import { findRunningHub } from './play/running-hub.ts'
import { type Story, stories } from './play/stories.ts'

const { values } = parseArgs({
  options: { 'per-minute': { type: 'string', default: '6' }, clients: { type: 'string' }, past: { type: 'string' } },
})
const perMinute = Number(values['per-minute'])
const mostClients = values.clients === undefined ? Number.POSITIVE_INFINITY : Number(values.clients)
if (!(perMinute > 0)) {
  console.error('--per-minute takes a number above 0')
  process.exit(2)
}
const hub = findRunningHub()
/** A client waits this long for more before they go about their day. */
const patienceMs = 15 * 60_000
const pressShare = 0.5

const stamp = () => new Date().toTimeString().slice(0, 8)
const tell = (name: string, what: string) =>
  console.log(`${stamp()}  ${name.padEnd(10)} ${what.split('\n')[0]?.slice(0, 100) ?? ''}`)
const between = (fromMs: number, toMs: number) => sleep(fromMs + Math.random() * (toMs - fromMs))

async function sayAll(client: Client, says: string): Promise<void> {
  for (const part of says.split('|')) {
    tell(client.name, `→ ${part}`)
    await client.say(part)
    await between(700, 2000)
  }
}

/** A word back: some press a button where there is one, the others write the next thing they have to say. */
async function react(client: Client, heard: Heard, left: string[]): Promise<void> {
  await between(4000, 15_000)
  const button = heard.buttons[Math.floor(Math.random() * heard.buttons.length)]
  if (button !== undefined && Math.random() < pressShare) {
    tell(client.name, `→ [${button.label}]`)
    await client.press(button)
    return
  }
  const next = left.shift()
  if (next !== undefined) await sayAll(client, next)
}

async function live(story: Story): Promise<void> {
  const open = hub.emulatorUrl !== null && Math.random() < 0.65 ? telegramClient : webchatClient
  const client = await open(hub, { name: story.name, language: story.language })
  const left = [...story.answers]
  await sayAll(client, story.says)
  for (let until = Date.now() + patienceMs; Date.now() < until; ) {
    const news = await client.hear()
    for (const heard of news) tell(client.name, `← ${heard.text}`)
    const last = news.at(-1)
    if (last !== undefined) {
      until = Date.now() + patienceMs
      await react(client, last, left)
    }
    await sleep(1000)
  }
}

if (values.past !== undefined) await giveAPast(Number(values.past))
console.log(`clients come to ${hub.url}, about ${perMinute} a minute; Ctrl-C ends it`)
let order: Story[] = []
for (let made = 0; made < mostClients; made += 1) {
  if (order.length === 0) order = stories.toSorted(() => Math.random() - 0.5)
  const story = order.pop()
  if (story !== undefined) live(story).catch((error: unknown) => tell(story.name, `! ${String(error)}`))
  await between((60_000 / perMinute) * 0.4, (60_000 / perMinute) * 1.6)
}

/** Only the embedded database of a demonstration gets one: nobody's real clients stand beside made-up ones. */
async function giveAPast(days: number): Promise<void> {
  const url = await findRunningDatabase(path.join(path.resolve(process.env['DATA_DIR'] ?? '.local'), 'postgres'))
  if (!(days > 0 && days <= 365) || url === undefined || hub.site !== 'demo') {
    console.error('--past takes 1 to 365 days, and a demonstration with a database of its own (npm start without settings)')
    process.exit(2)
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    tell('past', `${await writePast(client, { days, perDay: 14 })} requests of ${days} days`)
  } finally {
    await client.end()
  }
}
