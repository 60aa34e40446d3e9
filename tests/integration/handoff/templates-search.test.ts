/** Whatever the spelling, the same templates come, in the same order: the hub's own fold over the bank's own templates. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foldForSearch } from '#classifier'
import { publishedTemplates, searchTemplates, setTemplateFold } from '#handoff'
import { type Bank, openBank } from './bank.ts'

let bank: Bank
let titles: string[]
let shortcuts: string[]
beforeAll(async () => {
  bank = await openBank()
  setTemplateFold(foldForSearch)
  const templates = await publishedTemplates(bank.ctx)
  titles = templates.flatMap(({ title }) => title['uz-Latn'].match(/[\p{L}‘’]{3,}/gu) ?? [])
  shortcuts = templates.map(({ shortcut }) => shortcut)
})
afterAll(async () => bank.close())

const found = async (text: string) =>
  (await searchTemplates(bank.ctx, { text, limit: 50 })).map(({ shortcut, score }) => `${shortcut} ${score}`)

const apostrophes = ['‘', '’', 'ʻ', 'ʼ', "'", '`', '´'] as const
const withApostrophe = (word: string, apostrophe: string) => word.replace(/[‘’]/g, apostrophe)

/** The official Cyrillic of an Uzbek word in Latin letters (CLDR uz_Latn-uz_Cyrl), as far as titles need it. */
const pairs: readonly (readonly [RegExp, string])[] = [
  [/o[‘’]/g, 'ў'],
  [/g[‘’]/g, 'ғ'],
  [/sh/g, 'ш'],
  [/ch/g, 'ч'],
  [/yo/g, 'ё'],
  [/yu/g, 'ю'],
  [/ya/g, 'я'],
  [/(?<![\p{L}])e|(?<=[aouiэ])e/gu, 'э'],
  [/ye/g, 'е'],
  [/[‘’]/g, 'ъ'],
]
const single = new Map(
  [...'abdefghijklmnopqrstuvxyz'].map((letter, i) => [letter, [...'абдефгҳижклмнопқрстувхйз'][i] ?? letter]),
)
function toCyrillic(word: string): string {
  const digraphs = pairs.reduce((text, [from, to]) => text.replace(from, to), word.toLowerCase())
  return [...digraphs].map((letter) => single.get(letter) ?? letter).join('')
}

describe('a search for a template', () => {
  it('finds the same whatever apostrophe is typed, or none', async () => {
    const word = fc.constantFrom(...titles.filter((each) => /[‘’]/.test(each)))
    await fc.assert(
      fc.asyncProperty(word, fc.constantFrom(...apostrophes, ''), async (each, apostrophe) => {
        const expected = await found(each)
        expect(expected.length).toBeGreaterThan(0)
        expect(await found(withApostrophe(each, apostrophe)), `${each} with ${apostrophe}`).toEqual(expected)
        expect(await found(withApostrophe(each, apostrophe).toUpperCase())).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('finds the same in either script', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...titles), async (each) => {
        const expected = await found(each)
        expect(expected.length).toBeGreaterThan(0)
        expect(await found(toCyrillic(each)), `${each} as ${toCyrillic(each)}`).toEqual(expected)
      }),
      { numRuns: 150 },
    )
  })

  it('by a shortcut puts the exact one first, then what begins like it, in either script and whatever the request', async () => {
    for (const shortcut of shortcuts) {
      for (const typed of [shortcut, toCyrillic(shortcut), shortcut.replaceAll('-', ' ')]) {
        const [first] = await searchTemplates(bank.ctx, { text: `/${typed}`, topic: 'fraud', limit: 5 })
        expect(first?.shortcut, typed).toBe(shortcut)
      }
      const beginning = shortcut.slice(0, 3)
      const order = (await searchTemplates(bank.ctx, { text: `/${beginning}`, topic: 'fraud', limit: 50 })).map(
        (template) => !template.shortcut.startsWith(beginning),
      )
      expect(order, beginning).toEqual([...order].sort())
    }
  })

  it('suggests for a request by what the client wrote, however they wrote it', async () => {
    const best = async (clientText: string) =>
      (await searchTemplates(bank.ctx, { text: '', topic: 'credit', clientText, limit: 3 })).map(({ shortcut }) => shortcut)
    const expected = await best('Kredit olish uchun qanday hujjatlar kerak?')
    expect(expected[0]).toBe('kredit-hujjat')
    for (const clientText of [
      'Кредит олиш учун қандай ҳужжатлар керак?',
      'kredit oliw uchun kanday hujatlar kere',
      'КРЕДИТ хужжат',
    ])
      expect((await best(clientText))[0], clientText).toBe('kredit-hujjat')
  })
})
