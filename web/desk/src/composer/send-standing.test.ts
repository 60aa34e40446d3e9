import { expect, test } from 'vitest'
import type { PlaceView } from '#contracts'
import type { Draft } from './drafts.ts'
import { isAllThere, isOnItsWay } from './send-standing.ts'

const draft: Draft = { mode: 'reply', reply: 'Salom', note: '', template: null, language: 'uz-Latn', offered: [], inserted: [] }
const place = { channel: 'telegram', visibility: 'private' } as unknown as PlaceView
const noFiles = { items: [], isReady: true, isComing: true }
const whole = { draft, text: 'Salom', files: noFiles, place, isGone: false, isShut: false, wordsMode: 'free' } as const

test('a reply goes when its words, its files and its place are there', () => {
  expect(isAllThere(whole)).toBe(true)
  expect(isAllThere({ ...whole, text: '  ' })).toBe(false)
  expect(isAllThere({ ...whole, isGone: true })).toBe(false)
  expect(isAllThere({ ...whole, wordsMode: 'locked' })).toBe(false)
})

test('what is only on its way may be waited for, what is missing or refused may not', () => {
  const unknown = { ...whole, place: null, isShut: true }
  expect([isAllThere(unknown), isOnItsWay(unknown)]).toEqual([false, true])
  const uploading = { ...whole, files: { items: [], isReady: false, isComing: true } }
  expect([isAllThere(uploading), isOnItsWay(uploading)]).toEqual([false, true])
  const refused = { ...whole, files: { items: [], isReady: false, isComing: false } }
  expect([isAllThere(refused), isOnItsWay(refused)]).toEqual([false, false])
  expect(isOnItsWay({ ...whole, isShut: true })).toBe(false)
  expect(isOnItsWay({ ...unknown, text: '' })).toBe(false)
})

test('a note waits for neither place nor files', () => {
  const note = { ...whole, draft: { ...draft, mode: 'note' as const }, files: { items: [], isReady: false, isComing: false } }
  expect(isAllThere(note)).toBe(true)
})
