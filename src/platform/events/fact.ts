import { z } from 'zod'
import type { EventId } from '#kernel'
import type { Bus } from '../bus/bus.ts'

/** A published fact with its number in the feed: gapless and in one order for everybody, which is what screens resume by. */
export type Fact<D = unknown> = {
  id: EventId
  feedNo: number
  name: string
  version: number
  occurredAt: Date
  subjectId: string
  actor: string
  trace: string | null
  data: D
}

export const feedTopic = 'feed'

/** As it arrives from another process, where moments have become strings. */
const FactFromBus = z.object({
  id: z.string().transform((id) => id as EventId),
  feedNo: z.number(),
  name: z.string(),
  version: z.number(),
  occurredAt: z.coerce.date(),
  subjectId: z.string(),
  actor: z.string(),
  trace: z.string().nullable(),
  data: z.unknown(),
})

/**
 * Hears freshly numbered facts, in feed order, as a hint: some may be missed (Redis away, process busy starting), so a
 * hearer that must not miss any watches for a gap in `feedNo` and reads the feed.
 * Returns the way to stop hearing.
 */
export function onFacts(bus: Bus, hear: (facts: readonly Fact[]) => void): () => void {
  return bus.subscribe(feedTopic, (payload) => {
    if (!Array.isArray(payload)) return
    const first: unknown = payload[0]
    const isLocal = typeof first === 'object' && first !== null && 'occurredAt' in first && first.occurredAt instanceof Date
    hear(isLocal ? (payload as Fact[]) : z.array(FactFromBus).parse(payload))
  })
}
