import { describe, expect, it } from 'vitest'
import { meaningOf } from './map-failure.ts'

const of = (code: number) => meaningOf({ kind: 'refused', code })

describe('what VK refuses', () => {
  it.each([5, 27, 28])('%i is a dead token: an alarm, and nothing is lost', (code) => {
    expect(of(code)).toMatchObject({ alarm: 'token_refused', outcome: { state: 'retry', because: 'token_refused' } })
  })
  it.each([6, 29, 14])('%i holds the account up', (code) => {
    expect(of(code).outcome).toMatchObject({ state: 'retry', because: 'account_limited' })
  })
  it.each([9, 223])('%i holds one client up', (code) => {
    expect(of(code).outcome).toMatchObject({ state: 'retry', because: 'client_limited' })
  })
  it.each([1, 10, 36])('%i is VK’s own trouble and is tried again', (code) => {
    const { outcome } = of(code)
    expect(outcome.state).toBe('retry')
    expect(outcome).not.toHaveProperty('because')
  })
  it.each([
    [901, 'blocked_by_client'],
    [902, 'blocked_by_client'],
    [18, 'client_deactivated'],
  ])('%i says that the client cannot be reached: %s', (code, reason) => {
    expect(of(code)).toMatchObject({ unreachable: true, outcome: { state: 'failed', reason, vendorCode: String(code) } })
  })
  it.each([
    [7, 'permission_missing'],
    [936, 'chat_not_found'],
    [914, 'text_refused'],
    [950, 'window_closed'],
    [900, 'refused_by_channel'],
    [100, 'refused_by_channel'],
  ])('%i ends it: %s', (code, reason) => {
    const { outcome, unreachable } = of(code)
    expect(outcome).toEqual({ state: 'failed', reason, vendorCode: String(code) })
    expect(unreachable).toBeUndefined()
  })
  it('only a missing right calls for a person among those', () => {
    expect(of(7).alarm).toBe('permission_missing')
    expect(of(936).alarm).toBeUndefined()
  })
})

describe('a lost line', () => {
  it('leaves nothing behind where the call never left, and nobody knows where it may have', () => {
    expect(meaningOf({ kind: 'not_sent' }).outcome.state).toBe('retry')
    expect(meaningOf({ kind: 'unknown' }).outcome).toEqual({ state: 'unconfirmed' })
  })
})
