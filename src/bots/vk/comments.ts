/** What may be done with a comment under a post of the community, beside delivering a reply. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CommentActions, CommentResult } from '../channel.ts'
import type { AccountState } from '../vendor/account-state.ts'
import { readCommentId } from './comment-id.ts'
import { insist, postComment } from './deliver-reply.ts'
import { meaningOf } from './map-failure.ts'
import type { VkAnswer, VkApi } from './vk-api.ts'

export type CommentsInput = {
  readonly api: VkApi
  readonly groupId: string
  readonly state: AccountState
  /** An administrator's: a community's own token may neither delete comments nor bring them back. */
  readonly adminToken: string | undefined
}

const Done = z.literal(1)
const notAllowed: CommentResult = { state: 'refused', reason: 'permission_missing' }

type Refusal = Exclude<CommentResult, { state: 'done' }>

function refusalOf(answer: Extract<VkAnswer<unknown>, { ok: false }>, state: AccountState | null): Refusal {
  const { outcome, alarm } = meaningOf(answer.failure)
  if (alarm !== undefined) state?.alarm(alarm)
  if (outcome.state === 'retry') return { state: 'retry', afterMs: outcome.afterMs }
  if (outcome.state === 'unconfirmed') return { state: 'unconfirmed' }
  const reason = outcome.state === 'failed' ? outcome.reason : 'refused_by_channel'
  return { state: 'refused', reason: reason as Extract<CommentResult, { state: 'refused' }>['reason'] }
}

/** Deleting and restoring twice is the same as once. A dead administrator's token is no alarm of the community's. */
async function change(input: CommentsInput, method: string, externalId: string): Promise<CommentResult> {
  const { api, groupId, adminToken } = input
  const named = readCommentId(externalId)
  if (named === null) return { state: 'refused', reason: 'refused_by_channel' }
  if (adminToken === undefined) return notAllowed
  const parameters = { owner_id: `-${groupId}`, comment_id: named.commentId }
  const answer = await insist(() => api.call(Done, method, parameters, adminToken))
  if (answer.ok) return { state: 'done', externalId }
  const { alarm } = meaningOf(answer.failure)
  return alarm === 'token_refused' ? notAllowed : refusalOf(answer, null)
}

/** Never throws for what VK does. */
export function createCommentActions(input: CommentsInput): CommentActions {
  return {
    async replyToComment(_ctx, { commentExternalId, text }): Promise<CommentResult> {
      const guid = createHash('sha256').update(`${commentExternalId}\n${text}`).digest('hex').slice(0, 32)
      const answer = await postComment(input, commentExternalId, text, guid)
      return answer.ok ? { state: 'done', externalId: answer.body } : refusalOf(answer, input.state)
    },
    // A community may write only to whom has allowed it; a comment allows nothing.
    sendPrivateReply: async () => ({ state: 'refused', reason: 'refused_by_channel' }),
    // VK hides nothing: a deleted comment can be brought back, which comes to the same.
    hideComment: (_ctx, { commentExternalId, isHidden }) =>
      change(input, isHidden ? 'wall.deleteComment' : 'wall.restoreComment', commentExternalId),
    deleteOwn: (_ctx, { commentExternalId }) => change(input, 'wall.deleteComment', commentExternalId),
  }
}
