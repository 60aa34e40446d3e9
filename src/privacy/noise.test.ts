import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guardOutgoing } from './guard-outgoing.ts'
import { maskText } from './mask-text.ts'
import { plainView } from './plain-view.ts'

const prefixes = ['8600', '5614', '9860', '544081', '626247', '400847']
const cards = fc
  .tuple(fc.constantFrom(...prefixes), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 }))
  .map(([prefix, digits]) => `${prefix}${digits.join('')}`.slice(0, 16))
const carriers = fc.constantFrom(
  '{}',
  'kartam {} bloklandi',
  'моя карта {} не работает',
  'картам {} ёпилди',
  'my card {} declined',
  'pul {} ga',
  '({})',
  '«{}»',
)
const noises = fc.constantFrom(
  '',
  '',
  '',
  '\u200b',
  '\u2060',
  '\u00ad',
  '\ufeff',
  ' ',
  '.',
  '\u00a0',
  '-',
  '\n',
  ' \u200b',
  '\ufe0f\u20e3',
)

describe('noise inside a card', () => {
  it('of spaces, dots, lines and invisible signs does not hide it', () => {
    fc.assert(
      fc.property(cards, carriers, fc.array(noises, { minLength: 15, maxLength: 15 }), (card, carrier, noise) => {
        const written = [...card].map((digit, i) => `${digit}${noise[i] ?? ''}`).join('')
        const text = carrier.replace('{}', () => written)
        const masked = maskText(text)
        expect(masked.masked).toContain('card')
        expect(plainView(masked.text).chars.replace(/\D/g, '')).toBe(card.slice(-4))
        expect(guardOutgoing(text, 'private').ok).toBe(false)
      }),
      { numRuns: 400 },
    )
  })
  it('of words for digits does not hide it', () => {
    const words = [
      ['nol', 'bir', 'ikki', 'uch', "to'rt", 'besh', 'olti', 'yetti', 'sakkiz', "to'qqiz"],
      ['нол', 'бир', 'икки', 'уч', 'тўрт', 'беш', 'олти', 'етти', 'саккиз', 'тўққиз'],
      ['ноль', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'],
      ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
    ]
    fc.assert(
      fc.property(cards, fc.constantFrom(...words), fc.constantFrom(' ', ', ', '\n', ' - '), (card, names, between) => {
        const said = [...card].map((digit) => names[Number(digit)]).join(between)
        expect(maskText(`karta ${said} edi`)).toMatchObject({
          text: `karta ************${card.slice(-4)} edi`,
          masked: ['card'],
        })
      }),
      { numRuns: 200 },
    )
  })
})

describe('masking', () => {
  const parts = fc.oneof(
    cards,
    fc.constantFrom(
      '31507851230458',
      'AB1234567',
      'kod 4829',
      '20208000900123456001',
      '12/27',
      'salom',
      '901234567',
      'ali@example.uz',
      'nol bir ikki',
      'karta',
      'sms',
      '1180',
      "500 000 so'm",
    ),
    fc.stringMatching(/^[\d .*/-]{1,24}$/),
  )
  it('of a masked text changes nothing, and nothing grows beyond reason', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 6 }), fc.constantFrom(' ', ', ', '\n', ' va ', ''), (some, between) => {
        const text = some.join(between)
        const once = maskText(text, { visibility: 'public' }).text
        expect(maskText(once, { visibility: 'public' }).text).toBe(once)
        expect(once.length).toBeLessThanOrEqual(text.length * 2 + 20)
      }),
      { numRuns: 500 },
    )
  })
})
