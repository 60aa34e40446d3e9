/**
 * What a sender wrote in the last two minutes, as it was stored: a card may come in two messages, and neither shows it alone.
 * One process remembers only what it took in itself; forgetting costs a find that needs two processes, so little is kept.
 */
import { type MessageId, minuteMs } from '#kernel'

export type RecentWord = {
  text: string
  readonly receivedAtMs: number
  /** Null where the message was not stored after all. */
  readonly messageId: Promise<MessageId | null>
}

const windowMs = 2 * minuteMs
const mostPerSender = 4
const mostSenders = 5_000
/** Longer texts are no part of a number; their memory is better kept. */
const longestKept = 1_000

export class RecentWords {
  private readonly bySender = new Map<string, RecentWord[]>()

  /** Oldest first. */
  recall(sender: string, now: Date): RecentWord[] {
    const words = this.bySender.get(sender) ?? []
    return words.filter(({ receivedAtMs }) => now.getTime() - receivedAtMs <= windowMs)
  }

  learn(sender: string, word: RecentWord): void {
    if (word.text.length > longestKept) return
    const words = [...(this.bySender.get(sender) ?? []), word].slice(-mostPerSender)
    this.bySender.delete(sender)
    this.bySender.set(sender, words)
    if (this.bySender.size <= mostSenders) return
    const oldest = this.bySender.keys().next()
    if (!oldest.done) this.bySender.delete(oldest.value)
  }
}
