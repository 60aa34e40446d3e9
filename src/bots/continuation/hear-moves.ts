/** A client asks for a link to the website, or proves a phone number to be their own. */
import { defaultLanguage, type MessageView } from '#contracts'
import { closeRequest, conversationMessages, getConversation, getRequest, mergeByPhone, messageViews, queueReply } from '#inbox'
import { type ConversationId, isAppError, type MessageId, type RequestId } from '#kernel'
import { type Ctx, defineSubscriber, inTransaction, type Subscriber, withActor } from '#platform'
import { fieldOf, textOf } from '../fact-data.ts'
import { siteLink } from './continuation-links.ts'
import { textsIn } from './continuation-texts.ts'

/** What an adapter hands in as `service` where the client asks for the website. */
export const siteCommand = '/site'

async function sayLink(ctx: Ctx, message: MessageView): Promise<void> {
  const conversationId = message.conversationId as ConversationId
  const requestId = message.requestId as RequestId
  const [conversation, request] = await Promise.all([getConversation(ctx, conversationId), getRequest(ctx, requestId)])
  if (conversation === null || request === null || conversation.visibility === 'public') return
  const texts = textsIn(conversation.contactLanguage ?? defaultLanguage)
  const url = await siteLink(ctx, conversationId)
  const said = await conversationMessages(ctx, conversationId, Math.max(0, message.seq - 1), 50)
  const isAll = request.lastClientMessageAt?.toISOString() === message.receivedAt && said.at(-1)?.seq === message.seq
  await inTransaction(ctx, async (tx) => {
    await queueReply(ctx, tx, {
      requestId,
      conversationId,
      author: { kind: 'system' },
      text: url === null ? texts.noLink : texts.link(url),
      replyKey: `site:${message.id}`,
    })
    // Opened by nothing but the command: there is no matter to leave lying.
    const isOpenedByIt =
      request.type === 'other' && request.holderKind === 'bot' && request.openedAt.toISOString() === message.receivedAt
    if (isAll && isOpenedByIt && request.status !== 'closed')
      await closeRequest(ctx, tx, { requestId, outcome: 'no_reply_needed' })
  })
}

async function hear(ctx: Ctx, message: MessageView): Promise<void> {
  const own = message.content.sharedContact?.isOwn === true ? message.content.sharedContact.phone : null
  if (own !== null) await inTransaction(ctx, (tx) => mergeByPhone(ctx, tx, own))
  if (message.kind !== 'service' || message.text !== siteCommand || message.requestId === null) return
  try {
    await sayLink(ctx, message)
  } catch (error) {
    // Gone meanwhile: there is nobody to give it to.
    if (!isAppError(error, 'channel.unreachable') && !isAppError(error, 'request.closed')) throw error
  }
}

export const hearingMoves: Subscriber = defineSubscriber({
  name: 'bots.moves',
  events: ['message.received'],
  wants: (fact) => [undefined, 'service', 'contact'].includes(fieldOf(fact, 'kind') as string | undefined),
  handle: async (ctx, facts) => {
    const bot = withActor(ctx, { kind: 'bot' })
    const ids = facts.map((fact) => textOf(fact, 'messageId')).filter((id) => id !== null)
    for (const message of await messageViews(bot, ids as MessageId[])) {
      if (message.authorKind === 'client' && (message.kind === 'service' || message.kind === 'contact'))
        await hear(bot, message)
    }
  },
})
