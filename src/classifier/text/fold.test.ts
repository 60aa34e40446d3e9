import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldForSearch, foldWord, skeletonOf } from './fold.ts'

describe('foldForSearch', () => {
  it.each([
    ['o‘zbekcha', 'ozbekcha'],
    ['Ўзбекча', 'ozbekcha'],
    ['yaxwi', 'yahshi'],
    ['яхши', 'yahshi'],
    ['4iqmadi', 'chikmadi'],
    ['чиқмади', 'chikmadi'],
    ['ya6i', 'yashi'],
    ['rahmat', 'rahmat'],
    ['raxmat', 'rahmat'],
    ['hisob', 'hisob'],
    ['хисоб', 'hisob'],
    ['ҳисоб', 'hisob'],
    ['qilish', 'kilish'],
    ['kilish', 'kilish'],
    ['protsent', 'prosent'],
    ['процент', 'prosent'],
    ['işlaydi', 'ishlaydi'],
    ['bõladi', 'boladi'],
    ['yer', 'er'],
    ['ер', 'er'],
    ['объект', 'obekt'],
    ['щёт', 'shyot'],
    ['йўл', 'yol'],
    ['yo‘l', 'yol'],
    ['ｓａｌｏｍ', 'salom'],
    ['k\u0336a\u0336r\u0336t\u0336a', 'karta'],
    ['sa\u200Blom', 'salom'],
  ])('folds %s to %s', (written, folded) => {
    expect(foldForSearch(written)).toBe(folded)
  })
  it('reads counts before a measure as numbers', () => {
    expect(foldForSearch('4ta karta 6oy 4chi')).toBe('4ta karta 6oy 4chi')
    expect(foldForSearch('8600 1234')).toBe('8600 1234')
  })
  it('writes doubled letters once and drops punctuation and emoji', () => {
    expect(foldForSearch('Assalomu, alaykum!!! 👍')).toBe('asalomu alaykum')
  })
  it('meets the two scripts of one sentence', () => {
    expect(foldForSearch('Kartam bloklanib qoldi, nima qilishim kerak?')).toBe(
      foldForSearch('Картам блокланиб қолди, нима қилишим керак?'),
    )
  })
  it('changes nothing when a key is folded again', () => {
    const spelling = fc.string({ unit: fc.constantFrom(...'abdeghikoqsuwxyzts46ʻ’ шчқҳўяёцkxw'), maxLength: 40 })
    fc.assert(
      fc.property(fc.oneof(spelling, fc.string({ unit: 'binary', maxLength: 80 })), (text) => {
        const once = foldForSearch(text)
        expect(foldForSearch(once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })
})

describe('foldWord', () => {
  it('reads only the beginning of an endless word', () => {
    expect(foldWord('ab'.repeat(10_000)).length).toBeLessThanOrEqual(64)
  })
})

describe('skeletonOf', () => {
  it('meets spellings with dropped or exchanged vowels', () => {
    expect(skeletonOf('kredit')).toBe('krdt')
    expect(skeletonOf('krdit')).toBe('krdt')
    expect(skeletonOf('rahmat')).toBe(skeletonOf('rhmt'))
  })
  it('is empty where too few consonants are left to mean anything', () => {
    expect(skeletonOf('oila')).toBe('')
    expect(skeletonOf('bola')).toBe('')
  })
  it('stops at eight consonants', () => {
    expect(skeletonOf('bcdfghjklmn')).toBe('bcdfghjk')
  })
})
