import { invariant } from '#kernel'
import type { Ctx } from '../ctx.ts'

/**
 * Something done over and over that re-derives from the tables what a lost hint left undone. It runs in exactly one
 * process at a time, at start and every `everyMs` after the last run ended.
 */
export type Sweep = { readonly name: string; readonly everyMs: number; readonly run: (ctx: Ctx) => Promise<void> }

export function defineSweep(sweep: Sweep): Sweep {
  invariant(sweep.everyMs >= 50, 'a sweep is patient')
  return sweep
}
