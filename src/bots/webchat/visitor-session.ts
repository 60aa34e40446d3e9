/** Who is at the widget: a token of 256 random bits that only the browser has, and where the bank's site vouches, its client. */
import { defaultLanguage, type WidgetSession, type WidgetSessionInput } from '#contracts'
import { type Comer, type ConversationView, continueAsSigned, findConversation, followContinuation } from '#inbox'
import { AppError, dayMs, newId } from '#kernel'
import { type Ctx, hashToken, newToken } from '#platform'
import { continuationWords, refusalOf } from '../continuation/continuation-texts.ts'
import { isIdentityProved } from './signed-identity.ts'
import { findVisitor, insertVisitor, updateVisitor, type Visitor } from './visitor.store.ts'
import { type WebchatDeps, webchatAttachmentBytes } from './webchat-deps.ts'
import { widgetMessagesAfter } from './widget-view.ts'

const tokenLifeMs = 180 * dayMs
const firstPage = 200
/** How a visitor without a name is called. */
export const guestName = 'Sayt mehmoni'

/** The thread of a visitor; a proved client has one thread on all their browsers. */
export const threadOf = (visitor: Visitor) =>
  visitor.signedClientId === null ? `visitor:${visitor.id}` : `client:${visitor.signedClientId}`

/** Names come from a stranger's page: one line, no control characters, at most 80 characters. */
function tameName(name: string | undefined): string | null {
  const tame = (name ?? '')
    .replace(/\p{C}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80)
  return tame === '' ? null : tame
}

/** Finds the visitor behind a token. Throws `visitor.unknown`. */
export async function authenticateVisitor(ctx: Ctx, deps: WebchatDeps, token: string | undefined): Promise<Visitor> {
  const visitor = token === undefined || token === '' ? null : await visitorOf(ctx, deps, token)
  if (visitor === null) throw new AppError('visitor.unknown')
  return visitor
}

async function visitorOf(ctx: Ctx, deps: WebchatDeps, token: string): Promise<Visitor | null> {
  const seenAfter = new Date(ctx.clock.now().getTime() - tokenLifeMs)
  return findVisitor(ctx, { channelAccountId: deps.account.id, tokenHash: hashToken(token), seenAfter })
}

/** The client the site vouches for; null where it does not claim to. Throws `identity.bad_signature`. */
function provedClient(ctx: Ctx, deps: WebchatDeps, input: WidgetSessionInput): string | null {
  if (input.identity === undefined) return null
  const secret = deps.config.WIDGET_IDENTITY_SECRET?.reveal()
  if (secret === undefined || !isIdentityProved(secret, input.identity, ctx.clock.now())) {
    ctx.metrics.count('widget_refused', { why: 'identity' })
    throw new AppError('identity.bad_signature')
  }
  return input.identity.clientId
}

export const conversationOf = (ctx: Ctx, visitor: Visitor): Promise<ConversationView | null> =>
  findConversation(ctx, { channelAccountId: visitor.channelAccountId, externalId: threadOf(visitor) })

type Opened = {
  visitor: Visitor
  token: string
  /** Who they were at this browser until the site vouched for them just now. */
  before: Visitor | null
}

async function openVisitor(ctx: Ctx, deps: WebchatDeps, input: WidgetSessionInput): Promise<Opened> {
  const signedClientId = provedClient(ctx, deps, input)
  const known = input.visitorToken === undefined ? null : await visitorOf(ctx, deps, input.visitorToken)
  const displayName = tameName(input.identity?.displayName ?? input.displayName)
  // Somebody who was vouched for and is not any more has logged out: the next person at this browser must not see their thread.
  const isSamePerson = known !== null && (known.signedClientId === null || known.signedClientId === signedClientId)
  if (known !== null && isSamePerson && input.visitorToken !== undefined) {
    const visitor: Visitor = {
      ...known,
      signedClientId,
      language: input.language ?? known.language,
      displayName: displayName ?? known.displayName,
    }
    await updateVisitor(ctx, visitor)
    const isNewlySigned = known.signedClientId === null && signedClientId !== null
    return { visitor, token: input.visitorToken, before: isNewlySigned ? known : null }
  }
  const token = newToken()
  const visitor: Visitor = {
    id: newId(),
    channelAccountId: deps.account.id,
    language: input.language ?? null,
    displayName,
    signedClientId,
  }
  await insertVisitor(ctx, { ...visitor, tokenHash: token.hash })
  return { visitor, token: token.value, before: null }
}

const comerOf = (visitor: Visitor): Comer => ({
  channelAccountId: visitor.channelAccountId,
  externalId: threadOf(visitor),
  conversationExternalId: threadOf(visitor),
  displayName: visitor.displayName ?? guestName,
  username: null,
  assurance: visitor.signedClientId === null ? 'channel' : 'signed',
  language: visitor.language,
})

/** What they began without a name goes on under it. */
async function bringAlong(ctx: Ctx, before: Visitor, visitor: Visitor): Promise<void> {
  const earlier = await conversationOf(ctx, before)
  if (earlier === null) return
  const { outcome } = await continueAsSigned(ctx, {
    fromConversationId: earlier.id,
    comer: comerOf(visitor),
    words: continuationWords,
  })
  ctx.metrics.count('continuation', { channel: 'webchat', outcome })
}

/** Uses the link a visitor came with; the sentence to show where it does not lead on. */
async function followLink(ctx: Ctx, visitor: Visitor, token: string): Promise<string | null> {
  const { outcome } = await followContinuation(ctx, { token, comer: comerOf(visitor), words: continuationWords })
  ctx.metrics.count('continuation', { channel: 'webchat', outcome })
  return refusalOf(outcome, visitor.language)
}

/** Opens or resumes a visit. An unknown or expired token begins a new one. Throws `identity.bad_signature`. */
export async function openSession(ctx: Ctx, deps: WebchatDeps, input: WidgetSessionInput): Promise<WidgetSession> {
  const { visitor, token, before } = await openVisitor(ctx, deps, input)
  if (before !== null) await bringAlong(ctx, before, visitor)
  const refusal = input.continuation === undefined ? null : await followLink(ctx, visitor, input.continuation)
  const conversation = await conversationOf(ctx, visitor)
  const after = Math.max(0, (conversation?.lastSeq ?? 0) - firstPage)
  const messages =
    conversation === null ? [] : await widgetMessagesAfter(ctx, deps.operatorName, conversation.id, after, firstPage)
  const language = visitor.language ?? defaultLanguage
  return {
    visitorToken: token,
    conversationId: conversation?.id ?? null,
    language,
    messages,
    lastSeq: messages.at(-1)?.seq ?? 0,
    isSigned: visitor.signedClientId !== null,
    bankName: await deps.bankName(ctx),
    maxAttachmentBytes: webchatAttachmentBytes,
    notice: refusal ?? (await deps.incidentBanner(ctx, language)),
  }
}
