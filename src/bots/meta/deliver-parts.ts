/** One reply out to Meta: its parts in order, each at most once as far as anybody can know. */
import { type WindowState, windowStateAt } from '#contracts'
import { type ClaimedDelivery, type DeliveryOutcome, recordPart, setReachable } from '#inbox'
import { isAppError } from '#kernel'
import type { Ctx } from '#platform'
import type { SendPace } from '../channel.ts'
import type { AccountState } from '../vendor/account-state.ts'
import type { GraphAnswer } from './graph-api.ts'
import { meaningOf } from './map-failure.ts'

export type SentMessage = { readonly externalId: string }
export type PartPlace = { readonly index: number; readonly count: number; readonly window: WindowState }

/** How one kind of account sends. */
export type Sender<P> = {
  plan(claimed: ClaimedDelivery): readonly P[]
  send(ctx: Ctx, claimed: ClaimedDelivery, part: P, place: PartPlace): Promise<GraphAnswer<SentMessage>>
}

function windowOf(ctx: Ctx, { channel, visibility, clientWroteAt }: ClaimedDelivery): WindowState {
  const place = { channel, visibility, clientWroteAtMs: clientWroteAt?.getTime() ?? null }
  return windowStateAt(place, ctx.clock.now().getTime())
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
  const window = windowOf(ctx, claimed)
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
