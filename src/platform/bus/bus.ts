/**
 * A shout across the house: whoever listens at this moment may hear it, at most once. It is a hint to hurry and never the
 * record; whatever depends on it must also look at the tables on a timer.
 */
export type Bus = {
  /** Never throws and never waits. The payload must survive JSON, because it may cross to another process. */
  publish(topic: string, payload: unknown): void
  /** Returns the way to stop hearing. A hearer that throws is logged and does not disturb the others. */
  subscribe(topic: string, hear: (payload: unknown) => void): () => void
  close(): Promise<void>
}

/** Hearers by topic, shared by both kinds of bus. */
export class Hearers {
  private readonly byTopic = new Map<string, Set<(payload: unknown) => void>>()
  private readonly onFault: (topic: string, error: unknown) => void

  constructor(onFault: (topic: string, error: unknown) => void) {
    this.onFault = onFault
  }

  add(topic: string, hear: (payload: unknown) => void): () => void {
    // Wrapped, so that one function subscribed twice is two hearers with two ways to stop.
    const hearer = (payload: unknown) => hear(payload)
    const hearers = this.byTopic.get(topic) ?? new Set()
    this.byTopic.set(topic, hearers.add(hearer))
    return () => {
      hearers.delete(hearer)
      if (hearers.size === 0 && this.byTopic.get(topic) === hearers) this.byTopic.delete(topic)
    }
  }

  /** Hearers run after the current work, as they would if the shout had come from another process. */
  tell(topic: string, payload: unknown): void {
    if (!this.byTopic.has(topic)) return
    queueMicrotask(() => {
      for (const hear of [...(this.byTopic.get(topic) ?? [])]) {
        try {
          hear(payload)
        } catch (error) {
          this.onFault(topic, error)
        }
      }
    })
  }

  clear(): void {
    this.byTopic.clear()
  }
}
