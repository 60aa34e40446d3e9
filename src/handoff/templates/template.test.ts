import { describe, expect, it } from 'vitest'
import { languages, topicCodes } from '#contracts'
import { guardOutgoing } from '#privacy'
import { indexTemplate, rankTemplates } from './rank-templates.ts'
import { seedVariables } from './seed-template.ts'
import { seedTemplates } from './seed-templates.ts'
import { faultsOf, renderTemplate } from './template.ts'

const texts = (text: string) => ({ 'uz-Latn': text, 'uz-Cyrl': text, ru: text, en: text })
const variable = (name: string, over = {}) => ({ name, isRequired: true, fallback: null, ...over })

describe('a template', () => {
  it('fills in what it leaves open', () => {
    const template = { texts: texts('№ {{number}}, {{ who }}!'), variables: [variable('number'), variable('who')] }
    expect(renderTemplate(template, 'ru', { number: 'M-1', who: 'Olim' })).toEqual({ ok: true, value: '№ M-1, Olim!' })
  })
  it('is refused when a required word is empty or made of nothing', () => {
    const template = { texts: texts('№ {{number}}.'), variables: [variable('number')] }
    for (const number of [undefined, '', '  ', '\u0000\n']) {
      expect(renderTemplate(template, 'ru', number === undefined ? {} : { number })).toMatchObject({
        ok: false,
        refusal: 'template.variable_missing',
        name: 'number',
      })
    }
    expect(renderTemplate({ ...template, variables: [] }, 'ru', {})).toMatchObject({ refusal: 'template.variable_missing' })
  })
  it('falls back to the word of the same language, with a capital where a sentence begins', () => {
    const fallback = { 'uz-Latn': 'hurmatli mijoz', 'uz-Cyrl': 'ҳурматли мижоз', ru: 'уважаемый клиент', en: 'dear client' }
    const template = { texts: texts('{{who}}, salom. {{who}}! Ha, {{who}}.'), variables: [variable('who', { fallback })] }
    expect(renderTemplate(template, 'ru', {})).toEqual({
      ok: true,
      value: 'Уважаемый клиент, salom. Уважаемый клиент! Ha, уважаемый клиент.',
    })
  })
  it('leaves out an optional word without leaving a hole', () => {
    const template = { texts: texts('Rahmat {{who}} sizga'), variables: [variable('who', { isRequired: false })] }
    expect(renderTemplate(template, 'en', {})).toEqual({ ok: true, value: 'Rahmat sizga' })
  })
  it('cannot be made to say another placeholder through a value', () => {
    const template = { texts: texts('{{a}} {{b}}'), variables: [variable('a'), variable('b')] }
    expect(renderTemplate(template, 'en', { a: '{{b}}', b: 'x' })).toEqual({ ok: true, value: 'B x' })
  })
  it('takes a number, a day and a choice only as what they are', () => {
    const choices = [{ value: 'visa', texts: { ...texts('Visa'), ru: 'карта Visa' } }]
    const of = (type: 'number' | 'date' | 'choice', value: string) =>
      renderTemplate(
        { texts: texts('= {{a}}'), variables: [variable('a', { type, ...(type === 'choice' ? { choices } : {}) })] },
        'ru',
        { a: value },
      )
    expect(of('number', '1 250 000,50')).toEqual({ ok: true, value: '= 1 250 000,50' })
    expect(of('date', '2026-12-09')).toEqual({ ok: true, value: '= 09.12.2026' })
    expect(of('date', '09.12.2026')).toEqual({ ok: true, value: '= 09.12.2026' })
    expect(of('choice', 'visa')).toEqual({ ok: true, value: '= карта Visa' })
    for (const [type, value] of [
      ['number', 'ikki ming'],
      ['number', '12 345 6'],
      ['date', '2026-02-30'],
      ['date', 'ertaga'],
      ['choice', 'humo'],
    ] as const)
      expect(of(type, value), `${type} ${value}`).toMatchObject({ ok: false, refusal: 'template.variable_mistyped', name: 'a' })
  })
  it('says which of its texts is missing', () => {
    expect(renderTemplate({ texts: { ...texts('a'), en: ' ' }, variables: [] }, 'en', {})).toEqual({
      ok: false,
      refusal: 'template.language_missing',
    })
  })
})

describe('the approved templates a bank starts with', () => {
  const filled = {
    operator_name: 'Dilnoza',
    request_number: 'M-26-000123',
    department: 'Axborot xizmati',
    answer_by: '15.12.2026',
    opens_at: '23.11.2026, 9:00',
  }
  it('are many, each with its own shortcut and a topic that exists', () => {
    expect(seedTemplates.length).toBeGreaterThanOrEqual(24)
    expect(new Set(seedTemplates.map(({ shortcut }) => shortcut)).size).toBe(seedTemplates.length)
    for (const { topic } of seedTemplates) if (topic !== null) expect(topicCodes).toContain(topic)
  })
  it.each(seedTemplates.map((template) => [template.shortcut, template] as const))(
    '%s: four texts, sound, sendable as they are',
    (_, template) => {
      const variables = template.variables.map((name) => seedVariables[name])
      expect(faultsOf(template.texts, variables)).toEqual([])
      for (const language of languages) {
        const rendered = renderTemplate({ texts: template.texts, variables }, language, filled)
        if (!rendered.ok) throw new Error(`${template.shortcut} ${language} ${rendered.refusal}`)
        expect(guardOutgoing(rendered.value, template.visibility)).toEqual({ ok: true })
        expect(rendered.value).not.toMatch(/[{}]| {2}|\s[,.!?]/)
      }
    },
  )
  it.each(seedTemplates.map((template) => [template.shortcut, template] as const))(
    '%s: each text in its own script',
    (_, template) => {
      const bare = (text: string) => text.replace(/\{\{.*?\}\}|Apple Pay|Google Pay|Samsung Pay|MyID|SMS|PIN|CVV|ID/g, '')
      expect(bare(template.texts['uz-Latn'])).not.toMatch(/\p{Script=Cyrillic}/u)
      expect(bare(template.texts['uz-Cyrl'])).not.toMatch(/\p{Script=Latin}/u)
      expect(bare(template.texts.ru)).not.toMatch(/\p{Script=Latin}|[ўқғҳЎҚҒҲ]/u)
      expect(bare(template.texts.en)).not.toMatch(/\p{Script=Cyrillic}/u)
      expect(template.texts['uz-Latn']).not.toMatch(/[ʻʼ'`]/)
    },
  )
  it('lets the bot say only what needs nobody’s name and what it can fill in', () => {
    const personal = ['client_name', 'operator_name', 'department', 'answer_by']
    for (const { botMayAnswer, variables, shortcut } of seedTemplates) {
      if (botMayAnswer)
        expect(
          variables.filter((name) => personal.includes(name)),
          shortcut,
        ).toEqual([])
    }
  })
})

describe('looking for a template', () => {
  const fold = (text: string) => text.toLowerCase().replace(/[‘’']/g, '')
  const indexed = seedTemplates.map((template, i) =>
    indexTemplate({ ...template, id: `t${i}`, channels: [], versionId: `v${i}`, version: 1, variables: [] }, fold),
  )
  const best = (query: Parameters<typeof rankTemplates>[1]) =>
    rankTemplates(indexed, query, fold).map(({ template }) => template.shortcut)

  it('by shortcut puts the exact one first and then what begins like it', () => {
    expect(best({ text: '/karta-blok' }).slice(0, 2)).toEqual(['karta-blok', 'karta-blokdan'])
    expect(best({ text: '/kar' }).every((shortcut) => shortcut.includes('kar'))).toBe(true)
    expect(best({ text: '/zzz' })).toEqual([])
  })
  it('by words finds it in any of the four languages, with an ending or a slip of the finger', () => {
    expect(best({ text: 'банкомат' })[0]).toMatch(/^bankomat/)
    expect(best({ text: 'wrong card' })[0]).toBe('xato-otkazma')
    expect(best({ text: 'выписка' })[0]).toBe('kochirma')
    expect(best({ text: 'kochirms' })[0]).toBe('kochirma')
    expect(best({ text: 'qwertyuiop' })).toEqual([])
  })
  it('suggests by topic and by what the client wrote', () => {
    expect(best({ text: '', topic: 'credit', clientText: 'Kredit olish uchun qanday hujjatlar kerak?' })[0]).toBe(
      'kredit-hujjat',
    )
    expect(best({ text: '', topic: 'atm', clientText: 'банкомат не выдал деньги, а с карты списали' })[0]).toBe('bankomat-pul')
    expect(best({ text: '', topic: 'fraud' }).slice(0, 2).sort()).toEqual(['firibgar', 'kod-aytmang'])
  })
})
