import type { MessageId } from '#kernel'
import type { Ctx } from '#platform'
import { probationOf } from '#staff'
import { askMentor } from '../asked/ask-mentor.ts'
import { actingOperator } from './acting-operator.ts'
import { composeReply, type OperatorReply, writeReply } from './reply-words.ts'

export type { OperatorReply }

/**
 * An operator's answer, with an approved template, free text or both. The words are made here: whether the template is fit for
 * this place, what it leaves open, and whether words of one's own are allowed there. In the transaction that writes them down
 * it is decided who holds the request, what the client wrote meanwhile, whether the text asks for a secret or carries one, and
 * whether the template is still in force. The reply of somebody on probation passes the same rules and then waits for their
 * mentor instead of going out.
 * @throws request.not_found, request.closed, request.not_held_by_you, request.held_by_other, reply.client_wrote_meanwhile,
 * reply.guarded, reply.template_required, message.empty, template.not_found, template.not_published,
 * template.variable_missing, template.variable_mistyped, template.language_missing, conversation.not_found,
 * channel.unreachable, permission.missing, attachment.channel_refuses and attachment.too_large for the template's files too
 */
export async function replyAsOperator(
  ctx: Ctx,
  input: OperatorReply,
): Promise<{ messageId: MessageId; seq: number } | { askedReplyId: string }> {
  const { id } = actingOperator(ctx, 'request.reply')
  const reply = await composeReply(ctx, id, input)
  const probation = await probationOf(ctx, id)
  if (probation !== null) return askMentor(ctx, probation, reply)
  const { messageId, seq } = await writeReply(ctx, reply)
  return { messageId, seq }
}
