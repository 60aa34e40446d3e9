import { expect, test } from 'vitest'
import type { HistoryEntry } from '#contracts'
import { aMessage } from '../live/fixtures.ts'
import { timelineItems } from './timeline-items.ts'

const entry = (name: string, at: string): HistoryEntry => ({
  feedNo: 1,
  name,
  at,
  actor: 'system',
  actorName: null,
  data: {},
})

test('a new day of Tashkent begins with its name, whatever day it is in London', () => {
  const items = timelineItems(
    [aMessage({ id: 'a', sentAt: '2026-11-20T18:50:00Z' }), aMessage({ id: 'b', sentAt: '2026-11-20T19:10:00Z' })],
    [],
    [],
    false,
  )
  expect(items.map((item) => item.kind)).toEqual(['day', 'message', 'day', 'message'])
})

test('messages of one author close together share one name', () => {
  const items = timelineItems(
    [
      aMessage({ id: 'a', sentAt: '2026-11-20T10:00:00Z' }),
      aMessage({ id: 'b', sentAt: '2026-11-20T10:01:00Z' }),
      aMessage({ id: 'c', sentAt: '2026-11-20T10:20:00Z' }),
      aMessage({ id: 'd', sentAt: '2026-11-20T10:20:30Z', authorKind: 'bot' }),
    ],
    [],
    [],
    false,
  )
  const firsts = items.flatMap((item) => (item.kind === 'message' ? [item.isFirst] : []))
  expect(firsts).toEqual([true, false, true, true])
})

test('a public comment and the private thread it moved to never look like one group', () => {
  const items = timelineItems(
    [
      aMessage({ id: 'a', conversationId: 'public', sentAt: '2026-11-20T10:00:00Z' }),
      aMessage({ id: 'b', conversationId: 'private', sentAt: '2026-11-20T10:00:05Z' }),
    ],
    [],
    [],
    false,
  )
  expect(items.flatMap((item) => (item.kind === 'message' ? [item.isFirst] : []))).toEqual([true, true])
})

test('what the conversation shows by itself is not told again as a system line', () => {
  const items = timelineItems(
    [],
    [],
    [entry('message.received', '2026-11-20T10:00:00Z'), entry('holder.changed', '2026-11-20T10:01:00Z')],
    false,
  )
  expect(items.map((item) => item.kind)).toEqual(['day', 'history'])
})

test('system lines older than the page that was read wait for that page', () => {
  const messages = [aMessage({ id: 'a', sentAt: '2026-11-20T10:00:00Z' })]
  const history = [entry('request.opened', '2026-11-18T10:00:00Z')]
  expect(timelineItems(messages, [], history, true).some((item) => item.kind === 'history')).toBe(false)
  expect(timelineItems(messages, [], history, false).some((item) => item.kind === 'history')).toBe(true)
})
