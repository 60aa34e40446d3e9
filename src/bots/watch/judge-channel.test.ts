import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from '#kernel'
import { judgeChannel, pendingSince, type Sight, stateOf } from './judge-channel.ts'

const now = new Date('2026-11-23T12:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const sight = (over: Partial<Sight> = {}): Sight => ({
  now,
  health: { state: 'ok', reason: null },
  pause: null,
  oldestWaitingAt: null,
  waitingReplies: 0,
  pendingCount: 0,
  pendingSince: null,
  vendorErrorAt: null,
  tokenExpiresAt: null,
  isSubscribed: null,
  receivedLastHour: 20,
  usualHours: [18, 22, 25, 19],
  lastInboundAt: ago(minuteMs),
  probe: 'seen',
  ...over,
})
const codes = (over: Partial<Sight>) => judgeChannel(sight(over)).map(({ code, level }) => `${code} ${level}`)

describe('the watchdog', () => {
  it('has nothing to say of a channel that is well', () => {
    expect(judgeChannel(sight())).toEqual([])
    expect(stateOf([])).toBe('ok')
  })
  it('warns of a backlog at the vendor and alarms long before the vendor drops it', () => {
    const old = (ms: number) => ({ pendingCount: 40, pendingSince: ago(ms) })
    expect(codes(old(9 * minuteMs))).toEqual([])
    expect(codes(old(10 * minuteMs))).toEqual(['backlog_grows_old warning'])
    expect(codes(old(2 * hourMs))).toEqual(['backlog_grows_old alarm'])
    expect(judgeChannel(sight(old(23 * hourMs)))[0]?.facts).toEqual({ pending: 40, ageMinutes: 1380, dropsInMinutes: 60 })
  })
  it('counts a token down and alarms when it is refused', () => {
    const inDays = (days: number) => ({ tokenExpiresAt: new Date(now.getTime() + days * dayMs) })
    expect(codes(inDays(15))).toEqual([])
    expect(codes(inDays(14))).toEqual(['token_expires warning'])
    expect(codes(inDays(3))).toEqual(['token_expires alarm'])
    expect(codes({ health: { state: 'alarm', reason: 'token_refused' } })).toEqual(['token_refused alarm'])
    expect(codes({ pause: { reason: 'token_refused', since: now } })).toEqual(['token_refused alarm'])
  })
  it('knows an unusual silence from a quiet night', () => {
    expect(codes({ receivedLastHour: 0 })).toEqual(['silence warning'])
    expect(codes({ receivedLastHour: 0, usualHours: [0, 1, 2, 0] })).toEqual([])
    expect(codes({ receivedLastHour: 0, usualHours: [40] })).toEqual([])
    expect(codes({ receivedLastHour: 1 })).toEqual([])
  })
  it('alarms where a message of our own did not come through, and where the vendor forgot us', () => {
    expect(codes({ probe: 'lost' })).toEqual(['probe_lost alarm'])
    expect(codes({ isSubscribed: false })).toEqual(['subscription_missing alarm'])
    expect(codes({ health: { state: 'alarm', reason: 'other_consumer' } })).toEqual(['other_consumer alarm'])
  })
  it('puts alarms before warnings', () => {
    const found = codes({ probe: 'lost', receivedLastHour: 0, oldestWaitingAt: ago(hourMs), waitingReplies: 3 })
    expect(found).toEqual(['probe_lost alarm', 'silence warning', 'replies_wait warning'])
  })
})

describe('the age of a backlog', () => {
  const seen = (over: object = {}) => ({ pendingCount: 5, lastInboundAt: ago(hourMs), vendorErrorAt: null, now, ...over })
  it('is counted from the first look that found one', () => {
    expect(pendingSince({ since: null, checkedAt: ago(minuteMs) }, seen())).toEqual(now)
    expect(pendingSince({ since: ago(hourMs), checkedAt: ago(minuteMs) }, seen())).toEqual(ago(hourMs))
    expect(pendingSince({ since: ago(hourMs), checkedAt: ago(minuteMs) }, seen({ pendingCount: 0 }))).toBeNull()
  })
  it('starts anew while messages come through, but not while the vendor is refused', () => {
    const before = { since: ago(hourMs), checkedAt: ago(minuteMs) }
    expect(pendingSince(before, seen({ lastInboundAt: ago(1000) }))).toEqual(now)
    expect(pendingSince(before, seen({ lastInboundAt: ago(1000), vendorErrorAt: ago(500) }))).toEqual(ago(hourMs))
  })
})
