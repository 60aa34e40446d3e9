import { expect, test } from 'vitest'
import type { MessageView, PlaceView } from '#contracts'
import { usualPlace } from './use-places.ts'

const place = (conversationId: string) => ({ conversationId }) as PlaceView
const message = (conversationId: string, authorKind: string, sentAt: string) =>
  ({ conversationId, authorKind, sentAt }) as MessageView

test('the reply goes where the client wrote last, not where we did', () => {
  const places = [place('private'), place('public')]
  const messages = [
    message('public', 'client', '2026-11-20T09:00:00.000Z'),
    message('private', 'operator', '2026-11-20T09:05:00.000Z'),
  ]
  expect(usualPlace(places, messages)?.conversationId).toBe('public')
})

test('moments are compared as moments, however they are written', () => {
  const places = [place('a'), place('b')]
  const messages = [message('a', 'client', '2026-11-20T14:00:00+05:00'), message('b', 'client', '2026-11-20T10:00:00.000Z')]
  expect(usualPlace(places, messages)?.conversationId).toBe('b')
})

test('where the client has not been heard yet, it is the place used last', () => {
  expect(usualPlace([place('a'), place('b')], [])?.conversationId).toBe('a')
  expect(usualPlace([], [])).toBeNull()
})
