/** One event of Meta to the inbox. When this returns the vendor may be told that it was received. */

import { type InboundMessage, type Intake, markSeen, recordDelivery, recordLateFailure, setReachable } from '#inbox'
import { dayMs } from '#kernel'
import type { Ctx } from '#platform'
import type { ChannelAccount } from '../channel.ts'
import { findMessageByExternalId } from '../replied-message.store.ts'
import { keepUnknownUpdate } from '../unknown-update.store.ts'
import { isPassing } from '../vendor/is-passing.ts'
import type { Names } from '../vendor/names.ts'
import { findDeliveryUnderWay, findOwnDelivery, lastOwnSeq, type OwnDelivery } from '../vendor/own-deliveries.store.ts'
import { nameByContent } from '../vendor/vendor-values.ts'
import { isUnreachable, reasonOf } from './map-failure.ts'
import type { MetaEvent, ParsedEvent } from './meta-event.ts'
import { readMetadata } from './metadata.ts'

export type TakeDeps = { readonly account: ChannelAccount; readonly intake: Intake; readonly names: Names }
export type Taken = 'stored' | 'duplicate' | 'revised' | 'unchanged' | 'deleted' | 'seen' | 'own' | 'ignored' | 'unknown'
type Of<K extends MetaEvent['kind']> = Extract<MetaEvent, { kind: K }>

async function keep(ctx: Ctx, deps: TakeDeps, raw: unknown, kind: string): Promise<Taken> {
  const { account } = deps
  const externalId = nameByContent(raw)
  await keepUnknownUpdate(ctx, { channelAccountId: account.id, channel: account.kind, externalId, kind, payload: raw })
  return 'unknown'
}

async function receive(ctx: Ctx, deps: TakeDeps, message: InboundMessage, about: string | null): Promise<Taken> {
  const repliedTo = about === null ? null : await findMessageByExternalId(ctx, deps.account.id, about)
  const content = repliedTo === null ? message.content : { ...message.content, replyToMessageId: repliedTo }
  const sender = await deps.names.dress(ctx, message.sender)
  const named = { ...message, sender, ...(content === undefined ? {} : { content }) }
  const { outcome } = await deps.intake.receive(named, ctx.trace)
  deps.names.learn(ctx, message.sender.externalId)
  return outcome
}

async function takeEdit(ctx: Ctx, deps: TakeDeps, { edit, asMessage }: Of<'edit'>, raw: unknown): Promise<Taken> {
  const outcome = await deps.intake.receiveEdit(edit)
  if (outcome !== 'unknown') return outcome
  // What was written before this hub listened is no new message; Meta repeats a webhook for 36 hours at most.
  const isRecent = ctx.clock.now().getTime() - asMessage.sentAt.getTime() < 2 * dayMs
  return isRecent ? receive(ctx, deps, asMessage, null) : keep(ctx, deps, raw, 'edit')
}

async function takeDeletion(ctx: Ctx, deps: TakeDeps, event: Of<'deletion'>, raw: unknown): Promise<Taken> {
  const { externalId: messageExternalId, deletedAt } = event
  const outcome = await deps.intake.receiveDeletion({ channelAccountId: deps.account.id, messageExternalId, deletedAt })
  return outcome === 'deleted' ? 'deleted' : keep(ctx, deps, raw, 'deletion')
}

/** A sign is a message of its own beside the matter; taking it away deletes that message. */
async function takeReaction(ctx: Ctx, deps: TakeDeps, { reaction, about, isRemoved }: Of<'reaction'>): Promise<Taken> {
  const { channelAccountId, messageExternalId, text, sentAt } = reaction
  if (isRemoved) {
    await deps.intake.receiveDeletion({ channelAccountId, messageExternalId, deletedAt: sentAt })
    return 'deleted'
  }
  const changed = await deps.intake.receiveEdit({ channelAccountId, messageExternalId, text, editedAt: sentAt })
  return changed === 'unknown' ? receive(ctx, deps, reaction, about) : changed
}

async function takeSeen(ctx: Ctx, { account }: TakeDeps, event: Of<'seen'>): Promise<Taken> {
  const seen = await lastOwnSeq(ctx, account.id, event.conversationExternalId, event)
  if (seen === null) return 'ignored'
  const { conversationId, seq } = seen
  await markSeen(ctx, { conversationId, ...(event.state === 'read' ? { readSeq: seq } : { deliveredSeq: seq }) })
  return 'seen'
}

/** The vendor speaks of it, so it went: what was half-sent or unconfirmed is sent. */
async function confirm(ctx: Ctx, own: OwnDelivery, externalId: string): Promise<void> {
  if (own.state !== 'sending' && own.state !== 'unconfirmed') return
  await recordDelivery(ctx, { deliveryId: own.deliveryId, result: { state: 'sent', externalId } })
}

async function takeStatus(ctx: Ctx, deps: TakeDeps, event: Of<'status'>, raw: unknown): Promise<Taken> {
  const { account } = deps
  const given = readMetadata(event.deliveryId)
  const own = await findOwnDelivery(ctx, account.id, { deliveryId: given?.deliveryId ?? null, externalId: event.externalId })
  // Sent by another program or by hand from the same number.
  if (own === null) return keep(ctx, deps, raw, 'status')
  if (event.state === 'failed') {
    const reason = reasonOf(event.code)
    await recordLateFailure(ctx, { deliveryId: own.deliveryId, reason, vendorCode: String(event.code) })
    const { identityExternalId } = event
    if (isUnreachable(reason)) await setReachable(ctx, { channelAccountId: account.id, identityExternalId, isReachable: false })
    return 'own'
  }
  // A status of an earlier part says nothing yet of the whole.
  if (given !== null && !given.isLast) return 'own'
  await confirm(ctx, own, event.externalId)
  if (event.state === 'sent') return 'own'
  const { conversationId, seq } = own
  await markSeen(ctx, { conversationId, ...(event.state === 'read' ? { readSeq: seq } : { deliveredSeq: seq }) })
  return 'seen'
}

/**
 * Ours is known by what we gave along, by the vendor's id, or, while it is on its way, by its words (Instagram gives nothing
 * back that we gave). Anything else was typed by a colleague in the vendor's app: a message of staff in that conversation, and
 * kept whole where the conversation is none of ours.
 */
async function takeEcho(ctx: Ctx, deps: TakeDeps, event: Of<'echo'>, raw: unknown): Promise<Taken> {
  const { account } = deps
  const given = readMetadata(event.metadata)
  const known = await findOwnDelivery(ctx, account.id, { deliveryId: given?.deliveryId ?? null, externalId: event.externalId })
  if (known !== null) {
    if (given === null || given.isLast) await confirm(ctx, known, event.externalId)
    return 'own'
  }
  const underWay = await findDeliveryUnderWay(ctx, account.id, event.conversationExternalId, event.text)
  if (underWay === null) return takeOwnWords(ctx, deps, event, raw)
  if (underWay.isWhole) await confirm(ctx, underWay, event.externalId)
  return 'own'
}

async function takeOwnWords(ctx: Ctx, deps: TakeDeps, event: Of<'echo'>, raw: unknown): Promise<Taken> {
  const { conversationExternalId, answersExternalId, text, at: sentAt } = event
  const outcome = await deps.intake.receiveOwnWords({
    channelAccountId: deps.account.id,
    visibility: conversationExternalId === null ? 'public' : 'private',
    conversationExternalId,
    answersExternalId,
    messageExternalId: event.externalId,
    text,
    sentAt,
  })
  return outcome === 'unknown' ? keep(ctx, deps, raw, 'own_words_from_elsewhere') : outcome
}

async function take(ctx: Ctx, deps: TakeDeps, { event, raw }: ParsedEvent): Promise<Taken> {
  switch (event.kind) {
    case 'message':
      if (event.unreadable !== null) await keep(ctx, deps, raw, event.unreadable)
      return receive(ctx, deps, event.message, event.repliesTo)
    case 'edit':
      return takeEdit(ctx, deps, event, raw)
    case 'deletion':
      return takeDeletion(ctx, deps, event, raw)
    case 'reaction':
      return takeReaction(ctx, deps, event)
    case 'seen':
      return takeSeen(ctx, deps, event)
    case 'status':
      return takeStatus(ctx, deps, event, raw)
    case 'echo':
      return takeEcho(ctx, deps, event, raw)
    case 'ignored':
      return 'ignored'
    case 'unknown':
      return keep(ctx, deps, raw, event.name)
  }
}

/**
 * Takes one event in. Throws what passes by itself: then it was not taken and must come again. One that we fail over for any
 * other reason is kept raw and counted: it must not keep the other changes of its batch from being taken.
 */
export async function takeEvent(ctx: Ctx, deps: TakeDeps, parsed: ParsedEvent): Promise<Taken> {
  const channel = deps.account.kind
  try {
    const outcome = await take(ctx, deps, parsed)
    ctx.metrics.count('meta_event', { channel, kind: parsed.event.kind, outcome })
    return outcome
  } catch (error) {
    if (isPassing(error)) throw error
    ctx.log.error({ error, channel }, 'an event of Meta could not be taken in and is kept raw')
    ctx.metrics.count('meta_event', { channel, kind: parsed.event.kind, outcome: 'failed' })
    return keep(ctx, deps, parsed.raw, 'failed')
  }
}
