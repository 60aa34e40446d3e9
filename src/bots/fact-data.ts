/** Ids out of a fact's data, which this room knows by name only. */
import type { ConversationId, RequestId } from '#kernel'
import type { Fact } from '#platform'

function idOf(fact: Fact, field: string): string | null {
  if (typeof fact.data !== 'object' || fact.data === null) return null
  const value = (fact.data as Record<string, unknown>)[field]
  return typeof value === 'string' ? value : null
}

/** A field of closed words or a flag; undefined where the fact was stated before there was one. */
export const fieldOf = (fact: Fact, field: string): unknown => (fact.data as Record<string, unknown> | null)?.[field]

export const conversationIdOf = (fact: Fact) => idOf(fact, 'conversationId') as ConversationId | null
export const requestIdOf = (fact: Fact) => idOf(fact, 'requestId') as RequestId | null
export const textOf = idOf
