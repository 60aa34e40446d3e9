/** Telegram updates as a bank would get them: real wording of the corpus, new clients and old ones mixed. */
import { readdirSync, readFileSync } from 'node:fs'

/** One message in four opens a conversation; the others go on with one of the latest. */
export const newClientShare = 0.25
const latestClients = 400

/** Sentences in Uzbek, both scripts, without those that repeat a word list. */
export function uzbekTexts(): string[] {
  const folder = new URL('../../corpus/', import.meta.url)
  return readdirSync(folder)
    .filter((name) => /^uz-(latn|cyrl)-.*\.tsv$/.test(name))
    .sort()
    .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n').slice(1))
    .map((line) => line.split('\t').at(-1) ?? '')
    .filter((text) => text.length > 3)
}

export type MadeUpdate = {
  readonly body: string
  /** How the message is called where it is stored. */
  readonly key: string
  /** Call when it was acknowledged or refused: the client may write again. */
  done(): void
}

export type UpdateMaker = {
  /** @param mark is put at the end of the text, so that a screen's frame can be known again. */
  next(mark?: string): MadeUpdate
  readonly made: () => { messages: number; clients: number }
}

const names = ['Aziz', 'Madina', 'Sardor', 'Nilufar', 'Jamshid', 'Zulfiya', 'Otabek', 'Kamola', 'Rustam', 'Feruza']

/** @param series keeps the ids of one run apart from those of another: a thousand million ids for each. */
export function createUpdateMaker(texts: readonly string[], series: number): UpdateMaker {
  const base = series * 1_000_000_000
  const resting: number[] = []
  let clients = 0
  let messages = 0
  const nextClient = (): number => {
    if (resting.length < 20 || Math.random() < newClientShare) return base + ++clients
    const [client] = resting.splice(Math.floor(Math.random() * resting.length), 1)
    return client ?? base + ++clients
  }
  return {
    made: () => ({ messages, clients }),
    next(mark) {
      const client = nextClient()
      const number = ++messages
      const name = names[client % names.length] ?? 'Aziz'
      const text = texts[Math.floor(Math.random() * texts.length)] ?? 'Salom'
      const from = { id: client, is_bot: false, first_name: name, username: `mijoz_${client}`, language_code: 'uz' }
      const message = {
        message_id: number,
        from,
        chat: { id: client, type: 'private', first_name: name, username: from.username },
        date: Math.floor(Date.now() / 1_000),
        text: mark === undefined ? text : `${text} ${mark}`,
      }
      return {
        body: JSON.stringify({ update_id: base + number, message }),
        key: `${client}:${number}`,
        done() {
          resting.push(client)
          if (resting.length > latestClients) resting.shift()
        },
      }
    },
  }
}
