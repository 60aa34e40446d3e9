/** One reply out to Meta: its parts in order, each at most once as far as anybody can know. */
import { type ClaimedDelivery, type DeliveryOutcome, recordPart, setReachable } from '#inbox'
import { hourMs, isAppError } from '#kernel'
import type { Ctx } from '#platform'
import type { SendPace } from '../channel.ts'
import type { AccountState } from './account-state.ts'
import type { GraphAnswer } from './graph-api.ts'
import { meaningOf } from './map-failure.ts'
import { windowOpenedAt } from './own-deliveries.store.ts'

export type SentMessage = { readonly externalId: string }
/** `person`: only what a person typed may still go out, and must say so. */
export type ReplyWindow = 'open' | 'person' | 'closed'
export type PartPlace = { readonly index: number; readonly count: number; readonly window: ReplyWindow }

/** How one kind of account sends. */
export type Sender<P> = {
  plan(claimed: ClaimedDelivery): readonly P[]
  send(ctx: Ctx, claimed: ClaimedDelivery, part: P, place: PartPlace): Promise<GraphAnswer<SentMessage>>
  /** Hours in which anybody may reply, and a person; null where there is no window. */
  readonly windowHours: { readonly anybody: number; readonly person: number } | null
}

async function windowOf<P>(ctx: Ctx, sender: Sender<P>, claimed: ClaimedDelivery): Promise<ReplyWindow> {
  if (sender.windowHours === null || claimed.visibility === 'public') return 'open'
  const openedAt = await windowOpenedAt(ctx, claimed.conversationId)
  if (openedAt === null) return 'open' // nothing known of theirs: the vendor decides
  const hours = (ctx.clock.now().getTime() - openedAt.getTime()) / hourMs
  if (hours < sender.windowHours.anybody) return 'open'
  // Meta grants the longer window to people only; a bot's message in it costs the bank its permission.
  return claimed.authorKind === 'operator' && hours < sender.windowHours.person ? 'person' : 'closed'
}

async function settle(
  ctx: Ctx,
  state: AccountState,
  claimed: ClaimedDelivery,
  answer: Extract<GraphAnswer<SentMessage>, { ok: false }>,
): Promise<DeliveryOutcome> {
  const meaning = meaningOf(answer.failure)
  if (meaning.alarm !== undefined) state.alarm(meaning.alarm)
  if (meaning.unreachable === true) {
    const { channelAccountId, identityExternalId } = claimed
    await setReachable(ctx, { channelAccountId, identityExternalId, isReachable: false })
  }
  return meaning.outcome
}

type Sent = { externalId: string } | { outcome: DeliveryOutcome }

async function sendOne<P>(
  ctx: Ctx,
  { sender, state }: DeliverDeps<P>,
  claimed: ClaimedDelivery,
  part: P,
  place: PartPlace,
): Promise<Sent> {
  try {
    const answer = await sender.send(ctx, claimed, part, place)
    return answer.ok ? { externalId: answer.body.externalId } : { outcome: await settle(ctx, state, claimed, answer) }
  } catch (error) {
    if (isAppError(error, 'attachment.not_found')) return { outcome: { state: 'failed', reason: 'attachment_missing' } }
    throw error
  }
}

export type DeliverDeps<P> = { readonly sender: Sender<P>; readonly state: AccountState; readonly pace: SendPace | undefined }

/**
 * Sends the parts that no earlier try has sent. A part that fails or whose fate is unknown stops the rest: what comes after a
 * gap makes no sense.
 */
export async function deliverParts<P>(ctx: Ctx, deps: DeliverDeps<P>, claimed: ClaimedDelivery): Promise<DeliveryOutcome> {
  const window = await windowOf(ctx, deps.sender, claimed)
  if (window === 'closed') return { state: 'failed', reason: 'window_closed' }
  const parts = deps.sender.plan(claimed)
  let lastExternalId = claimed.sentParts.at(-1) ?? ''
  for (const [index, part] of parts.entries()) {
    if (index < claimed.sentParts.length) continue
    // The first message had its moment when the delivery was claimed.
    if (index > claimed.sentParts.length) await deps.pace?.next()
    const sent = await sendOne(ctx, deps, claimed, part, { index, count: parts.length, window })
    if ('outcome' in sent) return sent.outcome
    lastExternalId = sent.externalId
    if (index < parts.length - 1) await recordPart(ctx, { deliveryId: claimed.deliveryId, externalId: lastExternalId })
  }
  deps.state.healthy()
  return { state: 'sent', externalId: lastExternalId }
}
