/**
 * The bus of a program that runs in several processes: Redis pub/sub. Hearers in the same process are told directly, so
 * losing Redis costs only the other processes their hint, and nobody hears a shout twice.
 */
import { randomUUID } from 'node:crypto'
import { createClient } from 'redis'
import { z } from 'zod'
import type { Log } from '../log/log.ts'
import { type Bus, Hearers } from './bus.ts'

const Shout = z.object({ from: z.string(), topic: z.string(), payload: z.unknown() })

/** A bus must not grow without bound while Redis is away: shouts of that time are dropped, as a hint may be. */
const socket = { connectTimeout: 5_000, reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, 2_000) }

/**
 * Connects in the background where Redis is away.
 * @param channel prefix that keeps two installations on one Redis apart.
 */
export async function createRedisBus(url: string, log: Log, channel = 'murojaat:bus'): Promise<Bus> {
  const hearers = new Hearers((topic, err) => log.error({ topic, err }, 'a hearer of the bus failed'))
  const me = randomUUID()
  const speaking = createClient({ url, socket, disableOfflineQueue: true })
  const listening = createClient({ url, socket })
  for (const client of [speaking, listening]) client.on('error', (err) => log.warn({ err }, 'the bus has lost Redis'))

  const hear = (raw: string) => {
    const shout = parseShout(raw)
    if (shout && shout.from !== me) hearers.tell(shout.topic, shout.payload)
  }
  const connected = Promise.all([
    speaking.connect().catch(() => undefined),
    listening
      .connect()
      .then(() => listening.subscribe(channel, hear))
      .catch(() => undefined),
  ])
  await Promise.race([connected, new Promise((resolve) => setTimeout(resolve, 3_000).unref())])

  let isOpen = true
  return {
    publish(topic, payload) {
      if (!isOpen) return
      hearers.tell(topic, payload)
      if (speaking.isReady) {
        speaking.publish(channel, JSON.stringify({ from: me, topic, payload })).catch(() => undefined) // a hint may be lost
      }
    },
    subscribe: (topic, hearer) => hearers.add(topic, hearer),
    async close() {
      isOpen = false
      hearers.clear()
      speaking.destroy()
      listening.destroy()
    },
  }
}

function parseShout(raw: string): z.infer<typeof Shout> | undefined {
  try {
    return Shout.safeParse(JSON.parse(raw)).data
  } catch {
    return undefined // not one of ours; nothing to be done about it
  }
}
