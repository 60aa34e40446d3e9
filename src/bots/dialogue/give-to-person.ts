/** Where the bot could not do its part: a person gets the request, and the client is told so, if that at least works. */
import { type ConversationView, queueReply, type RequestView } from '#inbox'
import { isAppError, type RequestId, secondMs } from '#kernel'
import { type Ctx, inTransaction } from '#platform'
import { dialogueTexts, type Estimate, type HandoverReason } from '../dialogue-texts.ts'
import { lockDialogue, saveDialogue } from './dialogue.store.ts'
import { languageOf } from './read-burst.ts'
import { type DialogueKnowledge, handOver, heldRequest, isOvertaken } from './take-turn.ts'

/** What failed may be the very thing that is asked here: then it is done without. */
const patienceMs = 2 * secondMs

/** @returns null where nobody knows, or not soon enough. */
async function estimateIfAny(ctx: Ctx, knowledge: DialogueKnowledge, request: RequestView): Promise<Estimate | null> {
  const { departmentId, priority, type, channel } = request
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  try {
    return await Promise.race([knowledge.estimate(ctx, { departmentId, priority, type, channel }), late])
  } catch {
    return null // the reason is on record already: it is why a person gets this
  } finally {
    clearTimeout(timer)
  }
}

/** In danger that is named first what to do now, as always. Nothing in public. */
function wordsFor(request: RequestView, conversation: ConversationView, estimate: Estimate | null): string | null {
  if (conversation.visibility === 'public') return null
  const texts = dialogueTexts[languageOf(request, conversation)]
  const isUrgent = request.priority === 'urgent'
  const told = isUrgent ? texts.urgentHandover(request.number) : texts.registered(request.number)
  const when = texts.when(estimate)
  const firstLine = request.isDangerNamed ? texts.urgentFallback : texts.urgentTaken
  return [isUrgent ? `${firstLine}\n\n` : '', told, when === '' ? '' : ` ${when}`].join('')
}

type Given = { request: RequestView; conversation: ConversationView; reason: HandoverReason; words: string | null }

async function give(ctx: Ctx, { request, conversation, reason, words }: Given): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lockDialogue(tx, ctx, request.id)
    if (words !== null) {
      await queueReply(ctx, tx, {
        requestId: request.id,
        conversationId: conversation.id,
        author: { kind: 'bot', holderVersion: request.holderVersion },
        text: words,
      })
    }
    await handOver(ctx, tx, request, reason)
    await saveDialogue(tx, ctx, request.id, { ...before, step: 'handed' })
  })
}

/**
 * Gives a request the bot holds to the queue, with the reason as a note, and tells the client its number and when a person
 * answers. Does nothing where the bot does not hold it. That nothing can be said does not keep it from a person.
 */
export async function giveToPerson(
  ctx: Ctx,
  knowledge: DialogueKnowledge,
  requestId: RequestId,
  reason: HandoverReason,
): Promise<void> {
  const held = await heldRequest(ctx, requestId)
  if (held === null) return
  const { request, conversation } = held
  const words = wordsFor(request, conversation, await estimateIfAny(ctx, knowledge, request))
  try {
    await give(ctx, { request, conversation, reason, words })
  } catch (error) {
    if (isOvertaken(error)) return
    if (!isAppError(error) || isAppError(error, 'database.unavailable')) throw error
    await give(ctx, { request, conversation, reason, words: null })
  }
}
