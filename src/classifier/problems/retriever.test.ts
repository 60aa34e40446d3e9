import { describe, expect, it } from 'vitest'
import { createRetriever } from './retriever.ts'
import { similarity } from './vectors.ts'

const retriever = createRetriever([
  { id: 'block', text: 'Kartani bloklash: 1180 raqamiga qo‘ng‘iroq qiling yoki ilovada bloklang' },
  { id: 'rate', text: 'Valyuta kurslari: dollar va yevro kursi har kuni soat 9 da yangilanadi' },
  { id: 'hours', text: 'Filiallarimiz dushanbadan jumagacha soat 9 dan 18 gacha ishlaydi' },
])

describe('createRetriever', () => {
  it.each([
    ['kartamni qanday bloklayman', 'block'],
    ['картани блоклаш', 'block'],
    ['dolar kursi qancha', 'rate'],
    ['filial soat nechida iwlaydi', 'hours'],
  ])('finds for «%s» the text %s first', (query, id) => {
    expect(retriever.search(query)[0]?.id).toBe(id)
  })
  it('gives no more than asked, best first, and nothing where nothing is shared', () => {
    const found = retriever.search('karta kursi filial', 2)
    expect(found).toHaveLength(2)
    expect(found[0]?.score).toBeGreaterThanOrEqual(found[1]?.score ?? 1)
    expect(retriever.search('zzz')).toEqual([])
    expect(retriever.search('')).toEqual([])
  })
})

describe('similarity', () => {
  it('is one for the same words, high across scripts, low for other matters', () => {
    expect(similarity('kartam bloklandi', 'kartam bloklandi')).toBeCloseTo(1)
    expect(similarity('Kartam bloklandi', 'картам блокланди')).toBeCloseTo(1)
    expect(similarity('kartam bloklandi', 'ipoteka foizi qancha')).toBeLessThan(0.15)
    expect(similarity('', 'karta')).toBe(0)
  })
})
