import { AppError, type NoteId, newId, type RequestId } from '#kernel'
import { audit, type Ctx, publish, type Tx } from '#platform'
import { maskText } from '#privacy'
import { noteAdded } from '../events.ts'
import { insertNote, lockRequest } from './request.store.ts'

/**
 * An internal note: its own table and its own path, so that no code that delivers can ever reach it. Personal numbers are
 * masked, because a note is read by more people than the message it speaks of.
 * Throws `request.not_found`, `message.empty`.
 */
export async function addNote(ctx: Ctx, tx: Tx, input: { requestId: RequestId; text: string }): Promise<{ noteId: NoteId }> {
  await lockRequest(tx, input.requestId)
  return noteOn(ctx, tx, input)
}

/** As addNote, on a request that this transaction has locked. Throws `message.empty`. */
export async function noteOn(ctx: Ctx, tx: Tx, input: { requestId: RequestId; text: string }): Promise<{ noteId: NoteId }> {
  const { requestId } = input
  const text = maskText(input.text.trim()).text
  if (text === '') throw new AppError('message.empty')
  const noteId = newId<NoteId>()
  const at = ctx.clock.now()
  const authorId = ctx.actor.kind === 'operator' ? ctx.actor.id : null
  await insertNote(tx, { id: noteId, requestId, authorId, text, at })
  await publish(tx, ctx, noteAdded, requestId, { noteId, requestId })
  await audit(tx, ctx, { action: 'note.added', subjectKind: 'request', subjectId: requestId, facts: { noteId } })
  return { noteId }
}
