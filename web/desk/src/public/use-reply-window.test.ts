import { expect, test } from 'vitest'
import { windowView } from '#contracts'
import { windowAt } from './use-reply-window.ts'

const hourMs = 3_600_000
const wroteAtMs = Date.parse('2026-11-20T09:00:00.000Z')
const placeAt = (nowMs: number, clientWroteAtMs: number | null = wroteAtMs) => ({
  window: windowView({ channel: 'instagram', visibility: 'private', clientWroteAtMs }, nowMs),
})

test.each([1, 23.5, 24.5, 166.5, 167.9, 168.1])(
  'a window read when the client wrote says after %f hours what the hub says then',
  (hours) => {
    const nowMs = wroteAtMs + hours * hourMs
    const read = placeAt(wroteAtMs)
    const now = placeAt(nowMs).window
    expect(windowAt(read, nowMs)).toMatchObject({ state: now.state, isClosing: now.isClosing })
  },
)

test('where the client has not answered in private yet, nothing more is said there', () => {
  expect(windowAt(placeAt(wroteAtMs, null), wroteAtMs)).toMatchObject({ state: 'closed', awaitsClient: true, leftMs: null })
})

test('a channel without a window never closes', () => {
  const telegram = windowView({ channel: 'telegram', visibility: 'private', clientWroteAtMs: wroteAtMs }, wroteAtMs)
  expect(windowAt({ window: telegram }, wroteAtMs + 9_000 * hourMs)).toMatchObject({ state: 'open', leftMs: null })
})
