import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateText, dayBeside, pageOfMonth, parseDate } from './date-text.ts'

describe('a day in a field', () => {
  it.each([
    ['31.12.2026', '2026-12-31'],
    ['1.2.2026', '2026-02-01'],
    [' 01/02/2026 ', '2026-02-01'],
    ['2026-02-01', '2026-02-01'],
    ['29.02.2028', '2028-02-29'],
  ])('%s is %s', (text, date) => expect(parseDate(text, false)).toBe(date))

  it.each(['', '31.11.2026', '29.02.2026', '12.31.2026', '1.1.26', '31.12.2026 09:30', 'bugun', '2026-13-01'])(
    '%s is no day',
    (text) => expect(parseDate(text, false)).toBeNull(),
  )

  it('has a time where one is asked for, and none else', () => {
    expect(parseDate('31.12.2026 9:30', true)).toBe('2026-12-31T09:30')
    expect(parseDate('2026-12-31T09:30', true)).toBe('2026-12-31T09:30')
    for (const text of ['31.12.2026', '31.12.2026 24:00', '31.12.2026 09:60', '31.12.2026 09:30 x'])
      expect(parseDate(text, true)).toBeNull()
  })

  it('is read back as it was written, whatever day', () => {
    const days = fc.integer({ min: -20_000, max: 30_000 }).map((n) => dayBeside('2000-01-01', n))
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 1439 }), (date, minute) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
        expect(parseDate(dateText(date), false)).toBe(date)
        expect(parseDate(dateText(`${date}T${time}`), true)).toBe(`${date}T${time}`)
      }),
    )
  })
})

describe('a page of a month', () => {
  it('begins with Monday and holds every day of the month', () => {
    const page = pageOfMonth('2026-12')
    expect([page[0], page.at(-1), page.length]).toEqual(['2026-11-30', '2027-01-03', 35])
    expect(page.filter((date) => date.startsWith('2026-12'))).toHaveLength(31)
  })
  it('of a February that begins on Monday has four weeks', () => expect(pageOfMonth('2027-02')).toHaveLength(28))
})
