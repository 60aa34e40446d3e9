import { describe, expect, it } from 'vitest'
import { moodOf } from '../cues/moods.ts'
import { askingOf, askingSize, frameOf } from './asking.ts'
import { attitudeOf, attitudeSize } from './attitude.ts'
import { predicateSize, predicatesOf } from './predicate.ts'
import { readText } from './reading.ts'

const attitude = (text: string) => attitudeOf(readText(text), () => undefined)

function placesOf(text: string): number[] {
  const places: number[] = []
  attitudeOf(readText(text), (place) => places.push(place))
  return places
}

describe('the attitude of a text', () => {
  it.each([
    ['Ilova zo‘r ekan', true, false],
    ['Ilova yaxshi emas', false, true],
    ['Muammo yo‘q', true, false],
    ['Ilova yaxshi ishlamaydi', false, true],
    ['kamchiliklari yuq', true, false],
    ['Ҳеч қандай камчилиги йўқ', true, false],
    ['Очень медленно работает', false, true],
    ['Оформили без проблем', true, false],
    ['Great app', true, false],
    ['The app is not good', false, true],
    ['Kartani qayerda ochaman', false, false],
  ])('«%s»: praise %s, fault %s', (text, praises, faults) => {
    expect(attitude(text)).toEqual({ praises, faults })
  })

  it('does not read a denial across the end of a sentence', () => {
    expect(attitude('Zo‘r. Yo‘q')).toMatchObject({ praises: true })
  })

  it('parts praise before «but» from praise behind it', () => {
    expect(placesOf('Ilova zo‘r lekin sekin ishlaydi')).not.toEqual(placesOf('Sekin ishlaydi lekin ilova zo‘r'))
  })

  it('tells an order where its language puts it from the same verb elsewhere', () => {
    expect(placesOf('Add a dark theme')).not.toEqual(placesOf('A dark theme they add'))
  })

  it('keeps within its places, whatever the text', () => {
    for (const text of ['', '😀', 'lekin', 'yaxshi yomon '.repeat(200), 'Bad. Good. But bad! Add it?']) {
      for (const place of placesOf(text)) expect(place >= 0 && place < attitudeSize).toBe(true)
    }
  })
})

describe('how a text asks', () => {
  it.each([
    ['How do I change my PIN?', 'how'],
    ['Could you tell me how much a transfer costs?', 'howMuch'],
    ['Will I be charged for a top-up?', 'fee'],
    ['Hello. Can I use it abroad?', 'mayI'],
    ['Как закрыть счёт?', 'how'],
    ['Подскажите, сколько стоит обслуживание?', 'howMuch'],
    ['Можно ли оплатить картой?', 'mayI'],
    ['Kartani qanday ochaman?', 'how'],
    ['Komissiya qancha?', 'howMuch'],
    ['Қачон тушади?', 'when'],
    ['Kredit olsam bo‘ladimi?', 'mayI'],
    ['Rahmat', null],
    ['Har qanday mashina bor', null],
  ])('«%s»: %s', (text, frame) => {
    expect(frameOf(readText(text))).toBe(frame)
  })

  it('goes by the last sentence that asks', () => {
    expect(frameOf(readText('How do I open it? How much does it cost? Thanks'))).toBe('howMuch')
  })

  it('keeps within its places, whatever the text', () => {
    for (const text of ['', 'Why?', 'Where is my balance, it failed', 'Who? When? I want a list of fees', 'kim qachon nega']) {
      askingOf(readText(text), { praises: false, faults: true }, (place) => {
        expect(place >= 0 && place < askingSize).toBe(true)
      })
    }
  })
})

describe('what an Uzbek sentence says at its end', () => {
  it.each([
    ['kopaysin', 'bolsin'],
    ['koshilsa', 'bolsa'],
    ['kerak', 'lozim'],
    ['ishlamayapti', 'ochilmadi'],
    ['bormi', 'boladimi'],
  ])('«%s» and «%s» do the same', (one, other) => {
    expect(moodOf(one)).toBeGreaterThan(0)
    expect(moodOf(one)).toBe(moodOf(other))
  })

  it('leaves a courtesy at the end aside', () => {
    expect(moodOf('iltimos')).toBe(-1)
    const places = (text: string) => {
      const found: number[] = []
      predicatesOf(readText(text), { praises: false, faults: false }, (place) => found.push(place))
      return found
    }
    expect(places('tungi rejim qo‘shilsa iltimos')).toEqual(places('tungi rejim qo‘shilsa'))
    expect(places('bor. yo‘q! kerak').every((place) => place < predicateSize)).toBe(true)
    expect(places('Add it please')).toEqual([])
  })
})
