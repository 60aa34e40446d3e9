import { describe, expect, it } from 'vitest'
import type { GraphFailure } from './graph-api.ts'
import { meaningOf } from './map-failure.ts'

const refused = (status: number, code: number, subcode = 0, retryAfterMs: number | null = null): GraphFailure => ({
  kind: 'refused',
  status,
  code,
  subcode,
  retryAfterMs,
  isTransient: false,
})

describe('what a failed call to Meta means', () => {
  it.each([
    ['Messenger: outside the window', refused(400, 10, 2018278), 'window_closed', '10/2018278'],
    ['Instagram: outside the window', refused(403, 10, 2534022), 'window_closed', '10/2534022'],
    ['WhatsApp: more than 24 hours ago', refused(400, 131047), 'window_closed', '131047'],
    ['a comment that was answered in private already', refused(400, 10900), 'already_replied', '10900'],
    ['a comment too old to be answered in private', refused(400, 10901), 'window_closed', '10901'],
    ['the text is too long', refused(400, 100), 'refused_by_channel', '100'],
  ])('%s ends it with its reason', (_says, failure, reason, vendorCode) => {
    expect(meaningOf(failure)).toEqual({ outcome: { state: 'failed', reason, vendorCode } })
  })
  it.each([
    ['Messenger: this person is not available', refused(400, 551, 1545041)],
    ['Instagram: no such person', refused(400, 100, 2534014)],
    ['WhatsApp: undeliverable', refused(400, 131026)],
  ])('%s marks the client unreachable', (_says, failure) => {
    expect(meaningOf(failure)).toMatchObject({ outcome: { state: 'failed', reason: 'blocked_by_client' }, unreachable: true })
  })
  it.each([4, 17, 32, 613, 80007, 130429])('limit %i waits as long as Meta says, and the account with it', (code) => {
    const outcome = { state: 'retry', afterMs: 7000, because: 'account_limited' }
    expect(meaningOf(refused(400, code, 0, 7000))).toEqual({ outcome })
  })
  it('the limit of one client holds up nobody else', () => {
    const outcome = { state: 'retry', afterMs: 6000, because: 'client_limited' }
    expect(meaningOf(refused(400, 131056, 0, 6000))).toEqual({ outcome })
  })
  it('a dead token raises the alarm and fails nothing', () => {
    const outcome = { state: 'retry', afterMs: 60_000, because: 'token_refused' }
    expect(meaningOf(refused(401, 190))).toEqual({ outcome, alarm: 'token_refused' })
  })
  it('a missing permission ends the reply and calls for a person', () => {
    expect(meaningOf(refused(403, 200))).toMatchObject({
      outcome: { reason: 'permission_missing' },
      alarm: 'permission_missing',
    })
    expect(meaningOf(refused(400, 10, 1893063))).toMatchObject({ alarm: 'account_restricted' })
  })
  it('what passes by itself is tried again; what may have gone is not', () => {
    expect(meaningOf(refused(500, 2)).outcome.state).toBe('retry')
    expect(meaningOf(refused(500, 1)).outcome.state).toBe('unconfirmed')
    expect(meaningOf(refused(502, 0)).outcome.state).toBe('unconfirmed')
    expect(meaningOf({ kind: 'not_sent' }).outcome.state).toBe('retry')
    expect(meaningOf({ kind: 'unknown' }).outcome.state).toBe('unconfirmed')
  })
})
