/** What the watchdog makes of what it sees: pure. Every number that decides stands here. */
import type { WatchFinding } from '#contracts'
import { dayMs, hourMs, minuteMs } from '#kernel'

export type Sight = {
  readonly now: Date
  /** The channel's own word on itself. */
  readonly health: { readonly state: 'ok' | 'starting' | 'down' | 'alarm'; readonly reason: string | null }
  /** Why and since when its replies wait; null while it may speak. */
  readonly pause: { readonly reason: string; readonly since: Date | null } | null
  readonly oldestWaitingAt: Date | null
  readonly waitingReplies: number
  /** What the vendor keeps for us; null where it does not say. */
  readonly pendingCount: number | null
  readonly pendingSince: Date | null
  readonly vendorErrorAt: Date | null
  readonly tokenExpiresAt: Date | null
  readonly isSubscribed: boolean | null
  /** Messages of the last whole hour, and of the same hour of the last four weeks. */
  readonly receivedLastHour: number
  readonly usualHours: readonly number[]
  readonly lastInboundAt: Date | null
  /** `lost`: a message of our own did not come through. */
  readonly probe: 'seen' | 'lost' | 'none'
}

/** Telegram drops what it could not deliver for so long (core.telegram.org/bots/api#getting-updates). */
export const vendorKeepsMs = dayMs
const backlogWarningMs = 10 * minuteMs
const backlogAlarmMs = 2 * hourMs
const tokenWarningMs = 14 * dayMs
const tokenAlarmMs = 3 * dayMs
const vendorErrorFreshMs = 15 * minuteMs
const waitingWarningMs = 10 * minuteMs
/** Fewer than this an hour, and chance alone may be silent. */
const leastUsual = 6

const finding = (
  code: WatchFinding['code'],
  level: WatchFinding['level'],
  facts: WatchFinding['facts'] = {},
): WatchFinding => ({
  code,
  level,
  facts,
})
const minutes = (ms: number) => Math.floor(ms / minuteMs)

function ofToken({ now, health, pause, tokenExpiresAt }: Sight): WatchFinding[] {
  if (pause?.reason === 'token_refused' || health.reason === 'token_refused') return [finding('token_refused', 'alarm')]
  if (tokenExpiresAt === null) return []
  const leftMs = tokenExpiresAt.getTime() - now.getTime()
  if (leftMs > tokenWarningMs) return []
  const facts = { daysLeft: Math.max(0, Math.floor(leftMs / dayMs)) }
  return [finding('token_expires', leftMs <= tokenAlarmMs ? 'alarm' : 'warning', facts)]
}

function ofVendor({ now, pendingCount, pendingSince, vendorErrorAt, isSubscribed }: Sight): WatchFinding[] {
  const found: WatchFinding[] = []
  if (pendingSince !== null && pendingCount !== null && pendingCount > 0) {
    const ageMs = now.getTime() - pendingSince.getTime()
    const facts = {
      pending: pendingCount,
      ageMinutes: minutes(ageMs),
      dropsInMinutes: minutes(Math.max(0, vendorKeepsMs - ageMs)),
    }
    if (ageMs >= backlogWarningMs)
      found.push(finding('backlog_grows_old', ageMs >= backlogAlarmMs ? 'alarm' : 'warning', facts))
  }
  if (vendorErrorAt !== null && now.getTime() - vendorErrorAt.getTime() < vendorErrorFreshMs)
    found.push(finding('vendor_reports_error', 'warning', { minutesAgo: minutes(now.getTime() - vendorErrorAt.getTime()) }))
  if (isSubscribed === false) found.push(finding('subscription_missing', 'alarm'))
  return found
}

/** The median, which one loud day does not move. */
function usual(hours: readonly number[]): number {
  const sorted = [...hours].sort((a, b) => a - b)
  return sorted.length === 0 ? 0 : (sorted[Math.floor((sorted.length - 1) / 2)] ?? 0)
}

function ofTraffic({ receivedLastHour, usualHours, lastInboundAt, probe, now }: Sight): WatchFinding[] {
  const found: WatchFinding[] = []
  const expected = usualHours.length < 2 ? 0 : usual(usualHours)
  if (receivedLastHour === 0 && expected >= leastUsual) {
    const silentMinutes = lastInboundAt === null ? null : minutes(now.getTime() - lastInboundAt.getTime())
    found.push(finding('silence', 'warning', { usual: expected, silentMinutes }))
  }
  if (probe === 'lost') found.push(finding('probe_lost', 'alarm'))
  return found
}

function ofReplies({ now, pause, oldestWaitingAt, waitingReplies }: Sight): WatchFinding[] {
  if (pause?.reason === 'held') return [finding('held', 'warning', { waiting: waitingReplies })]
  if (oldestWaitingAt === null) return []
  const ageMs = now.getTime() - oldestWaitingAt.getTime()
  return ageMs < waitingWarningMs
    ? []
    : [finding('replies_wait', 'warning', { waiting: waitingReplies, minutes: minutes(ageMs) })]
}

function ofHealth({ health }: Sight): WatchFinding[] {
  if (health.state === 'down') return [finding('channel_down', 'warning')]
  if (health.state !== 'alarm' || health.reason === 'token_refused') return []
  return [finding(health.reason === 'other_consumer' ? 'other_consumer' : 'channel_down', 'alarm', { reason: health.reason })]
}

/** Everything that is wrong, the worst first. */
export function judgeChannel(sight: Sight): WatchFinding[] {
  const found = [...ofToken(sight), ...ofHealth(sight), ...ofVendor(sight), ...ofTraffic(sight), ...ofReplies(sight)]
  const unique = found.filter((one, index) => found.findIndex((other) => other.code === one.code) === index)
  return unique.sort((a, b) => Number(b.level === 'alarm') - Number(a.level === 'alarm'))
}

export type WatchState = 'ok' | 'warning' | 'alarm'
export function stateOf(findings: readonly WatchFinding[]): WatchState {
  if (findings.some(({ level }) => level === 'alarm')) return 'alarm'
  return findings.length > 0 ? 'warning' : 'ok'
}

/**
 * Since when the vendor has been keeping something. Vendors give a number and no age, so the age is counted from the first look
 * that found some, and starts anew when everything was fetched or something came through while nothing was refused.
 */
export function pendingSince(
  before: { readonly since: Date | null; readonly checkedAt: Date | null },
  seen: {
    readonly pendingCount: number | null
    readonly lastInboundAt: Date | null
    readonly vendorErrorAt: Date | null
    readonly now: Date
  },
): Date | null {
  if (seen.pendingCount === null || seen.pendingCount === 0) return null
  if (before.since === null || before.checkedAt === null) return seen.now
  const cameThrough = seen.lastInboundAt !== null && seen.lastInboundAt > before.checkedAt
  const wasRefused = seen.vendorErrorAt !== null && seen.vendorErrorAt > before.checkedAt
  return cameThrough && !wasRefused ? seen.now : before.since
}
