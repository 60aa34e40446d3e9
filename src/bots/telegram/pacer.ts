/**
 * Keeps one bot account within what Telegram bears. The true limits are unpublished ("about 30 messages a second"), so this
 * spreads bursts and obeys `retry_after`: a chat that was told to wait waits alone, and when several chats are told so in a
 * short time the whole account waits.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { secondMs } from '#kernel'

export type Pacer = {
  /** Waits for this chat's turn; or says how long the pause still is where that is more than a moment, in milliseconds. */
  turn(chatId: string): Promise<number>
  /** Whether a call of no consequence may go out now: nothing that matters waits, and nobody was told to wait. Takes the turn. */
  isFree(chatId: string): boolean
  /** Telegram said 429 for this chat. */
  pause(chatId: string, forMs: number): void
}

const patienceMs = 2 * secondMs
const alarmWindowMs = 10 * secondMs
const alarmChats = 3

export function createPacer(perSecond: number, now: () => number = Date.now): Pacer {
  const gapMs = secondMs / perSecond
  const chatUntil = new Map<string, number>()
  let recent: { chatId: string; at: number }[] = []
  let accountUntil = 0
  let nextSlot = 0

  const forget = () => {
    for (const [chatId, until] of chatUntil) if (until <= now()) chatUntil.delete(chatId)
  }
  return {
    async turn(chatId) {
      const pausedMs = Math.max(chatUntil.get(chatId) ?? 0, accountUntil) - now()
      if (pausedMs > 0) return pausedMs
      const slot = Math.max(nextSlot, now())
      if (slot - now() > patienceMs) return slot - now()
      nextSlot = slot + gapMs
      if (slot > now()) await sleep(slot - now())
      return 0
    },
    isFree(chatId) {
      const isPaused = Math.max(chatUntil.get(chatId) ?? 0, accountUntil) > now()
      if (isPaused || nextSlot > now()) return false
      nextSlot = now() + gapMs
      return true
    },
    pause(chatId, forMs) {
      forget()
      chatUntil.set(chatId, now() + forMs)
      recent = [...recent.filter((one) => now() - one.at < alarmWindowMs && one.chatId !== chatId), { chatId, at: now() }]
      if (recent.length >= alarmChats) accountUntil = Math.max(accountUntil, now() + forMs)
    },
  }
}
