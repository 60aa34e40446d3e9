/** What the turns of many requests read at once is read in one statement of each kind. */
import type { MessageView } from '#contracts'
import { type ConversationView, getConversations, getRequests, latestRequestsOf, pagesAfter, type RequestView } from '#inbox'
import type { ContactId, ConversationId, RequestId } from '#kernel'
import { type Ctx, createGatherer } from '#platform'
import { readDialogues, type StoredDialogue } from './dialogue.store.ts'
import { pageSize } from './read-burst.ts'

type LatestRequest = Awaited<ReturnType<typeof latestRequestsOf>>[number]
type Page = { readonly conversationId: ConversationId; readonly afterSeq: number }

export type TurnReads = {
  request(ctx: Ctx, id: RequestId): Promise<RequestView | null>
  conversation(ctx: Ctx, id: ConversationId): Promise<ConversationView | null>
  /** Undefined where the bot has not spoken yet. */
  dialogue(ctx: Ctx, id: RequestId): Promise<StoredDialogue | undefined>
  page(ctx: Ctx, page: Page): Promise<MessageView[]>
  /** Newest first. */
  requestsOf(ctx: Ctx, contactId: ContactId): Promise<LatestRequest[]>
}

/** Statements of one kind under way at once, and what one of them reads for. */
const bounds = { most: 32, lanes: 2 }
/** More than a turn shows; one of them is the request at hand. */
const requestsLookedAt = 4

/** Whoever asks first lends the context: every turn reads as the bot. */
function together<Key, Value>(
  read: (ctx: Ctx, keys: readonly Key[]) => Promise<(key: Key) => Value>,
): (ctx: Ctx, key: Key) => Promise<Value> {
  const gather = createGatherer<{ ctx: Ctx; key: Key }, Value>(async (asked) => {
    const [first] = asked
    if (first === undefined) return []
    const answer = await read(
      first.ctx,
      asked.map(({ key }) => key),
    )
    return asked.map(({ key }) => ({ status: 'fulfilled', value: answer(key) }))
  }, bounds)
  return (ctx, key) => gather({ ctx, key })
}

const byId = <T extends { readonly id: string }>(rows: readonly T[]) => new Map<string, T>(rows.map((row) => [row.id, row]))

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row])
  return groups
}

export function createTurnReads(): TurnReads {
  return {
    request: together<RequestId, RequestView | null>(async (ctx, ids) => {
      const found = byId(await getRequests(ctx, ids))
      return (id) => found.get(id) ?? null
    }),
    conversation: together<ConversationId, ConversationView | null>(async (ctx, ids) => {
      const found = byId(await getConversations(ctx, ids))
      return (id) => found.get(id) ?? null
    }),
    dialogue: together<RequestId, StoredDialogue | undefined>(async (ctx, ids) => {
      const found = await readDialogues(ctx, ids)
      return (id) => found.get(id)
    }),
    page: together<Page, MessageView[]>(async (ctx, pages) => {
      const found = grouped(await pagesAfter(ctx, pages, pageSize), (message) => message.conversationId)
      return ({ conversationId, afterSeq }) =>
        (found.get(conversationId) ?? []).filter(({ seq }) => seq > afterSeq).slice(0, pageSize)
    }),
    requestsOf: together<ContactId, LatestRequest[]>(async (ctx, ids) => {
      const found = grouped(await latestRequestsOf(ctx, [...new Set(ids)], requestsLookedAt), ({ contactId }) => contactId)
      return (id) => found.get(id) ?? []
    }),
  }
}
