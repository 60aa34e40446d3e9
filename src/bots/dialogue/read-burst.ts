import { defaultLanguage, type Language, languages, type MessageView } from '#contracts'
import { type ConversationView, conversationMessages, type RequestView } from '#inbox'
import type { RequestId } from '#kernel'
import type { Ctx } from '#platform'

const pageSize = 50

/** The client's chosen language, else that of the request, else their last. */
export function languageOf(request: RequestView, conversation: ConversationView): Language {
  const known = (value: string | null) => languages.find((language) => language === value)
  const chosen = conversation.isLanguageChosen ? known(conversation.contactLanguage) : undefined
  return chosen ?? known(request.language) ?? known(conversation.contactLanguage) ?? defaultLanguage
}

export type Burst = { messages: MessageView[]; lastSeq: number; texts: string[]; pressed: string | null; hasFiles: boolean }

/** What the client has sent on this request since this sequence. */
export async function readBurst(
  ctx: Ctx,
  conversation: ConversationView,
  handledSeq: number,
  requestId: RequestId,
): Promise<Burst> {
  const page = await conversationMessages(ctx, conversation.id, handledSeq, pageSize)
  const messages = page.filter((message) => message.authorKind === 'client' && message.requestId === requestId)
  return {
    messages,
    lastSeq: messages.at(-1)?.seq ?? handledSeq,
    texts: messages
      .filter((message) => message.kind !== 'button')
      .map((message) => message.text)
      .filter((text) => text.trim() !== ''),
    pressed: messages.at(-1)?.content.pressed ?? null,
    hasFiles: messages.some(
      (message) => message.attachments.length > 0 || ['voice', 'location', 'contact', 'unknown'].includes(message.kind),
    ),
  }
}
