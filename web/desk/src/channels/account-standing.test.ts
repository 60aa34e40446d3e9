import { expect, test } from 'vitest'
import type { ChannelAccountState, ChannelHealthView } from '#contracts'
import { accountRows, standingOf } from './account-standing.ts'

const health = (id: string, state: ChannelHealthView['state']): ChannelHealthView => ({
  ...{ channelAccountId: id, kind: 'instagram', name: id, visibility: 'private', state, findings: [] },
  ...{ checkedAt: null, changedAt: null, paused: null, waitingReplies: 0, oldestWaitingAt: null, vendorPending: null },
  ...{ vendorDropsAt: null, tokenExpiresAt: null, lastInboundAt: null, probeSeenAt: null },
})
const account = (id: string, part: Partial<ChannelAccountState>): ChannelAccountState => ({
  ...{ id, kind: 'instagram', name: id, externalId: id, visibility: 'private', isEnabled: true, botEnabled: true },
  ...{ hasCredentials: true, health: { state: 'ok', reason: null }, unknownKinds: [] },
  ...part,
})

test('an account that is switched off raises no alarm, whatever was seen of it before', () => {
  expect(standingOf({ state: 'alarm' }, account('a', { isEnabled: false }))).toBe('off')
})

test('an alarm of either the watchdog or the account’s own process is an alarm', () => {
  expect(standingOf({ state: 'alarm' }, account('a', {}))).toBe('alarm')
  expect(standingOf({ state: 'ok' }, account('a', { health: { state: 'alarm', reason: 'token_refused' } }))).toBe('alarm')
})

test('whoever may not see how accounts are set up sees what the watchdog saw', () => {
  expect(standingOf({ state: 'warning' }, null)).toBe('warning')
  expect(standingOf({ state: 'unwatched' }, null)).toBe('unwatched')
})

test('what wants looking at now is first, what is switched off last', () => {
  const rows = accountRows(
    [health('a-off', 'alarm'), health('b-ok', 'ok'), health('c-alarm', 'alarm'), health('a-ok', 'ok')],
    [account('a-off', { isEnabled: false })],
  )
  expect(rows.map((row) => row.health.name)).toEqual(['c-alarm', 'a-ok', 'b-ok', 'a-off'])
})
