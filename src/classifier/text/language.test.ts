import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { identifyLanguage } from './language.ts'

describe('identifyLanguage', () => {
  it.each([
    ['Kartam bloklanib qoldi, nima qilay?', 'uz-Latn', 'latin'],
    ['kartam ishlamavotti tezro hal qiling', 'uz-Latn', 'latin'],
    ['Картам блокланиб қолди', 'uz-Cyrl', 'cyrillic'],
    ['хисоб ракам очса буладими', 'uz-Cyrl', 'cyrillic'],
    ['У меня не проходит перевод, помогите', 'ru', 'cyrillic'],
    ['Здравствуйте, где моя карта?', 'ru', 'cyrillic'],
    ['pochemu ne rabotaet prilojenie, kak mne zakrit schet', 'ru', 'latin'],
    ['My card was stolen yesterday', 'en', 'latin'],
    ['how do I top up', 'en', 'latin'],
    ['Mening kartamnan aqsha jeship alındı, ne islewim kerek', 'kaa', 'latin'],
    ['Kartam bloklandi. Моя карта заблокирована', 'mixed', 'mixed'],
    ['👍👍', 'unknown', 'none'],
    ['', 'unknown', 'none'],
    ['12345', 'unknown', 'none'],
    ['שלום', 'unknown', 'none'],
  ])('takes «%s» for %s in %s', (text, language, script) => {
    expect(identifyLanguage(text)).toEqual({ language, script })
  })
  it('does not call a text mixed for one borrowed name', () => {
    expect(identifyLanguage('Карта Visa не работает в терминале').language).toBe('ru')
  })
  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect(identifyLanguage(text)).toHaveProperty('language')
      }),
    )
  })
})
