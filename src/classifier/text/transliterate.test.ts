import fc from 'fast-check'
import lotinKirill from 'lotin-kirill'
import { describe, expect, it } from 'vitest'
import { toCyrillic, toLatin } from './transliterate.ts'

describe('toCyrillic', () => {
  it.each([
    ['Assalomu alaykum', 'Ассалому алайкум'],
    ['yo‘l', 'йўл'],
    ['yoʻl', 'йўл'],
    ["yo'l", 'йўл'],
    ['yo`l', 'йўл'],
    ['eʼlon', 'эълон'],
    ['ertaga shahar', 'эртага шаҳар'],
    ['Is’hoq', 'Исҳоқ'],
    ['tranzaksiya', 'транзакция'],
    ['sentabrda', 'сентябрда'],
    ['ming', 'минг'],
  ])('writes %s as %s', (latin, cyrillic) => {
    expect(toCyrillic(latin)).toBe(cyrillic)
  })
  it('leaves addresses, names, product names and anything with digits', () => {
    const text = 'https://bank.uz/karta a@b.uz @bank_bot Humo MyID SMS 8600****1234 4-filial'
    expect(toCyrillic(text)).toBe(text)
  })
})

describe('toLatin', () => {
  it.each([
    ['Ўзбекистон', 'Oʻzbekiston'],
    ['ғалаба', 'gʻalaba'],
    ['эълон', 'eʼlon'],
    ['ер оёғи', 'yer oyogʻi'],
    ['ойдан', 'oydan'],
    ['Исҳоқ', 'Isʼhoq'],
    ['щётка', 'shyotka'],
    ['цирк', 'sirk'],
    ['объект', 'obyekt'],
    ['ШАҲАР', 'SHAHAR'],
  ])('writes %s as %s', (cyrillic, latin) => {
    expect(toLatin(cyrillic)).toBe(latin)
  })
})

describe('both ways', () => {
  const syllable = fc.constantFrom('бо', 'қа', 'ла', 'ҳи', 'соб', 'тар', 'ким', 'шун', 'чоп', 'ғам', 'ўт', 'дан', 'ни', 'га')
  const word = fc.array(syllable, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''))

  it('bring a Cyrillic word back unchanged', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const text = words.join(' ')
        expect(toCyrillic(toLatin(text))).toBe(text)
      }),
    )
  })
  it('agree with the library on plain words', () => {
    const loaded: unknown = lotinKirill
    const build = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : loaded
    if (typeof build !== 'function') throw new Error('the library has changed')
    const engine = Reflect.construct(build, [])
    fc.assert(
      fc.property(word, (cyrillic) => {
        expect(toLatin(cyrillic)).toBe(engine.toLatin(cyrillic).replaceAll('‘', 'ʻ'))
      }),
    )
  })
  it('never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(typeof toCyrillic(text)).toBe('string')
        expect(typeof toLatin(text)).toBe('string')
      }),
    )
  })
})
