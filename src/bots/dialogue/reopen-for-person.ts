/** A client who asks for a person after the bot closed the matter gets one: "a person" holds at every step, also after the last. */

import { getRequest, queueReply, reopenRequest } from '#inbox'
import { isAppError, type RequestId } from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { buttonData } from '../buttons.ts'
import { dialogueTexts } from '../dialogue-texts.ts'
import { asksForPerson } from './client-words.ts'
import { lockDialogue, readDialogue, saveDialogue } from './dialogue.store.ts'
import { handledBy } from './handled-by.ts'
import { conversationsOf, languageOf, pageOf, readBurst } from './read-burst.ts'

/** Reopens a closed request into the queue where the client's newest word asks for a person; true where it did. */
export async function reopenForPerson(ctx: Ctx, requestId: RequestId): Promise<boolean> {
  const request = await getRequest(ctx, requestId)
  if (request?.status !== 'closed') return false
  const conversations = await conversationsOf(ctx, request)
  const conversation = conversations.at(-1)
  if (conversation === undefined || conversation.visibility === 'public') return false
  const before = await readDialogue(ctx, requestId)
  const burst = await readBurst(pageOf(ctx), conversations, before, requestId)
  if (burst.endsAside) return false
  const wants =
    burst.pressed === buttonData.person || burst.pressed === buttonData.notHelped || asksForPerson(burst.texts.at(-1) ?? '')
  if (!wants || before.step === 'fresh') return false
  const text = dialogueTexts[languageOf(request, conversation)].handover(request.number)
  try {
    return await inTransaction(ctx, async (tx) => {
      const locked = await lockDialogue(tx, ctx, requestId)
      if (locked.handledSeq !== before.handledSeq) return false
      const to = { kind: 'queue', departmentId: request.departmentId } as const
      const { version } = await reopenRequest(ctx, tx, { requestId, to, reason: 'bot.client_asked' })
      await queueReply(ctx, tx, {
        requestId,
        conversationId: conversation.id,
        author: { kind: 'bot', holderVersion: version },
        text,
      })
      await saveDialogue(tx, ctx, requestId, { ...locked, step: 'handed', ...handledBy(conversation, burst) })
      return true
    })
  } catch (error) {
    if (isAppError(error) && error.kind === 'conflict') return false
    throw error
  }
}
