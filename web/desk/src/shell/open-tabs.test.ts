import { expect, test } from 'vitest'
import { aRequest } from '../live/fixtures.ts'
import { neighbour, type OpenTab, withoutTab, withTab } from './open-tabs.ts'

const open = (...ids: string[]) => ids.reduce<readonly OpenTab[]>((tabs, id) => withTab(tabs, aRequest({ id })), [])

test('a request is opened in one tab, however often it is looked at', () => {
  const tabs = open('a', 'b', 'a')
  expect(tabs.map((tab) => tab.id)).toEqual(['a', 'b'])
  expect(withTab(tabs, aRequest({ id: 'a' }))).toBe(tabs)
})

test('the oldest of too many gives way', () => {
  const ids = Array.from({ length: 15 }, (_, n) => `r${n}`)
  expect(open(...ids).map((tab) => tab.id)).toEqual(ids.slice(3))
})

test('the keys go around, and nowhere where there is one tab', () => {
  const tabs = open('a', 'b', 'c')
  expect([neighbour(tabs, 'c', 1), neighbour(tabs, 'a', -1), neighbour(tabs, null, 1)]).toEqual(['a', 'c', 'a'])
  expect(neighbour(open('a'), 'a', 1)).toBeNull()
  expect(neighbour([], null, 1)).toBeNull()
})

test('what the client wrote since the tab was looked at is known by its sequence', () => {
  const tabs = withTab([], aRequest({ id: 'a', lastClientSeq: 3 }))
  expect(tabs[0]?.seenSeq).toBe(3)
  expect(withTab(tabs, aRequest({ id: 'a', lastClientSeq: 5 }))[0]?.seenSeq).toBe(5)
  expect(withoutTab(tabs, 'a')).toEqual([])
})
