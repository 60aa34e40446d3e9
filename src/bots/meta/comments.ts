/** What may be done with a public comment: answer it in public, answer it once in private, hide it, delete one's own. */
import { z } from 'zod'
import type { Ctx } from '#platform'
import type { CommentActions, CommentResult, PrivateReplyResult } from '../channel.ts'
import type { AccountState } from '../vendor/account-state.ts'
import { VendorId } from '../vendor/vendor-values.ts'
import type { GraphAnswer, GraphApi, GraphFailure } from './graph-api.ts'
import { meaningOf } from './map-failure.ts'

const Made = z.looseObject({ id: VendorId })
const Done = z.looseObject({ success: z.boolean().optional() })
const Sent = z.looseObject({ message_id: VendorId, recipient_id: VendorId.optional() })

export type CommentsInput = {
  readonly api: GraphApi
  readonly state: AccountState
  /** `me` or the account's id: in whose name a private reply goes. */
  readonly from: string
  /** The names differ: Instagram has replies and `hide`, a page has comments and `is_hidden`. */
  readonly repliesEdge: 'replies' | 'comments'
  readonly hideParameter: 'hide' | 'is_hidden'
}

/** An id of a comment or post never leads to another edge of the API. */
const isVendorId = (id: string) => /^[\w-]{1,128}$/.test(id)

/** The answer in public; the vendor's id of the new comment. */
export async function postReply(
  input: CommentsInput,
  commentId: string,
  text: string,
): Promise<GraphAnswer<{ externalId: string }>> {
  if (!isVendorId(commentId)) return { ok: false, failure: noSuchComment }
  const answer = await input.api.call(Made, 'POST', `${commentId}/${input.repliesEdge}`, { body: { message: text } })
  return answer.ok ? { ok: true, body: { externalId: answer.body.id } } : answer
}

const noSuchComment: GraphFailure = {
  kind: 'refused',
  status: 400,
  code: 100,
  subcode: 0,
  retryAfterMs: null,
  isTransient: false,
}

/** A failure as the caller of an action needs it; an alarm is noted on the way. */
function refusalOf(
  state: AccountState,
  failure: GraphFailure,
): Extract<CommentResult, { state: 'refused' | 'retry' | 'unconfirmed' }> {
  const { outcome, alarm } = meaningOf(failure)
  if (alarm !== undefined) state.alarm(alarm)
  if (outcome.state === 'retry') return { state: 'retry', afterMs: outcome.afterMs }
  if (outcome.state === 'unconfirmed') return { state: 'unconfirmed' }
  const reason = outcome.state === 'failed' ? outcome.reason : 'refused_by_channel'
  return { state: 'refused', reason: reason as Extract<CommentResult, { state: 'refused' }>['reason'] }
}

/** Hiding and deleting twice is the same as once, so an unknown fate is simply tried again. */
async function change(
  input: CommentsInput,
  method: 'POST' | 'DELETE',
  id: string,
  query: Record<string, string>,
): Promise<CommentResult> {
  const answer: GraphAnswer<unknown> = isVendorId(id)
    ? await input.api.call(Done, method, id, { query })
    : { ok: false, failure: noSuchComment }
  if (answer.ok) return { state: 'done', externalId: id }
  const refusal = refusalOf(input.state, answer.failure)
  return refusal.state === 'unconfirmed' ? { state: 'retry', afterMs: 3000 } : refusal
}

/** Never throws for what the vendor does. */
export function createCommentActions(input: CommentsInput): CommentActions {
  return {
    async replyToComment(_ctx: Ctx, { commentExternalId, text }): Promise<CommentResult> {
      const answer = await postReply(input, commentExternalId, text)
      return answer.ok ? { state: 'done', externalId: answer.body.externalId } : refusalOf(input.state, answer.failure)
    },
    async sendPrivateReply(_ctx, { commentExternalId, text, isPost = false }): Promise<PrivateReplyResult> {
      const recipient = isPost ? { post_id: commentExternalId } : { comment_id: commentExternalId }
      const body = { recipient, message: { text } }
      const answer = await input.api.call(Sent, 'POST', `${input.from}/messages`, { body })
      if (!answer.ok) return refusalOf(input.state, answer.failure)
      const { message_id: externalId, recipient_id: identityExternalId = null } = answer.body
      return { state: 'done', externalId, identityExternalId, conversationExternalId: identityExternalId }
    },
    hideComment: (_ctx, { commentExternalId, isHidden }) =>
      change(input, 'POST', commentExternalId, { [input.hideParameter]: String(isHidden) }),
    deleteOwn: (_ctx, { commentExternalId }) => change(input, 'DELETE', commentExternalId, {}),
  }
}
