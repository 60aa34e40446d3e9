import type { FollowUpOf, Priority } from '#contracts'
import { newId, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { startClock } from '../clocks/clock-ledger.ts'
import { requestFollowedUp, requestOpened } from '../events.ts'
import { selectRequest } from '../views/views.store.ts'
import { addNote } from './add-note.ts'
import { countFollowUps, insertFollowUp, isFollowedUp, selectFollowUpOf } from './follow-up.store.ts'
import { lockReplyConversation, lockRequest } from './request.store.ts'

export type FollowingUp = {
  /** The request the mark was given on. */
  readonly requestId: RequestId
  readonly priority: Priority
  /** What whoever takes it is asked to do; a note. */
  readonly note: (number: string) => string
}

/**
 * Opens a request of the house's own to follow another one up, in the queue of its department and with the clocks of a first
 * answer and of a resolution. `joined`: the client has another matter open in that conversation, and the note stands there
 * instead. `none`: it is followed up already, is public, or the client cannot be reached. Throws `request.not_found`.
 */
export async function openFollowUp(ctx: Ctx, tx: Tx, input: FollowingUp): Promise<'opened' | 'joined' | 'none'> {
  const conversation = await lockReplyConversation(tx, input.requestId, undefined)
  const rated = await lockRequest(tx, input.requestId)
  const view = await selectRequest(ctx.db, rated.id, tx)
  if (view === null || conversation === null || !conversation.isReachable) return 'none'
  if (conversation.visibility === 'public' || view.visibility === 'public') return 'none'
  if (await isFollowedUp(tx, rated.id)) return 'none'
  const note = input.note(view.number)
  if (conversation.openRequestId !== null) {
    await addNote(ctx, tx, { requestId: conversation.openRequestId, text: note })
    return 'joined'
  }
  const id = newId<RequestId>()
  const at = ctx.clock.now()
  const { departmentId, topic } = rated
  await insertFollowUp(tx, { id, of: rated.id, conversationId: conversation.id, priority: input.priority, departmentId, at })
  const place = { conversationId: conversation.id, channel: rated.channelKind, departmentId }
  const judged = { type: 'other', priority: input.priority, topic }
  await publish(tx, ctx, requestOpened, id, { requestId: id, ...place, ...judged, holderKind: 'queue', holderVersion: 1 })
  await publish(tx, ctx, requestFollowedUp, rated.id, { requestId: rated.id, followUpId: id })
  await audit(tx, ctx, {
    action: 'request.followed_up',
    subjectKind: 'request',
    subjectId: rated.id,
    facts: { followUpId: id },
  })
  for (const kind of ['first_response', 'resolution'] as const)
    await startClock(ctx, tx, { requestId: id, kind, startedAt: at })
  await addNote(ctx, tx, { requestId: id, text: note })
  return 'opened'
}

/** How many follow-ups were opened since then, and how many of them are still open. */
export function followUpsSince(ctx: Ctx, since: Date, tx?: Tx): Promise<{ raised: number; open: number }> {
  return countFollowUps(tx ?? ctx.db, since)
}

export function followUpOf(ctx: Ctx, requestId: RequestId): Promise<FollowUpOf | null> {
  return selectFollowUpOf(ctx.db, requestId)
}
