import { describe, expect, it } from 'vitest'
import { calendarMonth } from './calendar-month.ts'
import { importHolidays } from './import-holidays.ts'
import { bankHours } from './seed-bank.ts'

describe('holidays out of a CSV', () => {
  it('become days off, moved working days, short days and hours of their own', () => {
    const text = [
      '\uFEFFdate;kind;name',
      '2027-03-10;off;Ramazon hayiti',
      '2027-03-20,off,Navro‘z oldi',
      '17.04.2027;work;Ko‘chirilgan ish kuni',
      '2027-03-19;short;Bayram arafasi',
      '2027-04-30;09:00-12:00 13:00-15:00;Qisqa kun',
      '2027-06-01;yearly;Bolalar kuni',
      '',
      '2027-02-30;off;yo‘q sana',
      '2027-04-01;maybe;?',
      '2027-04-02;12:00-09:00;teskari',
    ].join('\r\n')
    const { rules, found, faults } = importHolidays(bankHours, 'csv', text)
    expect(found.map(({ date, kind, isNew }) => [date, kind, isNew])).toEqual([
      ['2027-03-10', 'off', false],
      ['2027-03-20', 'off', true],
      ['2027-04-17', 'work', true],
      ['2027-03-19', 'short', true],
      ['2027-04-30', 'hours', true],
      ['2027-06-01', 'yearly', true],
    ])
    expect(faults).toEqual([
      { line: 9, problem: 'date' },
      { line: 10, problem: 'kind' },
      { line: 11, problem: 'hours' },
    ])
    expect(rules.yearlyDaysOff).toContain('06-01')
    expect(rules.specialDays['2027-04-17']).toEqual(bankHours.week[0])
    expect(rules.specialDays['2027-03-19']?.at(-1)).toEqual({ from: '14:00', to: '17:00' })
    expect(bankHours.daysOff).not.toContain('2027-03-20')
  })
})

describe('holidays out of an iCalendar file', () => {
  it('are the all-day events, each day of them, and those that recur are yearly', () => {
    const text = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20270517',
      'DTEND;VALUE=DATE:20270520',
      'SUMMARY:Qurbon\\, ha',
      ' yiti',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20270601',
      'RRULE:FREQ=YEARLY',
      'SUMMARY:Bolalar kuni',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART:20270601T090000Z',
      'SUMMARY:majlis',
      'END:VEVENT',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20271399',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\r\n')
    const { found, faults } = importHolidays(bankHours, 'ics', text)
    expect(found.map(({ date, kind, name }) => `${date} ${kind} ${name}`)).toEqual([
      '2027-05-17 off Qurbon, hayiti',
      '2027-05-18 off Qurbon, hayiti',
      '2027-05-19 off Qurbon, hayiti',
      '2027-06-01 yearly Bolalar kuni',
    ])
    expect(faults).toEqual([{ line: 17, problem: 'date' }])
  })
})

describe('a month of a calendar', () => {
  it('says of every day its hours and why', () => {
    const december = calendarMonth(bankHours, '2026-12')
    const of = (date: string) => december.days.find((day) => day.date === date)
    expect(december.days).toHaveLength(31)
    expect(of('2026-12-07')).toMatchObject({ kind: 'eve', weekday: 0, workingMinutes: 420 })
    expect(of('2026-12-08')).toMatchObject({ kind: 'yearly_day_off', intervals: [] })
    expect(of('2026-12-12')).toMatchObject({ kind: 'special', weekday: 5, workingMinutes: 480 })
    expect(of('2026-12-31')).toMatchObject({ kind: 'day_off', workingMinutes: 0 })
    expect(of('2026-12-13')).toMatchObject({ kind: 'week', workingMinutes: 0 })
    expect(december.workingMinutes).toBe(december.days.reduce((sum, day) => sum + day.workingMinutes, 0))
  })
})
