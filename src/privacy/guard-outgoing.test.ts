import { describe, expect, it } from 'vitest'
import { guardOutgoing } from './guard-outgoing.ts'

const kindsFound = (text: string, visibility: 'private' | 'public' = 'private') => {
  const result = guardOutgoing(text, visibility)
  return result.ok ? [] : result.finds.map((find) => find.kind)
}

describe('a reply is held back', () => {
  it.each([
    ['Kartangiz 8600 0052 6018 1595 bloklandi', 'card'],
    ['JSHSHIR 31507851230458 tekshirildi', 'pinfl'],
    ['Pasport AB1234567 muddati tugagan', 'passport'],
    ['Iltimos, CVV kodini yuboring', 'asks_secret'],
    ['SMS kodni ayting', 'asks_secret'],
    ['Пришлите, пожалуйста, пин-код', 'asks_secret'],
    ['Сообщите код из СМС', 'asks_secret'],
    ['Please send the password', 'asks_secret'],
    ["Karta raqamingizni to'liq karta raqami bilan yuboring", 'asks_secret'],
  ])('%s', (text, kind) => {
    expect(kindsFound(text)).toContain(kind)
  })
  it('for an account number everywhere', () => {
    expect(kindsFound('Hisob 20208000900123456001')).toEqual(['account'])
    expect(kindsFound('Hisob 20208000900123456001', 'public')).toEqual(['account'])
  })
})

describe('a reply goes out', () => {
  it.each([
    'Kartangiz ************1595 bloklandi. 1180 ga qo‘ng‘iroq qiling.',
    'CVV, PIN va SMS kodini hech kimga aytmang.',
    'Никому не сообщайте код из СМС.',
    'Never share your PIN code with anyone.',
    'Введите пин-код в банкомате.',
    'Telefon: +998 71 200 00 00',
    'Kredit 24 oyga 22% dan.',
    'Ariza raqami 2026-000123.',
  ])('%s', (text) => {
    expect(guardOutgoing(text, 'private')).toEqual({ ok: true })
  })
})
