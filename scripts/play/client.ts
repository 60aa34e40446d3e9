/** A client on a channel, played through the real edges: what it says and what it hears. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { WidgetMessage, WidgetSent, WidgetSession } from '#contracts'
import { askJson, type Running } from './running-hub.ts'

export type Heard = { id: string; from: string; text: string; buttons: { label: string; data: string }[] }
export type Client = {
  readonly name: string
  say(text: string): Promise<void>
  press(button: { label: string; data: string }): Promise<void>
  /** What came since the last call, in order; the client's own words are left out. */
  hear(): Promise<Heard[]>
}

const Done = z.unknown()
const TelegramMessage = z.looseObject({
  message_id: z.number(),
  from: z.looseObject({ is_bot: z.boolean() }),
  text: z.string().optional(),
  caption: z.string().optional(),
  reply_markup: z
    .looseObject({
      inline_keyboard: z.array(z.array(z.looseObject({ text: z.string(), callback_data: z.string().optional() }))).optional(),
    })
    .optional(),
})
const TelegramChat = z.looseObject({ messages: z.array(TelegramMessage) })

/** A person in the emulator the hub runs with. */
export async function telegramClient(hub: Running, person: { name: string; language: string }): Promise<Client> {
  if (hub.emulatorUrl === null) throw new Error('this hub has a real bot: write to it from Telegram')
  const phone = `${hub.emulatorUrl}/_phone`
  const id = 100_000_000 + Math.floor(Math.random() * 800_000_000)
  await askJson(Done, `${phone}/people`, { body: { id, first_name: person.name, language_code: person.language } })
  let seen = 0
  const act = async (body: unknown) => void (await askJson(Done, `${phone}/chats/${id}`, { body }))
  return {
    name: person.name,
    say: (text) => act({ do: 'write', text }),
    press: (button) => act({ do: 'press', data: button.data }),
    async hear() {
      const { messages } = await askJson(TelegramChat, `${phone}/chats/${id}`)
      const news = messages.filter((message) => message.message_id > seen)
      seen = messages.at(-1)?.message_id ?? seen
      return news
        .filter((message) => message.from.is_bot)
        .map((message) => ({
          id: String(message.message_id),
          from: 'bank',
          text: message.text ?? message.caption ?? '',
          buttons: (message.reply_markup?.inline_keyboard ?? [])
            .flat()
            .map((button) => ({ label: button.text, data: button.callback_data ?? '' })),
        }))
    },
  }
}

const EmulatedHeard = z.array(
  z.object({ id: z.string(), text: z.string(), buttons: z.array(z.object({ label: z.string(), data: z.string() })) }),
)

/** A person in the emulated channel of this name the hub runs with. */
export function emulatedClient(hub: Running, channel: string, person: { name: string }): Client {
  const emulatorUrl = hub.people[channel]
  if (emulatorUrl === undefined) throw new Error('this hub has real accounts: write to them from your own')
  const digits = String(Math.floor(Math.random() * 1e8)).padStart(8, '0')
  const id = channel === 'whatsapp' ? `9989${digits}` : `171000000${digits}`
  const phone = `${emulatorUrl}/_people/${channel}/${id}`
  const seen = new Set<string>()
  const act = async (body: object) => void (await askJson(Done, phone, { body: { name: person.name, ...body } }))
  return {
    name: person.name,
    say: (text) => act({ text }),
    press: (button) => act({ text: button.label, data: button.data }),
    async hear() {
      const news = (await askJson(EmulatedHeard, phone)).filter((message) => !seen.has(message.id))
      for (const message of news) seen.add(message.id)
      return news.map((message) => ({ ...message, from: 'bank' }))
    },
  }
}

const Page = z.object({ messages: z.array(WidgetMessage), lastSeq: z.number() })

/** A visitor of the bank's website. */
export async function webchatClient(hub: Running, person: { name: string; language: string }): Promise<Client> {
  const base = `${hub.url}/widget/${hub.site}`
  const language = person.language === 'ru' || person.language === 'en' ? person.language : 'uz-Latn'
  const session = await askJson(WidgetSession, `${base}/session`, { body: { displayName: person.name, language } })
  const token = session.visitorToken
  let seen = session.lastSeq
  const send = async (body: object) =>
    void (await askJson(WidgetSent, `${base}/messages`, { token, body: { clientMessageId: randomUUID(), ...body } }))
  return {
    name: person.name,
    say: (text) => send({ text }),
    press: (button) => send({ text: button.label, pressed: button.data }),
    async hear() {
      const page = await askJson(Page, `${base}/messages?after=${seen}`, { token })
      if (page.lastSeq > seen) {
        seen = page.lastSeq
        await askJson(Done, `${base}/seen`, { token, body: { deliveredSeq: seen, readSeq: seen } })
      }
      return page.messages
        .filter((message) => message.authorKind !== 'client')
        .map((message) => ({
          id: message.id,
          from: message.authorName ?? (message.authorKind === 'operator' ? 'operator' : 'bank'),
          text: message.text,
          buttons: (message.content.buttons ?? []).flat(),
        }))
    },
  }
}
