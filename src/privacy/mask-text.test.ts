import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskText } from './mask-text.ts'

const cards = [
  '8600005260181595',
  '5614680830166134',
  '9860011860913901',
  '9860609960308243',
  '4008476281948212',
  '5555369935181906',
  '6262479378657973',
  '8600069195406311',
  '8600495473316478',
  '8600143417770323',
  '8600134301849596',
  '8600060921090842',
]
const pinfls = ['31507851230458', '40101905010072', '52902042223106', '63112094170884']
const kindsIn = (text: string) => maskText(text).kinds

describe('cards', () => {
  it.each(cards)('%s is masked to its last four digits however it is written', (card) => {
    const four = card.replace(/(\d{4})(?=\d)/g, '$1 ')
    for (const written of [
      card,
      four,
      four.replaceAll(' ', '\u00a0'),
      four.replaceAll(' ', '-'),
      four.replaceAll(' ', '.'),
      four.replaceAll(' ', '_'),
      four.replaceAll(' ', '/'),
      four.replaceAll(' ', '\u2014'),
      [...card].join('\u200b'),
      card.replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d))),
      card.replace(/\d/g, (d) => String.fromCharCode(0x0660 + Number(d))),
      card.replace(/\d/g, (d) => String.fromCodePoint(0x1d7d8 + Number(d))),
    ]) {
      const masked = maskText(`kartam ${written} bloklandi`)
      expect(masked).toEqual({ text: `kartam ************${card.slice(-4)} bloklandi`, kinds: ['card'], masked: ['card'] })
    }
  })
  it('is found although letters stand for digits', () => {
    expect(maskText('86ОО 0052 6О18 1595').kinds).toEqual(['card'])
    expect(maskText('8600OO526O181595').kinds).toEqual(['card'])
    expect(maskText('pul8600005260181595dan').kinds).toEqual(['card'])
    expect(maskText("8600 0052 6018 1595 o'tkazdim").text).toBe("************1595 o'tkazdim")
    expect(maskText('raqami l8600005260181595').kinds).toEqual(['card'])
  })
  it('of the national schemes is masked even with a wrong check digit', () => {
    expect(kindsIn('8600005260181596')).toEqual(['card'])
    expect(kindsIn('9860 0118 6091 3902')).toEqual(['card'])
    expect(kindsIn('4008476281948213')).toEqual(['card'])
    expect(kindsIn('4111111111111112')).toEqual([])
    expect(kindsIn('kartam 4111111111111112')).toEqual(['card'])
  })
  it('digit by digit is still a card', () => {
    expect(kindsIn([...'8600005260181595'].join(' '))).toEqual(['card'])
  })
  it('hides the expiry beside it', () => {
    expect(maskText('8600 0052 6018 1595 12/27 kartam').text).toBe('************1595 **/** kartam')
    expect(kindsIn('muddati 12/27')).toEqual([])
  })
})

describe('what was glued to a find', () => {
  it.each([
    ['AB12345678600005260181595 kartam', '*********************1595 kartam', ['card', 'passport']],
    ['sms kod 123456AB1234567', 'sms kod *************', ['code', 'passport']],
    ['a@b.uz31507851230458AB1234567', 'a@b.uz***********************', ['pinfl', 'email', 'passport']],
  ])('in «%s» is masked too, once the find beside it is', (text, masked, kinds) => {
    expect(maskText(text)).toMatchObject({ text: masked, kinds })
  })
})

describe('other identifiers', () => {
  it.each(pinfls)('PINFL %s is masked whole', (pinfl) => {
    expect(maskText(`JSHSHIR: ${pinfl}.`)).toEqual({ text: 'JSHSHIR: **************.', kinds: ['pinfl'], masked: ['pinfl'] })
  })
  it.each(['AB1234567', 'AA 1234567', 'АВ1234567', 'ab 1234567', 'AD № 1234567', 'FA1234567', 'KA 1234567'])(
    'passport %s is masked whole',
    (passport) => {
      expect(maskText(`pasportim ${passport} edi`).text).toBe('pasportim ********* edi')
    },
  )
  it.each(['20208000900123456001', '20208 000 9 00123456 001', '22618840500123456001'])('account %s keeps four', (account) => {
    expect(maskText(`hisob raqam ${account}`)).toMatchObject({ text: `hisob raqam ****************6001`, kinds: ['account'] })
  })
  it.each(['+998901234567', '998 (90) 123-45-67', '901234567', '90 123 45 67', '8 90 123 45 67'])(
    'phone %s stays in a private thread and is hidden in public',
    (phone) => {
      expect(maskText(`tel: ${phone}`)).toEqual({ text: `tel: ${phone}`, kinds: ['phone'], masked: [] })
      expect(maskText(`tel: ${phone}`, { visibility: 'public' }).text).toBe('tel: *******67')
    },
  )
  it('an e-mail address stays in a private thread and is hidden in public', () => {
    expect(maskText('ali.v@example.uz ga yozing').masked).toEqual([])
    expect(maskText('ali.v@example.uz ga yozing', { visibility: 'public' }).text).toBe('**** ga yozing')
  })
  it.each([
    ['kodni aytdim: 482913', 'kodni aytdim: ****'],
    ['SMS kod 4829', 'SMS kod ****'],
    ['код из смс 123 456 пришёл', 'код из смс **** пришёл'],
    ['cvv 123', 'cvv ****'],
    ['ПИН: 4 5 6 7', 'ПИН: ****'],
    ['parolim 77889911', 'parolim ****'],
  ])('the secret in "%s" is masked', (text, masked) => {
    expect(maskText(text)).toEqual({ text: masked, kinds: ['code'], masked: ['code'] })
  })
})

describe('what is nobody’s secret', () => {
  it.each([
    "1 000 000 so'm",
    '12 500 000 сум',
    "kartamdan 500000 so'm yechildi",
    "sms keldi 500000 so'm yechildi",
    'смс пришло, списали 250 000 сум',
    '14.11.2026 kuni 18:45 da',
    '2026-11-14 09:30:00',
    'IMEI 356938035643809',
    'murojaat 20261114000123',
    '2026-000123',
    'murojaatim raqami 2026-123456',
    '1180 ga qo‘ng‘iroq qildim',
    'sms 1180 dan keldi',
    '24 oy 22%',
    '8600********6311',
    '************6311',
    '*6311',
    'kartam oxiri 6311',
    'MFO 00401',
    'va 2500000 so‘m',
    'НА 1500000 СУМ',
    'kredit 50 000 000 so‘m 36 oyga 24%',
    'чек № 000123456',
    'soat 10:00 dan 18:00 gacha',
  ])('"%s" is left as it is', (text) => {
    expect(maskText(text)).toEqual({ text, kinds: [], masked: [] })
  })
})

describe('masking', () => {
  it('of a masked text changes nothing', () => {
    const parts = fc.constantFrom(
      ...cards,
      ...pinfls,
      'AB1234567',
      'kod 4829',
      '20208000900123456001',
      '12/27',
      'salom',
      '901234567',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 5 }), fc.constantFrom(' ', ', ', '\n', ' va '), (words, between) => {
        const once = maskText(words.join(between)).text
        expect(maskText(once).text).toBe(once)
      }),
    )
  })
  it('never leaves a card readable, whatever stands around and between', () => {
    const separator = fc.constantFrom('', ' ', '-', '.', '_', '/', '\u00a0', '\u200b', '  ')
    const around = fc.constantFrom('', 'karta ', 'raqam: ', '(', 'pul ', '"', 'от ', 'l ', '№', '\n')
    fc.assert(
      fc.property(fc.constantFrom(...cards), separator, around, around, (card, between, before, after) => {
        const written = [card.slice(0, 4), card.slice(4, 8), card.slice(8, 12), card.slice(12)].join(between)
        const masked = maskText(`${before}${written}${after === '' ? '' : ` ${after}`}`).text.normalize('NFKC')
        expect(masked.replace(/\D/g, '')).not.toContain(card.slice(0, 12))
        expect(masked).toContain(`************${card.slice(-4)}`)
      }),
    )
  })
  it('never throws and never grows beyond reason on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(maskText(text).text.length).toBeLessThanOrEqual(text.length * 4 + 40)
      }),
    )
  })
})
