/** One event of VK to the inbox. When this returns VK may be told "ok". */
import { type InboundMessage, type Intake, markSeen, recordDelivery, setReachable } from '#inbox'
import { type DeliveryId, dayMs } from '#kernel'
import type { Ctx } from '#platform'
import type { ChannelAccount } from '../channel.ts'
import { findMessageByExternalId } from '../replied-message.store.ts'
import { keepUnknownUpdate } from '../unknown-update.store.ts'
import { isPassing } from '../vendor/is-passing.ts'
import type { Names } from '../vendor/names.ts'
import { findDeliveryUnderWay, findOwnDelivery, lastOwnSeq } from '../vendor/own-deliveries.store.ts'
import { nameByContent } from '../vendor/vendor-values.ts'
import { openDeliveriesOf } from './own-replies.store.ts'
import { parseEvent, type VkEvent } from './parse-event.ts'
import { partOf } from './random-id.ts'
import type { CallbackEvent } from './vk-schema.ts'

export type TakeDeps = { readonly account: ChannelAccount; readonly intake: Intake; readonly names: Names }
export type Taken =
  | 'stored'
  | 'duplicate'
  | 'revised'
  | 'unchanged'
  | 'deleted'
  | 'reach'
  | 'seen'
  | 'own'
  | 'ignored'
  | 'unknown'
type Of<K extends VkEvent['kind']> = Extract<VkEvent, { kind: K }>
type Raw = Pick<CallbackEvent, 'type' | 'object' | 'event_id'>

/** Without the secret, which came in the same body. */
async function keep(ctx: Ctx, { account }: TakeDeps, { type, object, event_id: eventId }: Raw, kind: string): Promise<Taken> {
  const externalId = eventId ?? nameByContent({ type, object })
  const payload = { type, object }
  await keepUnknownUpdate(ctx, { channelAccountId: account.id, channel: account.kind, externalId, kind, payload })
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

/** A comment that was brought back is seen again; the mark of its deletion stays, and the event is kept beside it. */
async function takeEdit(ctx: Ctx, deps: TakeDeps, { edit, asMessage, isRestored }: Of<'edit'>, raw: Raw): Promise<Taken> {
  const outcome = await deps.intake.receiveEdit(edit)
  if (outcome !== 'unknown') return isRestored ? keep(ctx, deps, raw, raw.type) : outcome
  // What was written before this hub listened is no new message.
  const isRecent = ctx.clock.now().getTime() - asMessage.sentAt.getTime() < 2 * dayMs
  return isRecent ? receive(ctx, deps, asMessage, null) : keep(ctx, deps, raw, raw.type)
}

async function takeDeletion(ctx: Ctx, deps: TakeDeps, event: Of<'deletion'>, raw: Raw): Promise<Taken> {
  const { externalId: messageExternalId, deletedAt } = event
  const outcome = await deps.intake.receiveDeletion({ channelAccountId: deps.account.id, messageExternalId, deletedAt })
  return outcome === 'deleted' ? 'deleted' : keep(ctx, deps, raw, raw.type)
}

async function takeSeen(ctx: Ctx, { account }: TakeDeps, event: Of<'seen'>): Promise<Taken> {
  const { conversationExternalId, externalId } = event
  const seen = await lastOwnSeq(ctx, account.id, conversationExternalId, { externalIds: [externalId], upTo: null })
  if (seen === null) return 'ignored'
  await markSeen(ctx, { conversationId: seen.conversationId, readSeq: seen.seq })
  return 'seen'
}

/** Which of our open replies VK speaks of, by the number we gave along. */
async function findByRandomId(ctx: Ctx, { account }: TakeDeps, { conversationExternalId, randomId }: Of<'echo'>) {
  if (randomId === null || conversationExternalId === null) return null
  for (const { deliveryId } of await openDeliveriesOf(ctx, account.id, conversationExternalId)) {
    const part = partOf(deliveryId, randomId)
    if (part !== null) return { deliveryId, ...part }
  }
  return null
}

const confirm = (ctx: Ctx, deliveryId: DeliveryId, externalId: string) =>
  recordDelivery(ctx, { deliveryId, result: { state: 'sent', externalId } })

/**
 * Ours is known by the number given along, by VK's id, or, for comments on their way, by its words. Anything else was typed by
 * a colleague at VK: kept whole, for the inbox has no place for what it did not send.
 */
async function takeEcho(ctx: Ctx, deps: TakeDeps, event: Of<'echo'>, raw: Raw): Promise<Taken> {
  const { account } = deps
  const { externalId, conversationExternalId, text } = event
  const open = await findByRandomId(ctx, deps, event)
  if (open !== null) {
    if (open.isLast) await confirm(ctx, open.deliveryId, externalId)
    return 'own'
  }
  if ((await findOwnDelivery(ctx, account.id, { deliveryId: null, externalId })) !== null) return 'own'
  const underWay = await findDeliveryUnderWay(ctx, account.id, conversationExternalId, text)
  if (underWay === null) return keep(ctx, deps, raw, 'own_words_from_elsewhere')
  if (underWay.isWhole) await confirm(ctx, underWay.deliveryId, externalId)
  return 'own'
}

async function take(ctx: Ctx, deps: TakeDeps, event: VkEvent, raw: Raw): Promise<Taken> {
  switch (event.kind) {
    case 'message':
      if (event.unreadable !== null) await keep(ctx, deps, raw, event.unreadable)
      return receive(ctx, deps, event.message, event.repliesTo)
    case 'edit':
      return takeEdit(ctx, deps, event, raw)
    case 'deletion':
      return takeDeletion(ctx, deps, event, raw)
    case 'reach': {
      const { identityExternalId, isReachable } = event
      await setReachable(ctx, { channelAccountId: deps.account.id, identityExternalId, isReachable })
      return 'reach'
    }
    case 'seen':
      return takeSeen(ctx, deps, event)
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
 * other reason is kept raw and counted: VK would repeat it for ever and hold back what comes after it.
 */
export async function takeEvent(ctx: Ctx, deps: TakeDeps, raw: CallbackEvent): Promise<Taken> {
  const event = parseEvent(deps.account, raw, ctx.clock.now())
  const { kind } = event
  try {
    const outcome = await take(ctx, deps, event, raw)
    ctx.metrics.count('vk_event', { kind, outcome })
    return outcome
  } catch (error) {
    if (isPassing(error)) throw error
    ctx.log.error({ error, channel: 'vk' }, 'an event of VK could not be taken in and is kept raw')
    ctx.metrics.count('vk_event', { kind, outcome: 'failed' })
    return keep(ctx, deps, raw, 'failed')
  }
}
