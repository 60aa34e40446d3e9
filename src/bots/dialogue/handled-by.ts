import type { ConversationView } from '#inbox'
import type { StoredDialogue } from './dialogue.store.ts'
import type { Burst } from './read-burst.ts'

/** How far the bot has answered once it has answered this burst in this conversation. */
export const handledBy = (
  conversation: ConversationView,
  burst: Burst,
): Pick<StoredDialogue, 'handledSeq' | 'conversationId' | 'handledAt'> => ({
  handledSeq: burst.lastSeq,
  conversationId: conversation.id,
  handledAt: burst.lastAt,
})
