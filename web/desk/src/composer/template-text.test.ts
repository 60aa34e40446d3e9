import { expect, test } from 'vitest'
import type { TemplateView } from '#contracts'
import { fillTemplate, gapsIn, keepsTemplate, nextGap, readVariables, replyLanguage } from './template-text.ts'

const text =
  'Hurmatli {{clientName}}, {{requestNumber}} raqamli murojaatingiz bo‘yicha {{days}} kunda javob beramiz. {{clientName}}!'
const template: TemplateView = {
  id: 't1',
  shortcut: 'muddat',
  title: { 'uz-Latn': 'Muddat', 'uz-Cyrl': 'Муддат', ru: 'Срок', en: 'Term' },
  topic: null,
  channels: [],
  departmentIds: [],
  visibility: 'private',
  botMayAnswer: false,
  versionId: 'v1',
  version: 3,
  texts: { 'uz-Latn': text, 'uz-Cyrl': text, ru: '{{clientName}} (ответ) за {{days}} дн.', en: text },
  variables: [{ name: 'days', isRequired: true, fallback: null }],
}
const known = { clientName: 'Aziza', requestNumber: 'M-1' }

test('what the request knows is filled in, what it does not stays to be asked', () => {
  const filled = fillTemplate(template, 'uz-Latn', known)
  expect(filled.text).toBe('Hurmatli Aziza, M-1 raqamli murojaatingiz bo‘yicha {{days}} kunda javob beramiz. Aziza!')
  expect(filled.variables).toEqual(known)
  expect(gapsIn(filled.text).map((one) => one.name)).toEqual(['days'])
})

test('an optional variable with neither value nor fallback leaves nothing behind', () => {
  const optional = { ...template, variables: [{ name: 'days', isRequired: false, fallback: null }] }
  expect(fillTemplate(optional, 'uz-Latn', known).text).toContain('bo‘yicha  kunda')
})

test('a variable without a value takes its fallback, as it will on the hub', () => {
  const fallback = { 'uz-Latn': '3', 'uz-Cyrl': '3', ru: '3', en: '3' }
  const withWord = { ...template, variables: [{ name: 'days', isRequired: true, fallback }] }
  expect(gapsIn(fillTemplate(withWord, 'uz-Latn', known).text)).toEqual([])
})

test('Tab goes to the next place to fill and then round to the first', () => {
  const draft = '{{a}} va {{b}}'
  expect(nextGap(draft, 1)?.name).toBe('b')
  expect(nextGap(draft, 13)?.name).toBe('a')
  expect(nextGap('tayyor', 0)).toBeNull()
})

test('a filled in template is still the approved text, with its variables', () => {
  const written = fillTemplate(template, 'uz-Latn', known).text.replace('{{days}}', '5')
  expect(readVariables(template, 'uz-Latn', written)).toEqual({ clientName: 'Aziza', requestNumber: 'M-1', days: '5' })
})

test('one changed word makes it an edited text', () => {
  const written = fillTemplate(template, 'uz-Latn', known).text.replace('{{days}}', '5').replace('Hurmatli', 'Qadrli')
  expect(readVariables(template, 'uz-Latn', written)).toBeNull()
})

test('signs that mean something in patterns mean themselves in a template', () => {
  expect(readVariables(template, 'ru', 'Азиза (ответ) за 2 дн.')).toEqual({ clientName: 'Азиза', days: '2' })
})

test('a client whose language has no text is answered in the default one', () => {
  expect(replyLanguage('kaa')).toBe('uz-Latn')
  expect(replyLanguage('ru')).toBe('ru')
})

test('a locked reply is the approved text with its places filled or being filled, and nothing else', () => {
  const { text: filled } = fillTemplate(template, 'uz-Latn', known)
  expect(keepsTemplate(template, 'uz-Latn', filled)).toBe(true)
  expect(keepsTemplate(template, 'uz-Latn', filled.replace('{{days}}', ''))).toBe(true)
  expect(keepsTemplate(template, 'uz-Latn', filled.replace('{{days}}', '5'))).toBe(true)
  expect(keepsTemplate(template, 'uz-Latn', filled.replace('javob', 'albatta javob'))).toBe(false)
  expect(keepsTemplate(template, 'uz-Latn', `${filled} Rahmat`)).toBe(false)
})

const typed: TemplateView = {
  ...template,
  texts: { ...template.texts, 'uz-Latn': '{{product}} bo‘yicha javob {{day}} kuni.' },
  variables: [
    { name: 'day', type: 'date', isRequired: true, fallback: null },
    {
      name: 'product',
      type: 'choice',
      isRequired: true,
      fallback: null,
      choices: [{ value: 'card', texts: { 'uz-Latn': 'karta', 'uz-Cyrl': 'карта', ru: 'карта', en: 'card' } }],
    },
  ],
}

test('a chosen value is read by the client as its words and by the hub as the value', () => {
  const filled = fillTemplate(typed, 'uz-Latn', { product: 'card', day: '2026-12-01' })
  expect(filled.text).toBe('karta bo‘yicha javob 01.12.2026 kuni.')
  expect(readVariables(typed, 'uz-Latn', filled.text)).toEqual({ product: 'card', day: '01.12.2026' })
  expect(readVariables(typed, 'uz-Latn', 'Karta bo‘yicha javob 01.12.2026 kuni.')).toMatchObject({ product: 'card' })
})
