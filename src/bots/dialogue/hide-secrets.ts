/**
 * A card number or a code that a client wrote: our copy is masked before it is stored, the vendor's is taken away where it lets
 * us, and the client is told once why, in approved words.
 */
import type { ChannelKind, Language, MessageView } from '#contracts'
import { type ConversationView, getConversation, getRequest, messageViews, queueReply } from '#inbox'
import { type ConversationId, hourMs, isAppError, type MessageId, type RequestId, type TemplateVersionId } from '#kernel'
import { audit, type Ctx, defineSubscriber, inTransaction, type Subscriber, withActor } from '#platform'
import type { ChannelRegistry } from '../channel.ts'
import { fieldOf, textOf } from '../fact-data.ts'
import { externalIdOf } from '../replied-message.store.ts'
import { languageOf } from './read-burst.ts'

/** The approved words by the template's shortcut; null where none is published for this channel. */
export type FindNotice = (
  ctx: Ctx,
  asked: { shortcut: string; language: Language; channel: ChannelKind },
) => Promise<{ templateVersionId: string; text: string } | null>

/** The template a bank may rewrite; without it the client is told nothing, and the vendor's copy goes all the same. */
const noticeShortcut = 'maxfiy-yozmang'
/** What nobody should have written; a phone or an address is often what was asked for. */
const secretKinds: ReadonlySet<string> = new Set(['card', 'pinfl', 'passport', 'code', 'expiry'])

const hasSecret = (message: MessageView) => message.maskedKinds.some((kind) => secretKinds.has(kind))

async function removeCopy(
  ctx: Ctx,
  channels: ChannelRegistry,
  conversation: ConversationView,
  messageId: MessageId,
): Promise<void> {
  const remove = channels.of(conversation.channelAccountId)?.removeCopy
  const externalId = remove ? await externalIdOf(ctx, messageId) : null
  if (remove === undefined || externalId === null) return
  const isGone = await remove(ctx, externalId)
  ctx.metrics.count('vendor_copy', { channel: conversation.channel, state: isGone ? 'removed' : 'kept' })
  await inTransaction(ctx, (tx) =>
    audit(tx, ctx, { action: 'message.vendor_copy', subjectKind: 'message', subjectId: messageId, facts: { removed: isGone } }),
  )
}

/** Said by the house once an hour and conversation, unless a person holds the request: the mark in the timeline tells them. */
async function warn(ctx: Ctx, findNotice: FindNotice, conversation: ConversationView, message: MessageView): Promise<void> {
  const request = message.requestId === null ? null : await getRequest(ctx, message.requestId as RequestId)
  if (request === null || request.status === 'closed' || request.holderKind === 'operator') return
  const language = languageOf(request, conversation)
  const notice = await findNotice(ctx, { shortcut: noticeShortcut, language, channel: conversation.channel })
  if (notice === null) return
  const hour = Math.floor(Date.parse(message.receivedAt) / hourMs)
  await inTransaction(ctx, (tx) =>
    queueReply(ctx, tx, {
      requestId: request.id,
      conversationId: conversation.id,
      author: { kind: 'system' },
      text: notice.text,
      templateVersionId: notice.templateVersionId as TemplateVersionId,
      replyKey: `secret:${conversation.id}:${hour}`,
    }),
  )
}

async function hear(ctx: Ctx, channels: ChannelRegistry, findNotice: FindNotice, message: MessageView): Promise<void> {
  const conversation = await getConversation(ctx, message.conversationId as ConversationId)
  if (conversation === null || conversation.visibility === 'public') return
  await removeCopy(ctx, channels, conversation, message.id as MessageId)
  try {
    await warn(ctx, findNotice, conversation, message)
  } catch (error) {
    // Nobody to tell any more, or no moment to tell it in.
    const passes = ['channel.unreachable', 'request.closed', 'reply.window_closed'] as const
    if (!passes.some((code) => isAppError(error, code))) throw error
  }
}

/** Hears every message with something masked in it. */
export function createHidingSecrets(channels: ChannelRegistry, findNotice: FindNotice): Subscriber {
  return defineSubscriber({
    name: 'bots.secrets',
    events: ['message.received', 'message.edited'],
    wants: (fact) => fact.name !== 'message.received' || fieldOf(fact, 'isMasked') !== false,
    handle: async (ctx, facts) => {
      const bot = withActor(ctx, { kind: 'bot' })
      const ids = facts.map((fact) => textOf(fact, 'messageId')).filter((id) => id !== null)
      for (const message of await messageViews(bot, ids as MessageId[])) {
        if (message.authorKind === 'client' && hasSecret(message)) await hear(bot, channels, findNotice, message)
      }
    },
  })
}
