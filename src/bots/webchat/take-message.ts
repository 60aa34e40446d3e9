/** One message from the widget to the inbox, over HTTP or the socket alike. */
import { languages, type MessageKind, type WidgetSendInput } from '#contracts'
import { getAttachment, type InboundAttachment, type InboundMessage } from '#inbox'
import { AppError, type AttachmentId, isId } from '#kernel'
import type { Ctx } from '#platform'
import type { Visitor } from './visitor.store.ts'
import { guestName, threadOf } from './visitor-session.ts'
import type { WebchatDeps } from './webchat-deps.ts'
import { widgetExternalId } from './widget-view.ts'

export type Accepted = { clientMessageId: string; seq: number; messageId: string }

/** Who staged a file; a visitor may send only their own. */
export const stagedByVisitor = (visitor: Visitor) => `visitor:${visitor.id}`

/** How wrong a browser's clock may be before its time is not believed. */
const clockSlackMs = 24 * 60 * 60 * 1000

async function stagedFiles(ctx: Ctx, visitor: Visitor, ids: readonly string[]): Promise<InboundAttachment[]> {
  const files: InboundAttachment[] = []
  for (const id of ids) {
    const file = isId(id) ? await getAttachment(ctx, id as AttachmentId) : null
    if (file === null || file.stagedBy !== stagedByVisitor(visitor)) throw new AppError('attachment.not_found')
    files.push({ kind: file.kind, vendorRef: {}, stagedId: file.id })
  }
  return files
}

function sentAt(ctx: Ctx, writtenAt: string | undefined): Date {
  const now = ctx.clock.now()
  if (writtenAt === undefined) return now
  const claimed = new Date(writtenAt)
  return claimed > now || now.getTime() - claimed.getTime() > clockSlackMs ? now : claimed
}

function kindOf(input: WidgetSendInput, files: readonly InboundAttachment[]): MessageKind {
  if (input.pressed !== undefined) return 'button'
  const [first] = files
  if (first === undefined) return 'text'
  return files.length > 1 ? 'album' : first.kind
}

function inboundOf(
  ctx: Ctx,
  deps: WebchatDeps,
  visitor: Visitor,
  input: WidgetSendInput,
  files: InboundAttachment[],
): InboundMessage {
  const thread = threadOf(visitor)
  return {
    channelAccountId: deps.account.id,
    channel: 'webchat',
    visibility: 'private',
    conversationExternalId: thread,
    messageExternalId: widgetExternalId(thread, input.clientMessageId),
    sender: {
      externalId: thread,
      displayName: visitor.displayName ?? guestName,
      assurance: visitor.signedClientId === null ? 'channel' : 'signed',
      languageHint: visitor.language ?? languages[0],
    },
    kind: kindOf(input, files),
    text: input.text,
    content: input.pressed === undefined ? {} : { pressed: input.pressed },
    sentAt: sentAt(ctx, input.writtenAt),
    ...(files.length === 0 ? {} : { attachments: files }),
    ...(input.pressed === undefined ? {} : { buttonData: input.pressed }),
  }
}

/**
 * Takes a message in; the same `clientMessageId` again gives the same answer and stores nothing.
 * Throws `message.empty`, `attachment.not_found` and what the intake throws.
 */
export async function takeWidgetMessage(
  ctx: Ctx,
  deps: WebchatDeps,
  visitor: Visitor,
  input: WidgetSendInput,
): Promise<Accepted> {
  const ids = input.attachmentIds ?? []
  if (input.text.trim() === '' && ids.length === 0 && input.pressed === undefined) throw new AppError('message.empty')
  const files = await stagedFiles(ctx, visitor, ids)
  const received = await deps.intake.receive(inboundOf(ctx, deps, visitor, input, files), ctx.trace)
  ctx.metrics.count('widget_message', { outcome: received.outcome })
  // The visitor's other tabs learn of it; the answer itself goes to whoever sent it.
  if (received.outcome === 'stored') deps.hub.announce(deps.account.id, threadOf(visitor))
  return { clientMessageId: input.clientMessageId, seq: received.seq, messageId: received.messageId }
}
