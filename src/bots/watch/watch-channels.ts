/**
 * The watchdog: looks at every account once a minute, from outside where it can. An inbox may look healthy while nothing
 * arrives, so it asks the vendor what waits there, compares with the usual hour, and sends a message of its own through the
 * public address. What it can mend it mends; the rest it says.
 */
import { z } from 'zod'
import { type ChannelState, listChannelStates } from '#inbox'
import { type ChannelAccountId, dayMs, minuteMs, secondMs } from '#kernel'
import {
  audit,
  type Ctx,
  defineEvent,
  defineSubscriber,
  defineSweep,
  inTransaction,
  publish,
  type Subscriber,
  type Sweep,
} from '#platform'
import { accountLabel } from '../account-label.ts'
import type { Channel, ChannelRegistry, VendorSight } from '../channel.ts'
import { conversationIdOf } from '../fact-data.ts'
import {
  addReceived,
  lastTakenBefore,
  removeOldHours,
  selectTraffic,
  selectWaiting,
  selectWatches,
  type Traffic,
  upsertWatch,
  type Waiting,
  type WatchRow,
} from './channel-watch.store.ts'
import { judgeChannel, pendingSince, stateOf } from './judge-channel.ts'

/** An account's state as the watchdog sees it became another. The subject is the account. */
const channelWatched = defineEvent(
  'channel.watched',
  1,
  z.object({ channelAccountId: z.string(), state: z.enum(['ok', 'warning', 'alarm']), codes: z.array(z.string()) }),
)

const everyMs = minuteMs
const vendorPatienceMs = 10 * secondMs
const probeEveryMs = 10 * minuteMs
const repairEveryMs = 10 * minuteMs
/** Looks come every minute; a gap this long is no slow one. */
const awayMs = 10 * minuteMs
const hoursKeptMs = 60 * dayMs

export type Seen = {
  readonly states: readonly ChannelState[]
  readonly traffic: readonly Traffic[]
  readonly waiting: readonly Waiting[]
}

const of = <T extends { channelAccountId: ChannelAccountId }>(rows: readonly T[], id: ChannelAccountId): T | undefined =>
  rows.find((row) => row.channelAccountId === id)

/** Null where the vendor could not be asked; that is no finding of its own, for the next look may reach it. */
async function askVendor(ctx: Ctx, channel: Channel): Promise<VendorSight | null> {
  if (channel.lookAfter === undefined) return {}
  const asked = channel.lookAfter(ctx).catch(() => null)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), vendorPatienceMs)
  })
  const sight = await Promise.race([asked, late])
  clearTimeout(timer)
  return sight
}

const isDue = (last: Date | null | undefined, now: Date, everyMs: number) =>
  last == null || now.getTime() - last.getTime() >= everyMs

async function probe(ctx: Ctx, channel: Channel, before: WatchRow | undefined, now: Date) {
  const known = { probeSentAt: before?.probeSentAt ?? null, probeSeenAt: before?.probeSeenAt ?? null }
  if (channel.probe === undefined || !isDue(known.probeSentAt, now, probeEveryMs)) return known
  const arrived = await channel.probe(ctx)
  return { probeSentAt: now, probeSeenAt: arrived ? now : known.probeSeenAt }
}

function probeWord({ probeSentAt, probeSeenAt }: Pick<WatchRow, 'probeSentAt' | 'probeSeenAt'>): 'seen' | 'lost' | 'none' {
  if (probeSentAt === null) return 'none'
  return probeSeenAt !== null && probeSeenAt >= probeSentAt ? 'seen' : 'lost'
}

type Vendor = Pick<WatchRow, 'pendingCount' | 'pendingSince' | 'vendorError' | 'vendorErrorAt' | 'tokenExpiresAt'>

function vendorPart(before: WatchRow | undefined, sight: VendorSight | null, lastInboundAt: Date | null, now: Date): Vendor {
  const kept = sight === null
  const vendorErrorAt = sight?.lastErrorAt ?? before?.vendorErrorAt ?? null
  const pendingCount = kept ? (before?.pendingCount ?? null) : (sight.pendingCount ?? null)
  const earlier = { since: before?.pendingSince ?? null, checkedAt: before?.checkedAt ?? null }
  return {
    pendingCount,
    pendingSince: kept ? earlier.since : pendingSince(earlier, { pendingCount, lastInboundAt, vendorErrorAt, now }),
    vendorError: sight?.lastError ?? before?.vendorError ?? null,
    vendorErrorAt,
    tokenExpiresAt: sight?.tokenExpiresAt ?? (kept ? (before?.tokenExpiresAt ?? null) : null),
  }
}

async function look(ctx: Ctx, channel: Channel, seen: Seen, before: WatchRow | undefined) {
  const now = ctx.clock.now()
  const { id } = channel.account
  const [sight, probed] = await Promise.all([askVendor(ctx, channel), probe(ctx, channel, before, now)])
  const traffic = of(seen.traffic, id)
  const waiting = of(seen.waiting, id)
  const state = of(seen.states, id)
  const lastInboundAt = traffic?.lastInboundAt ?? null
  const vendor = vendorPart(before, sight, lastInboundAt, now)
  const isPaused = state?.pauseReason != null && (state.pausedUntil ?? now) > now
  const findings = judgeChannel({
    now,
    health: channel.health(),
    pause:
      isPaused || state?.pauseReason === 'token_refused'
        ? { reason: state?.pauseReason ?? '', since: state?.pausedAt ?? null }
        : null,
    oldestWaitingAt: waiting?.oldestAt ?? null,
    waitingReplies: waiting?.waiting ?? 0,
    ...vendor,
    isSubscribed: sight?.isSubscribed ?? null,
    receivedLastHour: traffic?.lastHour ?? 0,
    usualHours: traffic?.usual ?? [],
    lastInboundAt,
    probe: probeWord(probed),
  })
  return { now, findings, vendor, probed }
}

/** Since when nothing may have come through: an alarm that is over, or nobody looked because the house itself was away. */
function outageSince(before: WatchRow, now: Date): Date | null {
  if (before.state === 'alarm') return before.changedAt
  return now.getTime() - before.checkedAt.getTime() >= awayMs ? before.checkedAt : null
}

/** Registers anew where the vendor forgot us; after an outage asks for what was written meanwhile. */
async function mend(
  ctx: Ctx,
  channel: Channel,
  codes: readonly string[],
  before: WatchRow | undefined,
  now: Date,
): Promise<Date | null> {
  const repairedAt = before?.repairedAt ?? null
  const isForgotten = codes.includes('subscription_missing') || codes.includes('probe_lost')
  try {
    if (isForgotten && channel.subscribeAgain !== undefined && isDue(repairedAt, now, repairEveryMs)) {
      await channel.subscribeAgain(ctx)
      ctx.log.warn({ channel: channel.account.kind }, 'the channel was registered anew')
      return now
    }
    const since = codes.length === 0 && before !== undefined ? outageSince(before, now) : null
    if (since !== null && channel.catchUp !== undefined) {
      const caughtUp = await channel.catchUp(ctx, await lastTakenBefore(ctx, channel.account.id, since))
      ctx.log.info({ channel: channel.account.kind, caughtUp }, 'what came during the outage was fetched')
    }
  } catch (error) {
    ctx.log.warn({ error, channel: channel.account.kind }, 'the channel could not be mended and is tried again')
  }
  return repairedAt
}

/** Looks at one account now and writes down what it found; a change is told. */
export async function watchChannel(ctx: Ctx, channel: Channel, seen: Seen, before: WatchRow | undefined): Promise<void> {
  const { id, kind } = channel.account
  const { now, findings, vendor, probed } = await look(ctx, channel, seen, before)
  const codes = findings.map(({ code }) => code)
  const state = stateOf(findings)
  const repairedAt = await mend(ctx, channel, codes, before, now)
  const isChanged = before?.state !== state || codes.join() !== before.findings.map(({ code }) => code).join()
  const changedAt = isChanged ? now : before.changedAt
  const labels = { channel: kind, account: accountLabel(id) }
  ctx.metrics.gauge('channel_watch', state === 'alarm' ? 2 : state === 'warning' ? 1 : 0, labels)
  await inTransaction(ctx, async (tx) => {
    await upsertWatch(tx, {
      channelAccountId: id,
      state,
      findings,
      checkedAt: now,
      changedAt,
      ...vendor,
      ...probed,
      repairedAt,
    })
    if (!isChanged || (before === undefined && state === 'ok')) return
    await publish(tx, ctx, channelWatched, id, { channelAccountId: id, state, codes })
    await audit(tx, ctx, {
      action: 'channel.watched',
      subjectKind: 'channel',
      subjectId: id,
      facts: { state, codes: codes.join(' ') },
    })
  })
  if (isChanged && state === 'alarm') ctx.log.error({ ...labels, reason: codes.join(' ') }, 'the channel needs a person')
}

/** What the tables say of all accounts. */
export async function readSeen(ctx: Ctx): Promise<Seen & { watches: WatchRow[] }> {
  const [states, traffic, waiting, watches] = await Promise.all([
    listChannelStates(ctx),
    selectTraffic(ctx, ctx.clock.now()),
    selectWaiting(ctx),
    selectWatches(ctx),
  ])
  return { states, traffic, waiting, watches }
}

/** Looks at every account of this process. */
async function watchChannels(ctx: Ctx, channels: ChannelRegistry): Promise<void> {
  const { watches, ...seen } = await readSeen(ctx)
  for (const channel of channels.all()) await watchChannel(ctx, channel, seen, of(watches, channel.account.id))
}

export type Watching = { readonly subscriber: Subscriber; readonly jobs: readonly []; readonly sweeps: readonly Sweep[] }

/** The subscriber that counts what comes in, and the sweeps that look. */
export function createWatching(channels: ChannelRegistry): Watching {
  return {
    subscriber: defineSubscriber({
      name: 'bots.count-received',
      pace: 'patient',
      events: ['message.received'],
      handle: (ctx, facts) =>
        addReceived(
          ctx,
          facts.map(conversationIdOf).filter((id) => id !== null),
          ctx.clock.now(),
        ),
    }),
    jobs: [],
    sweeps: [
      defineSweep({ name: 'bots.watch-channels', everyMs, run: (ctx) => watchChannels(ctx, channels) }),
      defineSweep({
        name: 'bots.clear-hours',
        everyMs: dayMs,
        run: (ctx) => removeOldHours(ctx, new Date(ctx.clock.now().getTime() - hoursKeptMs)),
      }),
    ],
  }
}
