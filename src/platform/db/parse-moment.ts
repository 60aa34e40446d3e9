import pg from 'pg'

const timestamptz = 1184
const ordinary = pg.types.getTypeParser(timestamptz, 'text')
const [zero, zulu] = ['0'.charCodeAt(0), '+00']
/** `2026-11-30 09:15:02`, with a fraction of a second behind it and the zone at the end. */
const wholeSecondsLength = 19

const two = (text: string, at: number) => (text.charCodeAt(at) - zero) * 10 + text.charCodeAt(at + 1) - zero

/**
 * A moment as the server writes it. A page of requests has a thousand of them, and sessions are in UTC, so the usual form is read
 * by its places; whatever looks otherwise (infinity, before Christ, another zone) by the driver's own parser.
 */
export function parseMoment(text: string): Date | number | null {
  const isUsual = text.charCodeAt(4) === 45 && text.charCodeAt(10) === 32 && text.charCodeAt(13) === 58 && text.endsWith(zulu)
  if (!isUsual) return ordinary(text) as Date | number | null
  const year = two(text, 0) * 100 + two(text, 2)
  const seconds = Date.UTC(year, two(text, 5) - 1, two(text, 8), two(text, 11), two(text, 14), two(text, 17))
  if (year < 100 || Number.isNaN(seconds)) return ordinary(text) as Date | number | null
  let fraction = 0
  for (let at = wholeSecondsLength + 1, worth = 100; worth >= 1 && at < text.length - zulu.length; at++, worth /= 10)
    fraction += (text.charCodeAt(at) - zero) * worth
  return new Date(seconds + fraction)
}
