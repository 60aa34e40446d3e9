/** What the clients of four channels write, as the vendors would bring it: by webhook, some of it twice, in order within a client. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { escapedJson, type MetaEmulator } from '../../src/bots/meta-emulator/index.ts'
import { uzbekTexts } from './update-maker.ts'

/** One call of a vendor; `key` tells what the client wrote apart from everything else. */
export type Update = { readonly key: string; post(): Promise<number> }

export type StreamInput = {
  readonly wanted: number
  readonly clients: number
  readonly twiceShare: number
  readonly telegram: { readonly url: string; readonly secret: string }
  /** Connected to the hub. */
  readonly meta: MetaEmulator
}

const firstClient = 5_000_000
const others: readonly MetaKind[] = ['instagram', 'whatsapp', 'messenger']
type Writer = { readonly id: number; write(number: number, text: string): Update }

/** The clients of Telegram: three of six. */
export const telegramClients = (clients: number): number[] =>
  Array.from({ length: clients }, (_, index) => index)
    .filter((index) => index % 6 < 3)
    .map((index) => firstClient + index)

function telegramWriter(id: number, { url, secret }: StreamInput['telegram']): Writer {
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }
  const from = { id, is_bot: false, first_name: `Mijoz ${id}`, language_code: 'uz' }
  return {
    id,
    write(number, text) {
      const chat = { id, type: 'private', first_name: from.first_name }
      const message = { message_id: number, from, chat, date: Math.floor(Date.now() / 1_000), text }
      const body = JSON.stringify({ update_id: (id - firstClient) * 100_000 + number, message })
      const post = () =>
        fetch(url, { method: 'POST', headers, body }).then(
          async (answer) => {
            await answer.arrayBuffer()
            return answer.status
          },
          () => 0,
        )
      return { key: `${id}:${number}`, post }
    },
  }
}

/** The emulator knows the person as one who has just written, or it would not let the bank answer. */
type MetaKind = 'instagram' | 'messenger' | 'whatsapp'
const objects = { instagram: 'instagram', messenger: 'page', whatsapp: 'whatsapp_business_account' } as const

function metaWriter(id: number, kind: MetaKind, meta: MetaEmulator): Writer {
  const client = kind === 'whatsapp' ? `9989${id}` : String(id)
  const name = `Mijoz ${id}`
  meta.person(kind, client, name).person.lastWroteAt = Date.now()
  const { accounts } = meta
  const account = kind === 'messenger' ? accounts.page.pageId : accounts.instagram.accountId
  const object = objects[kind]
  return {
    id,
    write(number, text) {
      const key = `${kind === 'whatsapp' ? 'wamid.' : 'm_'}${id}:${number}`
      const written = { client, name, key, text }
      const entry = kind === 'whatsapp' ? whatsAppEntry(meta, written) : messagingEntry(account, written)
      const body = escapedJson({ object, entry: [entry] })
      return { key, post: async () => (await meta.webhooks.postOnce(object, body)).status }
    },
  }
}

type Written = { client: string; name: string; key: string; text: string }

/** Instagram's and Messenger's shape. */
function messagingEntry(id: string, { client, key, text }: Written): object {
  const at = Date.now()
  const event = { sender: { id: client }, recipient: { id }, timestamp: at, message: { mid: key, text } }
  return { id, time: at, messaging: [event] }
}

function whatsAppEntry({ accounts }: MetaEmulator, { client, name, key, text }: Written): object {
  const { phoneNumberId, businessAccountId } = accounts.whatsapp
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '998710000000', phone_number_id: phoneNumberId },
    contacts: [{ profile: { name }, wa_id: client }],
    messages: [{ from: client, id: key, timestamp, type: 'text', text: { body: text } }],
  }
  return { id: businessAccountId, changes: [{ field: 'messages', value }] }
}

/** One lane for each client: three of Telegram, then one of Instagram, WhatsApp and Messenger in turn. Repeats come behind their originals. */
export function makeLanes(input: StreamInput): Update[][] {
  const { wanted, clients, twiceShare, telegram, meta } = input
  const texts = uzbekTexts()
  const writers = Array.from({ length: clients }, (_, index): Writer => {
    const id = firstClient + index
    const place = index % 6
    return place < 3 ? telegramWriter(id, telegram) : metaWriter(id, others[place - 3] ?? 'whatsapp', meta)
  })
  const lanes = writers.map((): Update[] => [])
  const originals = Math.round(wanted / (1 + twiceShare))
  for (let index = 0; index < originals; index += 1) {
    const writer = writers[index % clients]
    const lane = lanes[index % clients]
    if (writer === undefined || lane === undefined) continue
    const number = 1_000 + Math.floor(index / clients)
    lane.push(writer.write(number, `${texts[randomInt(texts.length)] ?? 'Salom'} #${number}`))
    const again = Math.random() < twiceShare ? lane[randomInt(lane.length)] : undefined
    if (again !== undefined) lane.push(again)
  }
  return lanes.filter((lane) => lane.length > 0)
}

export type Counted = { done: number; refused: number }

/** One call of a client at a time; a call that fails in any way is made again until it is taken. */
export async function postAll(lanes: readonly (readonly Update[])[], hands: number, counted: Counted): Promise<void> {
  const waiting = lanes.map((lane) => ({ lane, at: 0 })).sort(() => Math.random() - 0.5)
  const hand = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      while ((await one.lane[one.at]?.post()) !== 200) {
        counted.refused += 1
        await sleep(100 + randomInt(200))
      }
      counted.done += 1
      one.at += 1
      if (one.at < one.lane.length) waiting.push(one)
    }
  }
  await Promise.all(Array.from({ length: hands }, hand))
}
