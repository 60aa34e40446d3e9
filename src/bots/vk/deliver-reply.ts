/**
 * One reply out to VK: its parts in order. VK knows a repeat by the number or word given along, so a part whose answer was lost
 * is sent again at once, and only if that is lost too nobody knows.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type ClaimedDelivery, type DeliveryOutcome, recordPart, setReachable } from '#inbox'
import { isAppError } from '#kernel'
import type { Ctx } from '#platform'
import type { SendPace } from '../channel.ts'
import type { AccountState } from '../vendor/account-state.ts'
import { VendorId } from '../vendor/vendor-values.ts'
import { readCommentId, writeCommentId } from './comment-id.ts'
import { meaningOf } from './map-failure.ts'
import { keyboardJson, planParts, type VkPart } from './plan-parts.ts'
import { guidOf, randomIdOf } from './random-id.ts'
import { uploadFile } from './upload-file.ts'
import type { VkAnswer, VkApi, VkFailure } from './vk-api.ts'

export type DeliverDeps = {
  readonly api: VkApi
  readonly groupId: string
  readonly state: AccountState
  readonly pace: SendPace | undefined
}
/** What of a claimed reply is needed to send it, or to send it again. */
export type ReplyToSend = Pick<
  ClaimedDelivery,
  | 'deliveryId'
  | 'conversationExternalId'
  | 'visibility'
  | 'text'
  | 'content'
  | 'attachments'
  | 'sentParts'
  | 'lastClientMessageExternalId'
>
type Place = { readonly index: number; readonly count: number }

/** Soon: the client waits, and VK remembers for an hour only. */
const againAfterMs = [300, 1500] as const

/** The same call until its fate is known. @param call must be one VK knows the repeat of. */
export async function insist<T>(call: () => Promise<VkAnswer<T>>): Promise<VkAnswer<T>> {
  let answer = await call()
  for (const waitMs of againAfterMs) {
    if (answer.ok || answer.failure.kind !== 'unknown') return answer
    await sleep(waitMs)
    answer = await call()
  }
  return answer
}

const refused = (code: number): VkAnswer<never> => ({ ok: false, failure: { kind: 'refused', code } })

async function sendMessage(ctx: Ctx, { api }: DeliverDeps, claimed: ReplyToSend, part: VkPart, { index, count }: Place) {
  const peer = claimed.conversationExternalId
  const common = {
    peer_id: peer,
    random_id: randomIdOf(claimed.deliveryId, index, count),
    dont_parse_links: 1,
    disable_mentions: 1,
  }
  if (part.kind === 'text') {
    const keyboard = part.buttons.length === 0 ? {} : { keyboard: keyboardJson(part.buttons) }
    return insist(() => api.call(VendorId, 'messages.send', { ...common, message: part.text, ...keyboard }))
  }
  const uploaded = await uploadFile(ctx, api, peer, part.attachment)
  if (!uploaded.ok) return uploaded
  return insist(() => api.call(VendorId, 'messages.send', { ...common, attachment: uploaded.body }))
}

const Commented = z.looseObject({ comment_id: VendorId })

/** An answer under the client's comment, in the community's name. */
export async function postComment(
  { api, groupId }: Pick<DeliverDeps, 'api' | 'groupId'>,
  commentExternalId: string | null,
  message: string,
  guid: string,
): Promise<VkAnswer<string>> {
  const to = readCommentId(commentExternalId ?? '')
  if (to === null) return refused(100)
  const answer = await insist(() =>
    api.call(Commented, 'wall.createComment', {
      owner_id: `-${groupId}`,
      post_id: to.postId,
      from_group: groupId,
      reply_to_comment: to.commentId,
      message,
      guid,
    }),
  )
  return answer.ok ? { ok: true, body: writeCommentId(to.postId, answer.body.comment_id) } : answer
}

function sendPart(ctx: Ctx, deps: DeliverDeps, claimed: ReplyToSend, part: VkPart, place: Place) {
  if (claimed.visibility === 'private') return sendMessage(ctx, deps, claimed, part, place)
  const text = part.kind === 'text' ? part.text : ''
  return postComment(deps, claimed.lastClientMessageExternalId, text, guidOf(claimed.deliveryId, place.index))
}

async function settle(
  ctx: Ctx,
  { state }: DeliverDeps,
  claimed: ClaimedDelivery,
  failure: VkFailure,
): Promise<DeliveryOutcome> {
  const { outcome, alarm, unreachable } = meaningOf(failure)
  if (alarm !== undefined) state.alarm(alarm)
  if (unreachable === true) {
    const { channelAccountId, identityExternalId } = claimed
    await setReachable(ctx, { channelAccountId, identityExternalId, isReachable: false })
  }
  return outcome
}

/** Buttons and files have no place in public and are left out. */
function partsOf(claimed: ReplyToSend): VkPart[] {
  const isPublic = claimed.visibility === 'public'
  return planParts(isPublic ? { text: claimed.text, attachments: [], content: {} } : claimed)
}

/** Sends the parts no earlier try has sent; the last one's id, or the first failure. */
export async function sendParts(ctx: Ctx, deps: DeliverDeps, reply: ReplyToSend): Promise<VkAnswer<string>> {
  const parts = partsOf(reply)
  let last = reply.sentParts.at(-1) ?? ''
  for (const [index, part] of parts.entries()) {
    if (index < reply.sentParts.length) continue
    // The first message had its moment when the delivery was claimed.
    if (index > reply.sentParts.length) await deps.pace?.next()
    const answer = await sendPart(ctx, deps, reply, part, { index, count: parts.length })
    if (!answer.ok) return answer
    last = answer.body
    if (index < parts.length - 1) await recordPart(ctx, { deliveryId: reply.deliveryId, externalId: last })
  }
  return { ok: true, body: last }
}

async function deliverAll(ctx: Ctx, deps: DeliverDeps, claimed: ClaimedDelivery): Promise<DeliveryOutcome> {
  const answer = await sendParts(ctx, deps, claimed)
  if (!answer.ok) return settle(ctx, deps, claimed, answer.failure)
  deps.state.healthy()
  return { state: 'sent', externalId: answer.body }
}

/** A part that fails or whose fate is unknown stops the rest: what comes after a gap makes no sense. */
export async function deliverReply(ctx: Ctx, deps: DeliverDeps, claimed: ClaimedDelivery): Promise<DeliveryOutcome> {
  try {
    return await deliverAll(ctx, deps, claimed)
  } catch (error) {
    if (isAppError(error, 'attachment.not_found')) return { state: 'failed', reason: 'attachment_missing' }
    throw error
  }
}
