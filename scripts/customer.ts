/**
 * `npm run customer -- telegram "kartam bloklandi"` or `-- webchat "..."`: plays a client against the hub that runs on this
 * machine, through its real edges, and prints the conversation as it comes back. Further lines are read from the terminal; a
 * number presses that button. Ends with Ctrl-C, or after `--wait <seconds>`.
 */
import * as readline from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Client, emulatedClient, type Heard, telegramClient, webchatClient } from './play/client.ts'
import { findRunningHub } from './play/running-hub.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { wait: { type: 'string' }, name: { type: 'string' }, language: { type: 'string' } },
})
const [channel, ...words] = positionals
const text = words.join(' ').trim()
const hub = findRunningHub()
const channels = ['telegram', 'webchat', ...Object.keys(hub.people)]
if (channel === undefined || !channels.includes(channel) || text === '') {
  const usage = `npm run customer -- ${channels.join('|')} "text" [--wait seconds] [--name Name] [--language uz|ru|en]`
  console.error(usage)
  process.exit(2)
}

const stamp = () => new Date().toTimeString().slice(0, 8)
const show = (who: string, said: string) => {
  const [first, ...rest] = said.split('\n')
  console.log(`${stamp()}  ${who.padEnd(9)} ${first ?? ''}`)
  for (const line of rest) console.log(`${' '.repeat(20)}${line}`)
}
let buttons: Heard['buttons'] = []

async function say(client: Client, line: string): Promise<void> {
  const button = buttons[Number(line) - 1]
  show(client.name, button === undefined ? line : `[${button.label}]`)
  await (button === undefined ? client.say(line) : client.press(button))
}

function showNews(news: readonly Heard[]): void {
  for (const heard of news) {
    show(heard.from, heard.text)
    if (heard.buttons.length === 0) continue
    buttons = heard.buttons
    console.log(`${' '.repeat(20)}${buttons.map((button, index) => `[${index + 1}] ${button.label}`).join('   ')}`)
  }
}

const person = { name: values.name ?? 'Mijoz', language: values.language ?? 'uz' }

function clientOf(name: string): Client | Promise<Client> {
  if (name === 'telegram') return telegramClient(hub, person)
  return name === 'webchat' ? webchatClient(hub, person) : emulatedClient(hub, name, person)
}
const client = await clientOf(channel)
await say(client, text)
if (process.stdin.isTTY) {
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    if (line.trim() !== '') void say(client, line.trim()).catch((error: unknown) => console.error(String(error)))
  })
}
const waitS = values.wait === undefined ? Number.POSITIVE_INFINITY : Number(values.wait)
for (const end = Date.now() + waitS * 1000; Date.now() < end; ) {
  showNews(await client.hear())
  await sleep(300)
}
process.exit(0)
