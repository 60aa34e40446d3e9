import { describe, expect, it } from 'vitest'
import { nameFinder } from './named-staff.ts'

const isNamedIn = (text: string, displayName: string) => nameFinder([{ id: 'x', displayName }])(text).has('x')

describe('a member of staff is named', () => {
  it('by the first name or the surname, with Uzbek and Russian endings, in either script', () => {
    for (const text of [
      'Dilnoza menga qo‘pol gapirdi',
      'Dilnozaning ustidan shikoyat',
      'Дилноза қўпол гапирди',
      'Жалоба на вашу Дилнозу!',
      'operator QODIROVA javob bermadi',
    ])
      expect([text, isNamedIn(text, 'Dilnoza Qodirova')]).toEqual([text, true])
    expect(isNamedIn('жалоба на Шерзода', 'Sherzod Aliyev')).toBe(true)
  })
  it('neither by a part of another word nor by nothing at all', () => {
    expect(isNamedIn('kartam bloklandi', 'Dilnoza Qodirova')).toBe(false)
    expect(isNamedIn('adilnoz', 'Dilnoza Qodirova')).toBe(false)
    expect(isNamedIn('Ali akaga aytdim', 'Ali Vali')).toBe(false)
    expect(isNamedIn('', 'Dilnoza Qodirova')).toBe(false)
  })
})
