/**
 * Whether an account may speak, and how fast. The rows are shared by all processes: a limit the vendor told one of them holds
 * for all, and a dead token silences the account without costing one reply.
 */
import { type ChannelAccountId, minuteMs, secondMs } from '#kernel'
import { audit, type Ctx, inTransaction, publish } from '#platform'
import { channelPaused, channelResumed } from '../events.ts'
import {
  type ChannelStateRow,
  type PauseReason,
  selectChannelState,
  selectChannelStates,
  takeSlots,
  takeTrial,
  writePaused,
  writeResumed,
} from './channel-state.store.ts'

export type ChannelState = ChannelStateRow

const firstTokenPauseMs = minuteMs
const longestTokenPauseMs = 30 * minuteMs
/** Until somebody says otherwise. */
const farFuture = new Date('9999-01-01T00:00:00Z')
/** As long as the slowest honest call. */
const trialMs = 30 * secondMs
/** Slots further away than this are left to whoever asks later. */
const horizonMs = 500

/** All accounts that ever sent. */
export function listChannelStates(ctx: Ctx): Promise<ChannelState[]> {
  return selectChannelStates(ctx.db)
}

/**
 * Silences an account: for `forMs`, or ever longer (1 minute to half an hour) while its token stays refused. Its replies wait
 * and no try is counted.
 */
export async function pauseAccount(
  ctx: Ctx,
  input: { channelAccountId: ChannelAccountId; reason: PauseReason; forMs?: number },
): Promise<void> {
  const { channelAccountId, reason, forMs } = input
  const at = ctx.clock.now()
  const known = await selectChannelState(ctx.db, channelAccountId)
  const tries = known?.pauseReason === reason ? known.pauseCount : 0
  const growingMs = Math.min(firstTokenPauseMs * 2 ** tries, longestTokenPauseMs)
  const until = reason === 'held' ? farFuture : new Date(at.getTime() + (forMs ?? growingMs))
  await inTransaction(ctx, async (tx) => {
    const isNew = await writePaused(tx, channelAccountId, { reason, at, until, echoMs: firstTokenPauseMs })
    if (!isNew) return
    await publish(tx, ctx, channelPaused, channelAccountId, { channelAccountId, reason })
    await audit(tx, ctx, { action: 'channel.paused', subjectKind: 'channel', subjectId: channelAccountId, facts: { reason } })
  })
}

/** Lets it speak again; what waited goes out at once. Telling it twice changes nothing. */
export async function resumeAccount(ctx: Ctx, channelAccountId: ChannelAccountId): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await writeResumed(tx, channelAccountId))) return
    await publish(tx, ctx, channelResumed, channelAccountId, { channelAccountId })
    await audit(tx, ctx, { action: 'channel.resumed', subjectKind: 'channel', subjectId: channelAccountId })
  })
}

/**
 * Whether the account may speak now. `trial`: its token was refused, and the caller alone may send one reply to see whether it
 * is good again. A limit that has run out is forgotten.
 */
export async function gateOf(ctx: Ctx, channelAccountId: ChannelAccountId): Promise<'open' | 'trial' | 'closed'> {
  const state = await selectChannelState(ctx.db, channelAccountId)
  const now = ctx.clock.now()
  if (state === null || state.pauseReason === null) return 'open'
  if (state.pausedUntil !== null && state.pausedUntil > now) return 'closed'
  if (state.pauseReason !== 'token_refused') {
    await resumeAccount(ctx, channelAccountId)
    return 'open'
  }
  const isMine = await takeTrial(ctx.db, channelAccountId, now, new Date(now.getTime() + trialMs))
  return isMine ? 'trial' : 'closed'
}

/**
 * Moments at which the account may send, at most `wanted`, spread by its rate over all processes; none where others have taken
 * what is near.
 * @param input.now of the wall: the vendor counts by it.
 */
export async function leaseSlots(
  ctx: Ctx,
  input: { channelAccountId: ChannelAccountId; wanted: number; perSecond: number; now: Date },
): Promise<number[]> {
  const { channelAccountId, wanted, perSecond, now } = input
  const gapMs = secondMs / perSecond
  const slots = { now, lengthMs: wanted * gapMs, horizonMs }
  const from = await takeSlots(ctx.db, channelAccountId, slots)
  return from === null ? [] : Array.from({ length: wanted }, (_, index) => from.getTime() + index * gapMs)
}
