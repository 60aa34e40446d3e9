import { describe, expect, it } from 'vitest'
import { createCoverage } from './coverage.ts'

const coverage = createCoverage([
  { id: 'papers', text: 'Kredit uchun hujjatlar. Pasport yoki ID-karta va ish haqi haqida ma’lumot kerak.' },
  { id: 'early', text: 'Kreditni muddatidan oldin to‘lash. Ilovada kreditni tanlang.' },
  { id: 'hours', text: 'Filiallar ish vaqti: 9:00 dan 18:00 gacha, shanba kuni yopiq.' },
  { id: 'часы', text: 'Филиалы работают с 9 до 18.' },
])

describe('coverage', () => {
  it('knows that the word that matters is missing', () => {
    expect(coverage.of('Kredit foizi qancha?', 'papers')).toBeLessThan(0.54)
    expect(coverage.of('Kredit uchun qanday hujjatlar kerak?', 'papers')).toBe(1)
  })
  it('meets other endings and chat spelling', () => {
    expect(coverage.of('kreditga hujat kere', 'papers')).toBe(1)
    expect(coverage.of('до скольки работает филиал', 'часы')).toBe(1)
  })
  it('weighs a word that nobody knows most', () => {
    expect(coverage.of('kredit avtomashinaga', 'papers')).toBeLessThan(0.5)
  })
  it('is nothing where nothing is asked, and for a document it does not know', () => {
    expect(coverage.of('assalomu alaykum', 'papers')).toBe(0)
    expect(coverage.of('kredit', 'nowhere')).toBe(0)
    expect(coverage.of('x'.repeat(100_000), 'papers')).toBe(0)
  })
})
