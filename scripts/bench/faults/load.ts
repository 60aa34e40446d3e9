/** Clients who write at an even pace and, as a vendor does for them, repeat a call until it is answered with 200. */
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { uzbekTexts } from '../update-maker.ts'
import { secret } from './house.ts'

export type Load = {
  /** Keys of messages answered with 200, in all. */
  readonly accepted: ReadonlySet<string>
  /** Calls that were refused or cut, and repeated. */
  readonly refused: () => number
  /** Of those, answered 503 with a moment to come again. */
  readonly askedToWait: () => number
  /** Moment (performance.now) of the last 200. */
  readonly lastAcceptedAt: () => number
  /** Writes until stopped; resolves when every call under way was taken. */
  stop(): Promise<void>
}

const clients = 60
const firstClient = 8_000_000
const patienceMs = 5_000
const repeatMs = 250

/**
 * @param urls who takes calls, one after the other; may change meanwhile.
 * @param series keeps the messages of one fault apart from those of another.
 */
export function startLoad(urls: () => readonly string[], series: number, perSecond: number): Load {
  const texts = uzbekTexts()
  const accepted = new Set<string>()
  let refused = 0
  let askedToWait = 0
  let lastAcceptedAt = 0
  let isOver = false
  let calls = 0

  async function call(body: string): Promise<boolean> {
    try {
      const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }
      const all = urls()
      const answer = await fetch(all[calls++ % all.length] ?? '', {
        method: 'POST',
        headers,
        body,
        signal: AbortSignal.timeout(patienceMs),
      })
      await answer.arrayBuffer()
      if (answer.status === 503 && answer.headers.has('retry-after')) askedToWait++
      return answer.status === 200
    } catch {
      return false // no answer at all: the vendor repeats
    }
  }
  async function write(client: number, number: number): Promise<void> {
    const id = firstClient + client
    const from = { id, is_bot: false, first_name: `Mijoz ${id}`, language_code: 'uz' }
    const message_id = series * 100_000 + number
    const chat = { id, type: 'private', first_name: from.first_name }
    const text = `${texts[randomInt(texts.length)] ?? 'Salom'} #${number}`
    const message = { message_id, from, chat, date: Math.floor(Date.now() / 1_000), text }
    const body = JSON.stringify({ update_id: client * 100_000_000 + message_id, message })
    while (!(await call(body))) {
      refused++
      await sleep(repeatMs)
    }
    lastAcceptedAt = performance.now()
    accepted.add(`${id}:${message_id}`)
  }
  /** One call of a client at a time, so that their words keep their order. */
  async function lane(client: number): Promise<void> {
    await sleep((client / clients) * (clients / perSecond) * 1_000)
    for (let number = 1; !isOver; number++) {
      const startedAt = performance.now()
      await write(client, number)
      await sleep(Math.max(0, (clients / perSecond) * 1_000 - (performance.now() - startedAt)))
    }
  }
  const lanes = Promise.all(Array.from({ length: clients }, (_, client) => lane(client)))
  return {
    accepted,
    refused: () => refused,
    askedToWait: () => askedToWait,
    lastAcceptedAt: () => lastAcceptedAt,
    async stop() {
      isOver = true
      await lanes
    },
  }
}
