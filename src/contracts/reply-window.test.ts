import { describe, expect, it } from 'vitest'
import { type ReplyPlace, windowStateAt, windowView } from './reply-window.ts'
import { channelKinds } from './vocabulary.ts'

const hour = 3_600_000
const wrote = Date.UTC(2026, 10, 20, 8)
const place = (over: Partial<ReplyPlace> = {}): ReplyPlace => ({
  channel: 'instagram',
  visibility: 'private',
  clientWroteAtMs: wrote,
  ...over,
})

describe('the window for a reply', () => {
  it('is open to everybody for a day, to a person for seven, then closed', () => {
    expect(windowStateAt(place(), wrote + 24 * hour - 1)).toBe('open')
    expect(windowStateAt(place(), wrote + 24 * hour)).toBe('person')
    expect(windowStateAt(place(), wrote + 7 * 24 * hour - 1)).toBe('person')
    expect(windowStateAt(place(), wrote + 7 * 24 * hour)).toBe('closed')
  })
  it('gives a person no longer than anybody on WhatsApp', () => {
    expect(windowStateAt(place({ channel: 'whatsapp' }), wrote + 25 * hour)).toBe('closed')
  })
  it('is closed where the client never wrote, but for channels that do not count', () => {
    expect(windowStateAt(place({ clientWroteAtMs: null }), wrote)).toBe('closed')
    expect(windowStateAt(place({ channel: 'telegram', clientWroteAtMs: null }), wrote)).toBe('open')
  })
  it('never closes for a comment, nor on Telegram and the website', () => {
    for (const channel of channelKinds) {
      expect(windowStateAt(place({ channel, visibility: 'public' }), wrote + 900 * hour)).toBe('open')
    }
    for (const channel of ['telegram', 'webchat'] as const) {
      expect(windowStateAt(place({ channel }), wrote + 900 * hour)).toBe('open')
      expect(windowView(place({ channel }), wrote)).toMatchObject({ anybodyUntil: null, personUntil: null, isClosing: false })
    }
  })
  it('warns in the last two hours and no earlier', () => {
    const end = wrote + 7 * 24 * hour
    expect(windowView(place(), end - 2 * hour - 1).isClosing).toBe(false)
    expect(windowView(place(), end - 2 * hour)).toMatchObject({ state: 'person', isClosing: true })
    expect(windowView(place(), end)).toMatchObject({ state: 'closed', isClosing: false })
    expect(windowView(place(), wrote).personUntil).toBe(new Date(end).toISOString())
  })
})
