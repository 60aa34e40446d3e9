import type { DraftView } from '#contracts'
import { dayMs, hourMs, type OperatorId, type RequestId } from '#kernel'
import { type Ctx, defineSweep } from '#platform'
import { maskText } from '#privacy'
import { type DraftWords, deleteDraftsBefore, selectDrafts, trimDrafts, upsertDraft } from './draft.store.ts'

/** More requests than anybody answers at once; the oldest drafts give way. */
const mostDrafts = 200
/** A draft nobody came back to in a week answers a question that was answered otherwise. */
const keepMs = 7 * dayMs

/**
 * Keeps what this operator has written so far. Card numbers and codes are masked as in everything stored: such words would not
 * be let out either. A draft older than the one known is dropped; a clock that runs ahead is held to ours.
 */
export async function keepDraft(
  ctx: Ctx,
  given: { operatorId: OperatorId; requestId: RequestId; draft: DraftWords },
): Promise<void> {
  const { operatorId, requestId, draft } = given
  const now = ctx.clock.now()
  const kept = await upsertDraft(ctx.db, {
    ...{ operatorId, requestId, place: draft.place, state: draft.state },
    reply: maskText(draft.reply).text,
    note: maskText(draft.note).text,
    writtenAt: draft.writtenAt < now ? draft.writtenAt : now,
  })
  if (kept) await trimDrafts(ctx.db, operatorId, mostDrafts)
}

/**
 * One's own drafts of a request, and the replies that others began and left behind while they held it. Whoever may see the
 * request decides what is shown of it; the caller has checked that.
 * @param holderId who holds it now: what they are writing at this moment is not left behind.
 */
export async function draftsOf(
  ctx: Ctx,
  given: { operatorId: OperatorId; requestId: RequestId; holderId: string | null },
): Promise<{ own: DraftView['own']; left: Omit<DraftView['left'][number], 'name'>[] }> {
  const records = await selectDrafts(ctx.db, given.requestId)
  const own = records.filter((one) => one.operatorId === given.operatorId)
  const left = records.filter(
    (one) => one.operatorId !== given.operatorId && one.operatorId !== given.holderId && one.reply.trim() !== '',
  )
  return {
    own: own.map(({ place, reply, note, state, writtenAt }) => ({
      ...{ place, reply, note, state },
      writtenAt: writtenAt.toISOString(),
    })),
    left: left.map(({ operatorId, place, reply, writtenAt }) => ({
      ...{ operatorId, place, reply },
      writtenAt: writtenAt.toISOString(),
    })),
  }
}

export const draftSweep = defineSweep({
  name: 'handoff.drafts',
  everyMs: hourMs,
  async run(ctx) {
    await deleteDraftsBefore(ctx.db, new Date(ctx.clock.now().getTime() - keepMs))
  },
})
