import fc from 'fast-check'
import pg from 'pg'
import { expect, it } from 'vitest'
import { parseMoment } from './parse-moment.ts'

const ordinary = pg.types.getTypeParser(1184, 'text')

it.each([
  '2026-11-30 09:15:02+00',
  '2026-11-30 09:15:02.5+00',
  '2026-02-28 23:59:59.999999+00',
  '2026-11-30 14:15:02.123+05',
  '2026-11-30 14:45:02.123+05:30',
  '0044-03-15 12:00:00+00 BC',
  '0044-03-15 12:00:00+00',
  '12026-03-15 12:00:00+00',
  'infinity',
  '-infinity',
])('reads %s as the driver does', (text) => {
  expect(parseMoment(text)).toEqual(ordinary(text))
})

it('reads every moment as the driver does, to the millisecond', () => {
  const moments = fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 6 }), (moment, digits) => {
      const [day, time] = moment.toISOString().slice(0, -1).split('T')
      const fraction = `${time?.slice(9)}417`.slice(0, digits)
      const text = `${day} ${time?.slice(0, 8)}${fraction === '' ? '' : `.${fraction}`}+00`
      expect(parseMoment(text)).toEqual(ordinary(text))
    }),
  )
})
