/**
 * Which sockets are open to which thread in this process, and how word reaches them from any process. The bus carries only
 * "look"; the messages are read from the table, so a lost or doubled hint loses and doubles nothing.
 */

import { z } from 'zod'
import type { ChannelAccountId } from '#kernel'
import type { Bus } from '#platform'

export type LiveListener = {
  /** There may be something new. */
  look(): void
  /** An operator writes, or stops writing, on this request. */
  operatorTyping(requestId: string, isTyping: boolean): void
  /** The bot is about to answer. */
  botTyping(): void
  read(upToSeq: number): void
}

const topic = 'bots.webchat'
/** Said by the console's edge; heard by its own as well. */
const operatorTypingTopic = 'operator.typing'
const OperatorTyping = z.object({ requestId: z.string(), isTyping: z.boolean() })
const Hint = z.object({
  thread: z.string(),
  readSeq: z.number().optional(),
  isBotTyping: z.boolean().optional(),
})

export type LiveHub = {
  join(accountId: ChannelAccountId, thread: string, listener: LiveListener): () => void
  announce(accountId: ChannelAccountId, thread: string): void
  /** The bot is about to answer; the widget takes the sign away by itself. */
  announceTyping(accountId: ChannelAccountId, thread: string): void
  /** A person has read the client's messages up to here. */
  announceRead(accountId: ChannelAccountId, thread: string, upToSeq: number): void
  /** Every open socket looks: on a timer, because a hint may be lost. */
  lookAll(): void
  count(): number
  close(): void
}

const keyOf = (accountId: ChannelAccountId, thread: string) => `${accountId}/${thread}`

export function createLiveHub(bus: Bus): LiveHub {
  const listeners = new Map<string, Set<LiveListener>>()
  const stopHearing = bus.subscribe(topic, (payload) => {
    const hint = Hint.safeParse(payload)
    if (!hint.success) return
    const { thread, readSeq, isBotTyping } = hint.data
    for (const listener of listeners.get(thread) ?? []) {
      if (isBotTyping === true) listener.botTyping()
      else if (readSeq === undefined) listener.look()
      else listener.read(readSeq)
    }
  })
  const stopTyping = bus.subscribe(operatorTypingTopic, (payload) => {
    const news = OperatorTyping.safeParse(payload)
    if (!news.success) return
    for (const set of listeners.values()) for (const one of set) one.operatorTyping(news.data.requestId, news.data.isTyping)
  })
  return {
    join(accountId, thread, listener) {
      const key = keyOf(accountId, thread)
      const set = listeners.get(key) ?? new Set()
      listeners.set(key, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0 && listeners.get(key) === set) listeners.delete(key)
      }
    },
    announce: (accountId, thread) => bus.publish(topic, { thread: keyOf(accountId, thread) }),
    announceTyping: (accountId, thread) => bus.publish(topic, { thread: keyOf(accountId, thread), isBotTyping: true }),
    announceRead: (accountId, thread, readSeq) => bus.publish(topic, { thread: keyOf(accountId, thread), readSeq }),
    lookAll: () => {
      for (const set of listeners.values()) for (const listener of set) listener.look()
    },
    count: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
    close: () => {
      stopHearing()
      stopTyping()
    },
  }
}
