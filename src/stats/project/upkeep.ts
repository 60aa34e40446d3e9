import { z } from 'zod'
import { secondMs } from '#kernel'
import { type Ctx, defineSweep, readSetting, type Sweep, writeSetting } from '#platform'
import { buildPage, staleDays } from '../lines/read-pages.ts'
import { rebuildStats } from './project.ts'

/** Raised whenever what is projected changes its meaning: an installation that counted otherwise counts anew, once. */
const projectionVersion = 2
const versionKey = 'stats.projection_version'
/** Days packed in one run: a few seconds of one core at the size we plan for. */
const pagesAtOnce = 60
const daysKeptReady = 3 * 366

/** Counts anew after an upgrade, and packs the days that changed before somebody asks for them. */
export async function keepPages(ctx: Ctx): Promise<number> {
  if ((await readSetting(ctx, versionKey, z.number())) !== projectionVersion) {
    const counted = await rebuildStats(ctx)
    ctx.log.info(counted, 'statistics counted anew')
    await writeSetting(ctx, versionKey, projectionVersion)
  }
  const stale = (await staleDays(ctx, daysKeptReady)).slice(0, pagesAtOnce)
  for (const day of stale) {
    await ctx.db.rest()
    await buildPage(ctx, day)
  }
  return stale.length
}

export const statsSweeps: readonly Sweep[] = [
  defineSweep({
    name: 'stats.pages',
    everyMs: 20 * secondMs,
    run: async (ctx) => {
      await keepPages(ctx)
    },
  }),
]
