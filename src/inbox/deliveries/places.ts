/** Where a request can be answered: its conversations, each with its window, public and private kept apart. */
import { type ChannelKind, type Visibility, type WindowView, windowView } from '#contracts'
import type { ConversationId, RequestId } from '#kernel'
import type { Ctx } from '#platform'
import { selectPlaces } from './places.store.ts'

export type Place = {
  readonly conversationId: ConversationId
  readonly channel: ChannelKind
  readonly accountName: string
  readonly visibility: Visibility
  readonly isReachable: boolean
  readonly lastMessageAt: Date | null
  readonly window: WindowView
}

/** The latest used first. */
export async function listPlaces(ctx: Ctx, requestId: RequestId): Promise<Place[]> {
  const now = ctx.clock.now().getTime()
  const rows = await selectPlaces(ctx.db, requestId)
  return rows.map(({ clientWroteAt, ...place }) => ({
    ...place,
    window: windowView({ ...place, clientWroteAtMs: clientWroteAt?.getTime() ?? null }, now),
  }))
}
