import { expect, test } from 'vitest'
import { type GuardFind, stillThere } from './use-guard.ts'

const find: GuardFind = { kind: 'card', reason: 'card_number', start: 6, end: 22, words: '8600005260181595' }

test('a find stays while one types on behind it, and goes when its words are mended or moved', () => {
  expect(stillThere([find], 'Karta 8600005260181595')).toEqual([find])
  expect(stillThere([find], 'Karta 8600005260181595 bloklandi')).toEqual([find])
  expect(stillThere([find], 'Karta 86000052601815')).toEqual([])
  expect(stillThere([find], 'Sizning karta 8600005260181595')).toEqual([])
})
