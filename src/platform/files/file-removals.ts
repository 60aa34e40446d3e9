import type { Ctx } from '../ctx.ts'
import type { Tx } from '../db/db.ts'
import { defineSweep } from '../events/define-sweep.ts'
import { deleteRemovals, insertRemovals, selectRemovals } from './file-removals.store.ts'

const batch = 100
const everyMs = 60_000

/** Lets go of files together with the rows that named them: they are removed after the commit, also over a crash. */
export const removeFilesLater = (tx: Tx, ctx: Ctx, keys: readonly string[]): Promise<void> =>
  keys.length === 0 ? Promise.resolve() : insertRemovals(tx, keys, ctx.clock.now())

/** @returns how many files were removed. */
export async function removeFiles(ctx: Ctx): Promise<number> {
  let removed = 0
  for (;;) {
    const keys = await selectRemovals(ctx.db, batch)
    for (const key of keys) await ctx.files.remove(key)
    if (keys.length > 0) await deleteRemovals(ctx.db, keys)
    removed += keys.length
    if (keys.length < batch) return removed
  }
}

export const fileRemovalSweep = defineSweep({
  name: 'file-removals',
  everyMs,
  run: async (ctx) => void (await removeFiles(ctx)),
})
