/**
 * A client goes on in another channel: from the website to Telegram and back, by a link that works once and for a quarter of an
 * hour. Whoever uses it has proved to be who was given it; their contacts become one and the request goes on with its history.
 */
import type { ChannelKind } from '#contracts'
import { type ConversationId, minuteMs, newId, type RequestId } from '#kernel'
import { audit, type Ctx, hashToken, inTransaction, newToken, publish, type Tx } from '#platform'
import { queueReply } from '../deliveries/queue-reply.ts'
import { requestContinued } from '../events.ts'
import { addNote } from '../requests/add-note.ts'
import { closeRequest } from '../requests/close-request.ts'
import { lockRequest } from '../requests/request.store.ts'
import { type RequestView, selectRequest } from '../views/views.store.ts'
import { type LedIn, lockRequests, type MergeId, selectMerge, writeBefore } from './contact-merge.store.ts'
import {
  type ContinuationRow,
  deleteContinuations,
  insertContinuation,
  leadIn,
  lockContinuation,
  lockPlaces,
  meet,
  type Newcomer,
  type Place,
  writeUsed,
} from './continuation.store.ts'
import { mergeContacts } from './merge-contacts.ts'

export const continuationLifeMs = 15 * minuteMs
const keptMs = 7 * 24 * 60 * minuteMs

/**
 * A token for a link out of this conversation: 256 random bits, base64url (43 characters; Telegram's `start` takes 64 of
 * A-Za-z0-9_-). Only its SHA-256 is stored.
 */
export async function offerContinuation(ctx: Ctx, tx: Tx, fromConversationId: ConversationId): Promise<string> {
  const { value, hash } = newToken()
  const createdAt = ctx.clock.now()
  await deleteContinuations(tx, new Date(createdAt.getTime() - keptMs))
  const expiresAt = new Date(createdAt.getTime() + continuationLifeMs)
  await insertContinuation(tx, { tokenHash: hash, fromConversationId, createdAt, expiresAt })
  return value
}

/** Who comes with a link, as their channel vouches for them. */
export type Comer = Pick<
  Newcomer,
  'channelAccountId' | 'externalId' | 'conversationExternalId' | 'displayName' | 'username' | 'assurance' | 'language'
>
/** `again`: the same client with the same link once more. `refused`: it is known that these two are different clients. */
export type Continued = {
  readonly outcome: 'continued' | 'again' | 'expired' | 'used' | 'unknown' | 'refused'
  readonly requestId: RequestId | null
}
const nothing = (outcome: Continued['outcome']): Continued => ({ outcome, requestId: null })

export type ContinuationWords = {
  /** Said to the client in the new conversation. */
  said(language: string, number: string): string
  /** The note on the request; both edges. */
  note(from: ChannelKind, to: ChannelKind): string
}

/**
 * Uses a link, in a transaction of its own. Of two who use it at once one wins; the winner may come again.
 * @param comer is made known here where they never wrote before, so that their first message already belongs to the request.
 */
export function followContinuation(
  ctx: Ctx,
  input: { token: string; comer: Comer; words: ContinuationWords },
): Promise<Continued> {
  return inTransaction(ctx, async (tx) => {
    const link = await lockContinuation(tx, hashToken(input.token))
    const at = ctx.clock.now()
    if (link === null) return nothing('unknown')
    if (link.usedAt === null && link.expiresAt <= at) return nothing('expired')
    const toId = await meet(tx, newcomer(input.comer, at))
    if (toId === null) return nothing('unknown')
    if (link.usedAt === null) return follow(ctx, tx, link, toId, input)
    return link.toConversationId === toId ? { outcome: 'again', requestId: link.requestId } : nothing('used')
  })
}

async function follow(
  ctx: Ctx,
  tx: Tx,
  link: ContinuationRow,
  toId: ConversationId,
  { token, words }: { token: string; words: ContinuationWords },
): Promise<Continued> {
  const done = await join(ctx, tx, { fromId: link.fromConversationId, toId, proof: 'continuation', words })
  const used = { at: ctx.clock.now(), toConversationId: toId, requestId: done.requestId }
  if (done.outcome === 'continued') await writeUsed(tx, hashToken(token), used)
  return done
}

/**
 * The bank's site vouches for a client who until now wrote from this browser without a name: what they began goes on under
 * their name, without a link.
 */
export function continueAsSigned(
  ctx: Ctx,
  input: { fromConversationId: ConversationId; comer: Comer; words: ContinuationWords },
): Promise<Continued> {
  return inTransaction(ctx, async (tx) => {
    const toId = await meet(tx, newcomer(input.comer, ctx.clock.now()))
    if (toId === null) return nothing('unknown')
    return join(ctx, tx, { ...input, fromId: input.fromConversationId, toId, proof: 'signed' })
  })
}

const newcomer = (comer: Comer, at: Date): Newcomer => ({
  ...comer,
  ids: { contactId: newId(), identityId: newId(), conversationId: newId() },
  at,
})

type Joining = {
  fromId: ConversationId
  toId: ConversationId
  proof: 'continuation' | 'signed'
  words: ContinuationWords
}

async function join(ctx: Ctx, tx: Tx, joining: Joining): Promise<Continued> {
  const places = await lockPlaces(tx, [joining.fromId, joining.toId])
  const from = places.find((place) => place.conversationId === joining.fromId)
  const to = places.find((place) => place.conversationId === joining.toId)
  if (from === undefined || to === undefined || from.visibility === 'public') return nothing('unknown')
  const requestId = from.openRequestId ?? from.lastRequestId
  if (from.conversationId === to.conversationId) return { outcome: 'continued', requestId }
  await lockMatters(tx, from, to)
  const request = requestId === null ? null : await lockedRequest(ctx, tx, requestId)
  const contacts = { fromContactId: to.contactId, intoContactId: from.contactId, proof: joining.proof }
  const mergeId = await mergeContacts(ctx, tx, contacts)
  const isOne = mergeId !== null || to.contactId === from.contactId
  if (!isOne) return nothing('refused')
  if (request === null || !(await makeRoom(ctx, tx, to, request))) return { outcome: 'continued', requestId: null }
  await lead(ctx, tx, { from, to, request, mergeId, words: joining.words })
  return { outcome: 'continued', requestId: request.id }
}

/** Every request the merge and the leading may touch: conversations before, contacts after, as everybody does. */
async function lockMatters(tx: Tx, from: Place, to: Place): Promise<void> {
  const places = [from.openRequestId, from.lastRequestId, to.openRequestId, to.lastRequestId]
  await lockRequests(tx, {
    contactIds: [from.contactId, to.contactId],
    requestIds: places.filter((id) => id !== null),
  })
}

async function lockedRequest(ctx: Ctx, tx: Tx, requestId: RequestId): Promise<RequestView | null> {
  await lockRequest(tx, requestId)
  return selectRequest(ctx.db, requestId, tx)
}

/**
 * A conversation has one open request. A greeting nobody but the bot has heard gives way; a matter of its own stays, and then
 * the other one is answered where it was asked.
 */
async function makeRoom(ctx: Ctx, tx: Tx, to: Place, request: RequestView): Promise<boolean> {
  if (to.openRequestId === null || to.openRequestId === request.id) return true
  const open = await lockedRequest(ctx, tx, to.openRequestId)
  if (open === null) return true
  if (request.status === 'closed' || open.type !== 'other' || open.holderKind !== 'bot') return false
  await closeRequest(ctx, tx, { requestId: open.id, outcome: 'duplicate' })
  return true
}

type Leading = { from: Place; to: Place; request: RequestView; mergeId: MergeId | null; words: ContinuationWords }

async function lead(ctx: Ctx, tx: Tx, { from, to, request, mergeId, words }: Leading): Promise<void> {
  const isOpen = request.status !== 'closed'
  await leadIn(tx, { requestId: request.id, conversationId: to.conversationId, isOpen })
  if (mergeId !== null) await rememberLed(tx, mergeId, { from, to, request })
  await addNote(ctx, tx, { requestId: request.id, text: words.note(from.channel, to.channel) })
  const facts = { from: from.channel, to: to.channel }
  await publish(tx, ctx, requestContinued, request.id, {
    requestId: request.id,
    fromConversationId: from.conversationId,
    toConversationId: to.conversationId,
    ...facts,
  })
  await audit(tx, ctx, { action: 'request.continued', subjectKind: 'request', subjectId: request.id, facts })
  await queueReply(ctx, tx, {
    requestId: request.id,
    conversationId: to.conversationId,
    author: { kind: 'system' },
    text: words.said(request.language, request.number),
  })
}

async function rememberLed(tx: Tx, mergeId: MergeId, { to, request }: Pick<Leading, 'from' | 'to' | 'request'>): Promise<void> {
  const merge = await selectMerge(tx, mergeId)
  const ledIn: LedIn = {
    requestId: request.id,
    conversationId: to.conversationId,
    previousOpenId: to.openRequestId,
    previousLastId: to.lastRequestId,
  }
  await writeBefore(tx, mergeId, { ...merge?.before, ledIn: [ledIn] })
}
