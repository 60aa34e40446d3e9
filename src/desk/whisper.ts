import { notesOf } from '#inbox'
import type { RequestId } from '#kernel'
import type { Ctx } from '#platform'
import { listOperators } from '#staff'
import type { LiveHub } from './live-hub.ts'
import { nameNotes } from './read-truth.ts'

export const whisperTopic = 'desk.whisper'
/** Ids only: what was written is read from its note by whoever shows it. */
export type WhisperNews = { requestId: RequestId; number: string; noteId: string; operatorId: string }

/** Shows a whisper on the consoles of the holder alone; a console that is not there finds the note in the request. */
export function hearWhispers(ctx: Ctx, hub: LiveHub): () => void {
  const show = async ({ requestId, number, noteId, operatorId }: WhisperNews) => {
    const isHere = [...hub.list()].some(({ screen }) => screen.operatorId === operatorId)
    if (!isHere) return
    const notes = nameNotes(await notesOf(ctx, requestId), await listOperators(ctx))
    const note = notes.find(({ id }) => id === noteId)
    if (note) hub.tell({ kind: 'whisper', requestId, number, note }, ({ screen }) => screen.operatorId === operatorId)
  }
  return ctx.bus.subscribe(whisperTopic, (payload) => {
    show(payload as WhisperNews).catch((error: unknown) => {
      ctx.log.warn({ err: error }, 'a whisper was not shown; it is in the notes of its request')
    })
  })
}
