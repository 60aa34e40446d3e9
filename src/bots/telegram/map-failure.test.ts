import { describe, expect, it } from 'vitest'
import { refusals } from '../telegram-emulator/refusal.ts'
import { meaningOf } from './map-failure.ts'
import type { ApiFailure } from './telegram-api.ts'

const refused = (refusal: { errorCode: number; message: string }, retryAfterMs: number | null = null): ApiFailure => ({
  kind: 'refused',
  code: refusal.errorCode,
  description: refusal.message,
  retryAfterMs,
})

describe('what a failed call means', () => {
  it.each([
    ['the client blocked the bot', refusals.blocked(), 'blocked_by_client', true],
    ['the account was deleted', refusals.deactivated(), 'client_deactivated', true],
    ['there is no such chat', refusals.chatNotFound(), 'chat_not_found', true],
    ['the client never wrote', refusals.noInitiative(), 'chat_not_found', true],
    ['the text is too long', refusals.textTooLong(), 'text_refused', undefined],
    ['the file is too big', refusals.fileTooBig(), 'attachment_refused', undefined],
    ['the upload is too big', refusals.uploadTooBig(), 'attachment_refused', undefined],
    ['the buttons are wrong', refusals.buttonData(), 'refused_by_channel', undefined],
  ])('%s', (_says, refusal, reason, unreachable) => {
    const meaning = meaningOf(refused(refusal))
    expect(meaning.outcome).toEqual({ state: 'failed', reason, vendorCode: String(refusal.errorCode) })
    expect(meaning.unreachable).toBe(unreachable)
  })
  it('429 waits as long as Telegram says and holds up that chat', () => {
    expect(meaningOf(refused(refusals.tooMany(7), 7000))).toEqual({
      outcome: { state: 'retry', afterMs: 7000, because: 'client_limited' },
    })
  })
  it('a dead token raises the alarm and fails nothing', () => {
    expect(meaningOf(refused(refusals.unauthorized()))).toMatchObject({
      outcome: { state: 'retry', because: 'token_refused' },
      alarm: true,
    })
  })
  it('a connection that was never made is tried again; one that was lost is unconfirmed', () => {
    expect(meaningOf({ kind: 'not_sent' }).outcome.state).toBe('retry')
    expect(meaningOf({ kind: 'unknown' }).outcome.state).toBe('unconfirmed')
  })
  it('a gateway error is unconfirmed, a restarting server is tried again', () => {
    expect(meaningOf(refused({ errorCode: 502, message: 'Bad Gateway' })).outcome.state).toBe('unconfirmed')
    expect(meaningOf(refused({ errorCode: 500, message: 'Internal Server Error: restart' })).outcome.state).toBe('retry')
  })
})
