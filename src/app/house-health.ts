/** How the program does, as the console shows it to whoever administers the house: each thing looked at, a sign, and its figures. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { HouseCheck } from '#contracts'
import type { House } from '#desk'
import { workBehind } from '#inbox'
import { secondMs } from '#kernel'
import { type Ctx, databaseSize, type Platform, selectBacklog } from '#platform'

/** A thing that does not answer is told as such; the others are not kept waiting. */
const longestLookMs = 3 * secondMs
const gigabyte = 1024 * 1024 * 1024
/** From here on a figure deserves a look, and from there somebody's hand. */
const bounds = {
  databaseMs: [50, 500],
  jobs: [100, 2_000],
  relaySeconds: [10, 60],
  clockSeconds: [2, 30],
  replySeconds: [60, 600],
  freeBytes: [5 * gigabyte, 0.5 * gigabyte],
  loopMs: [100, 500],
} as const

const signOf = (value: number, [watch, bad]: readonly [number, number]): HouseCheck['sign'] => {
  const isWorse = (bound: number) => (watch < bad ? value >= bound : value <= bound)
  if (isWorse(bad)) return 'bad'
  return isWorse(watch) ? 'watch' : 'well'
}

type Look = (ctx: Ctx) => Promise<Omit<HouseCheck, 'name'>>

const lookAtDatabase: Look = async (ctx) => {
  const startedAt = performance.now()
  const { sizeBytes, connections } = await databaseSize(ctx.db)
  const answeredMs = Math.round(performance.now() - startedAt)
  return { sign: signOf(answeredMs, bounds.databaseMs), figures: { answeredMs, sizeBytes, connections } }
}

const lookAtQueue: Look = async (ctx) => {
  const depths = await ctx.queue.depth()
  const jobs = Object.values(depths).reduce((sum, depth) => sum + depth, 0)
  return { sign: signOf(jobs, bounds.jobs), figures: { jobs } }
}

const lookAtRelay: Look = async (ctx) => {
  const { unpublished, unheard, parked, oldestAgeSeconds } = await selectBacklog(ctx.db)
  const sign = signOf(oldestAgeSeconds, bounds.relaySeconds)
  const lagSeconds = Math.round(oldestAgeSeconds)
  return { sign: parked > 0 && sign === 'well' ? 'watch' : sign, figures: { unpublished, unheard, parked, lagSeconds } }
}

const lookAtClocks: Look = async (ctx) => {
  const { clocksDue, clocksLateSeconds } = await workBehind(ctx)
  const lateSeconds = Math.round(clocksLateSeconds)
  return { sign: signOf(clocksLateSeconds, bounds.clockSeconds), figures: { due: clocksDue, lateSeconds } }
}

const lookAtReplies: Look = async (ctx) => {
  const { repliesWaiting, repliesLateSeconds, repliesUndelivered } = await workBehind(ctx)
  const sign = signOf(repliesLateSeconds, bounds.replySeconds)
  const figures = { waiting: repliesWaiting, lateSeconds: Math.round(repliesLateSeconds), undelivered: repliesUndelivered }
  return { sign: repliesUndelivered > 0 && sign === 'well' ? 'watch' : sign, figures }
}

const lookAtDisk: Look = async (ctx) => {
  const freeBytes = await ctx.files.freeBytes()
  return { sign: signOf(freeBytes, bounds.freeBytes), figures: { freeBytes } }
}

/** @param channels the accounts' standings, as the watchdog saw them last. */
export function houseHealth(platform: Platform, channels: (ctx: Ctx) => Promise<readonly { state: string }[]>): House {
  const startedAt = new Date()
  const loop = monitorEventLoopDelay({ resolution: 20 })
  loop.enable()
  const lookAtChannels: Look = async (ctx) => {
    const states = (await channels(ctx)).map(({ state }) => state)
    const count = (state: string) => states.filter((one) => one === state).length
    const [alarms, warnings] = [count('alarm'), count('warning')]
    const poorly = warnings > 0 ? 'watch' : 'well'
    return { sign: alarms > 0 ? 'bad' : poorly, figures: { accounts: states.length, alarms, warnings } }
  }
  const lookAtProcess: Look = async () => {
    const loopMs = Math.round(loop.percentile(99) / 1_000_000)
    loop.reset()
    const { rss, heapUsed } = process.memoryUsage()
    return { sign: signOf(loopMs, bounds.loopMs), figures: { residentBytes: rss, heapBytes: heapUsed, loopDelayMs: loopMs } }
  }
  const looks: Readonly<Record<string, Look>> = {
    database: lookAtDatabase,
    queue: lookAtQueue,
    relay: lookAtRelay,
    clocks: lookAtClocks,
    replies: lookAtReplies,
    channels: lookAtChannels,
    disk: lookAtDisk,
    process: lookAtProcess,
  }
  return {
    async health(ctx) {
      const checks = await Promise.all(Object.entries(looks).map(([name, look]) => within(ctx, name, look)))
      const { mode, config } = platform
      return {
        asOf: ctx.clock.now().toISOString(),
        startedAt: startedAt.toISOString(),
        mode,
        roles: [...config.ROLES],
        nodeVersion: process.versions.node,
        checks,
      }
    },
  }
}

async function within(ctx: Ctx, name: string, look: Look): Promise<HouseCheck> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Omit<HouseCheck, 'name'>>((resolve) => {
    timer = setTimeout(() => resolve({ sign: 'bad', figures: { why: 'no_answer' } }), longestLookMs)
  })
  try {
    return { name, ...(await Promise.race([look(ctx), late])) }
  } catch (err) {
    ctx.log.warn({ err, name }, 'a part of the house could not be looked at')
    return { name, sign: 'bad', figures: { why: 'failed' } }
  } finally {
    clearTimeout(timer)
  }
}
