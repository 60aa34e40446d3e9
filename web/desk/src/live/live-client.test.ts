import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Me, RequestDetail } from '#contracts'
import { LiveClient } from './live-client.ts'

let asked: string[] = []
const detailOf = (id: string) => ({ feedNo: 1, request: { id }, messages: [], notes: [] }) as unknown as RequestDetail

beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address)
    return Response.json(detailOf(address.split('/').at(-1) ?? ''))
  })
})
afterEach(() => vi.unstubAllGlobals())

const opened = () => new LiveClient({ operatorId: 'me', csrfToken: '' } as Me)

test('what was begun to be read ahead is not read again by whoever draws it, also long after the answer', async () => {
  const live = opened()
  live.openAhead('a')
  await new Promise((resolve) => setTimeout(resolve, 20))
  await live.open('a')
  expect(asked).toEqual(['/api/requests/a'])
})

test('a reading ahead is taken once, and by its own request alone', async () => {
  const live = opened()
  live.openAhead('a')
  await live.open('a')
  await live.open('a')
  live.openAhead('b')
  await live.open('c')
  await live.open('b')
  expect(asked.map((address) => address.split('/').at(-1))).toEqual(['a', 'a', 'b', 'c', 'b'])
})

test('what is open already is not read ahead', async () => {
  const live = opened()
  await live.open('a')
  live.openAhead('a')
  expect(asked).toHaveLength(1)
})
