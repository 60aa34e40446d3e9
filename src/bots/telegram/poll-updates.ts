/** Long polling, for those without a public address: our own loop, because the offset may move only after the intake's commit. */
import { setTimeout as sleep } from 'node:timers/promises'
import { secondMs } from '#kernel'
import type { Ctx } from '#platform'
import { readPollOffset, writePollOffset } from './poll-offset.store.ts'
import { type TakeDeps, takeUpdate } from './take-update.ts'
import { failureOf, type TelegramApi } from './telegram-api.ts'
import { TgUpdate, wantedUpdates } from './update-schema.ts'

export type PollDeps = TakeDeps & {
  /** A client whose own timeout is longer than `timeoutS`. */
  pollApi: TelegramApi
  makeCtx: () => Ctx
  timeoutS: number
  onAlarm: (reason: string) => void
  onHealthy: () => void
}

const firstWaitMs = 500
const longestWaitMs = 30 * secondMs
const batch = 100

/** The order that matters is the order within one chat; chats go beside each other. */
function laneOf(update: TgUpdate): string {
  for (const value of Object.values(update)) {
    if (typeof value !== 'object' || value === null) continue
    const holder = 'message' in value && typeof value.message === 'object' && value.message !== null ? value.message : value
    if ('chat' in holder && typeof holder.chat === 'object' && holder.chat !== null && 'id' in holder.chat)
      return String(holder.chat.id)
  }
  return `update:${update.update_id}`
}

async function takeAll(deps: PollDeps, updates: readonly TgUpdate[]): Promise<void> {
  const lanes = new Map<string, TgUpdate[]>()
  for (const update of updates) {
    const lane = laneOf(update)
    lanes.set(lane, [...(lanes.get(lane) ?? []), update])
  }
  const results = await Promise.allSettled(
    [...lanes.values()].map(async (lane) => {
      for (const update of lane) await takeUpdate(deps.makeCtx(), deps, update)
    }),
  )
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** One round; the next offset. Updates that could not be stored throw, and the same offset is asked for again. */
async function pollOnce(deps: PollDeps, offset: number, signal: AbortSignal): Promise<number> {
  const raw: unknown[] = await deps.pollApi.getUpdates(
    { offset, limit: batch, timeout: deps.timeoutS, allowed_updates: wantedUpdates },
    // grammY names its own AbortSignal type, of the same shape.
    signal as unknown as Parameters<TelegramApi['getUpdates']>[1],
  )
  const updates = raw.map((item) => TgUpdate.parse(item))
  if (updates.length === 0) return offset
  await takeAll(deps, updates)
  const next = Math.max(...updates.map((update) => update.update_id)) + 1
  await writePollOffset(deps.makeCtx(), deps.account.id, next)
  return next
}

/** How long to wait after a failed round, and whether a person must look. */
function troubleOf(error: unknown, ctx: Ctx): { waitMs: number | null; alarm: string | null } {
  const failure = failureOf(error)
  if (failure.kind !== 'refused') return { waitMs: null, alarm: null }
  ctx.metrics.count('telegram_poll_refused', { status: String(failure.code) })
  if (failure.code === 401 || failure.code === 404) return { waitMs: longestWaitMs, alarm: 'token_refused' }
  if (failure.code === 409) return { waitMs: 10 * secondMs, alarm: 'other_consumer' }
  return { waitMs: failure.retryAfterMs, alarm: null }
}

/** Runs until the signal; survives every failure with a growing wait. Never throws. */
export async function pollUpdates(deps: PollDeps, signal: AbortSignal): Promise<void> {
  let waitMs = firstWaitMs
  let offset: number | null = null
  while (!signal.aborted) {
    try {
      offset ??= await readPollOffset(deps.makeCtx(), deps.account.id)
      offset = await pollOnce(deps, offset, signal)
      deps.onHealthy()
      waitMs = firstWaitMs
    } catch (error) {
      if (signal.aborted) return
      const ctx = deps.makeCtx()
      const trouble = troubleOf(error, ctx)
      if (trouble.alarm !== null) deps.onAlarm(trouble.alarm)
      ctx.log.warn({ error, alarm: trouble.alarm }, 'polling Telegram failed and is tried again')
      await sleep(trouble.waitMs ?? waitMs, undefined, { signal }).catch(() => undefined)
      waitMs = Math.min(waitMs * 2, longestWaitMs)
    }
  }
}
