import { expect, test } from 'vitest'
import { freshDraft, gapsOf, isVariableSound, leftBehind, maySave } from './draft-parts.ts'

const texts = { 'uz-Latn': 'Javob {{days}} kunda.', 'uz-Cyrl': 'Жавоб {{days}} кунда.', ru: 'Ответ за {{days}} дн.', en: '' }
const days = { name: 'days', type: 'number', isRequired: true, fallback: null } as const

test('a draft may have gaps, and they are named before review', () => {
  const draft = { ...freshDraft, texts, variables: [days] }
  expect(maySave(draft)).toBe(true)
  expect(gapsOf(draft)).toEqual([{ kind: 'empty', language: 'en' }])
  expect(gapsOf({ texts: { ...texts, en: 'An answer soon.' }, variables: [days] })).toEqual([
    { kind: 'unused', language: 'en', name: 'days' },
  ])
})

test('a place that no variable stands for cannot be saved', () => {
  const draft = { ...freshDraft, texts }
  expect(maySave(draft)).toBe(false)
  expect(gapsOf(draft).filter(({ kind }) => kind === 'undeclared')).toHaveLength(3)
})

test('changing one text leaves the other written ones behind until they are read', () => {
  const draft = { ...freshDraft, texts: { ...texts, ru: 'Ответим за {{days}} дн.' } }
  expect(leftBehind(texts, draft)).toEqual(['uz-Latn', 'uz-Cyrl'])
  expect(leftBehind(texts, { ...freshDraft, texts })).toEqual([])
})

test('a choice needs choices with words in every language, a fall-back word all four', () => {
  expect(isVariableSound({ ...days, name: 'Days' })).toBe(false)
  expect(isVariableSound({ ...days, type: 'choice' })).toBe(false)
  expect(isVariableSound({ ...days, fallback: { ...texts } })).toBe(false)
  expect(maySave({ ...freshDraft, variables: [days, days] })).toBe(false)
})
