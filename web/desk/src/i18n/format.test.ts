import { expect, test } from 'vitest'
import { en } from './en.ts'
import { formatsOf, localDate } from './format.ts'
import { ru } from './ru.ts'
import { uzCyrl } from './uz-cyrl.ts'
import { uzLatn } from './uz-latn.ts'

const now = Date.parse('2026-11-20T07:00:00Z')

test('a moment is shown on the wall clock of Tashkent, whatever the zone of the machine', () => {
  expect(formatsOf(uzLatn).time('2026-11-20T20:30:00Z')).toBe('01:30')
  expect(localDate(Date.parse('2026-11-20T20:30:00Z'))).toBe('2026-11-21')
})

test('near days have names, far ones their date in the words of the language', () => {
  const uz = formatsOf(uzLatn)
  expect(uz.day('2026-11-20T01:00:00Z', now)).toBe('bugun')
  expect(uz.day('2026-11-19T01:00:00Z', now)).toBe('kecha')
  expect(uz.day('2026-11-20T20:00:00Z', now)).toBe('ertaga')
  expect(uz.day('2026-09-01T05:00:00Z', now)).toBe('1-sentabr')
  expect(uz.day('2025-09-01T05:00:00Z', now)).toBe('2025-yil 1-sentabr')
  expect(formatsOf(uzCyrl).day('2026-09-01T05:00:00Z', now)).toBe('1-сентябрь')
  expect(formatsOf(ru).day('2026-09-01T05:00:00Z', now)).toBe('1 сентября')
  expect(formatsOf(en).day('2025-09-01T05:00:00Z', now)).toBe('1 September 2025')
})

test('the weekday is that of the local date', () => {
  expect(formatsOf(uzLatn).weekday('2026-11-20T07:00:00Z')).toBe('juma')
  expect(formatsOf(en).weekday('2026-11-22T20:00:00Z')).toBe('Monday')
})

test('a duration names its two largest units, and none that is nothing', () => {
  const uz = formatsOf(uzLatn)
  expect(uz.duration(8_040_000)).toBe('2 soat 14 daq')
  expect(uz.duration(3_600_000)).toBe('1 soat')
  expect(uz.duration(45_000)).toBe('45 son')
  expect(uz.duration(0)).toBe('0 son')
})

test('a ticking figure keeps its width while it counts', () => {
  const uz = formatsOf(uzLatn)
  expect(uz.ticking(245_000)).toBe('04:05')
  expect(uz.ticking(3_723_000)).toBe('1:02:03')
  expect(uz.ticking(-61_000)).toBe('01:01')
  expect(uz.ticking(2 * 86_400_000 + 3_600_000)).toBe('2 kun 01:00')
})

test('a share is shown with one decimal at most', () => {
  expect(formatsOf(en).percent(0.98765)).toBe('98.8%')
  expect(formatsOf(ru).percent(0.5)).toBe('50 %')
})

test('figures are Uzbek in a browser that brings none of Uzbek', () => {
  for (const t of [uzLatn, uzCyrl]) {
    expect(formatsOf(t).percent(0.831)).toBe('83,1%')
    expect(formatsOf(t).number(12_345.6)).toMatch(/^12\s345,6$/)
  }
  expect(formatsOf(en).number(12_345.6)).toBe('12,345.6')
})

test('a month by itself has its own form, and its place in the language', () => {
  const months = [uzLatn, uzCyrl, ru, en].map((t) => t.dates.monthYear(12, 2026))
  expect(months).toEqual(['2026-yil, dekabr', '2026 йил, декабрь', 'Декабрь 2026', 'December 2026'])
})

test('Russian counts one, few and many rightly', () => {
  expect(ru.list.found(1)).toBe('Найдено: 1 обращение')
  expect(ru.list.found(3)).toBe('Найдено: 3 обращения')
  expect(ru.list.found(11)).toBe('Найдено: 11 обращений')
  expect(ru.timeline.newBelow(22)).toBe('22 новых сообщения')
  for (const [n, word] of [
    [1, 'день'],
    [2, 'дня'],
    [5, 'дней'],
    [11, 'дней'],
    [21, 'день'],
  ] as const)
    expect(ru.legal.extension(15, n)).toBe(`15 → ${n} ${word}`)
  expect(ru.ledger.term(21, 22)).toBe('с 21 дня до 22 дней')
})
