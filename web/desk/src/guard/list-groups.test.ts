import { expect, test } from 'vitest'
import { type GuardLists, GuardPhrase, guardListNames } from '#contracts'
import { changeOf, faultOf, groupNames, listGroups } from './list-groups.ts'

const empty = Object.fromEntries(guardListNames.map((name) => [name, []])) as unknown as GuardLists

test('every list of the guard stands on the page, once', () => {
  const shown: string[] = groupNames.flatMap((group) => [...listGroups[group]])
  expect([...shown].sort()).toEqual([...guardListNames].sort())
})

test.each(['kod*', 'maxfiy raqam*', 'bu … sizniki', 'mijozingiz', '*kod', '1234', 'so‘z; va', ''])(
  'the page and the hub agree whether %j may stand in a list',
  (word) => {
    expect(faultOf('codeWords', word, []) === null).toBe(GuardPhrase.safeParse(word).success && word !== '')
  },
)

test('numbers are digits only, as many as the list takes; a word is not added twice', () => {
  expect(faultOf('cardPrefixes', '8600', [])).toBeNull()
  expect(faultOf('cardPrefixes', '86', [])).toBe('badNumber')
  expect(faultOf('publicNumbers', '1290', [])).toBeNull()
  expect(faultOf('publicNumbers', 'bank', [])).toBe('badNumber')
  expect(faultOf('codeWords', 'kod*', ['kod*'])).toBe('twice')
})

test('what a bank changed is what differs from what came with the program', () => {
  const shipped = { ...empty, forbiddenWords: ['ahmoq', 'jinni'] }
  const lists = { ...empty, forbiddenWords: ['jinni', 'bezori'] }
  expect(changeOf('forbiddenWords', lists, shipped)).toEqual({ added: ['bezori'], removed: ['ahmoq'] })
})
