/** MM/YY says nothing by itself; beside a card or its own name it completes one. And so do three digits behind it. */
import type { Finds } from './finds.ts'
import type { Reading } from './reading.ts'

const written = /(?<![\d./-])(0[1-9]|1[0-2])\s?[/.\\| -]\s?(20[2-4]\d|[2-4]\d)(?!\d|[/.-]\d)/g
const glued = /(?<![\d./-])(0[1-9]|1[0-2])(2[4-9]|3\d)(?!\d|[/.-]\d)/g
const within = 25
const longest = 10
/** The three digits of the back, behind card and expiry. */
const backDigits =
  /^(?:[\s,;:./|-]|\p{L}(?=[\p{L}\s:-]*\d)){0,12}?(?<!\d)(\d{3})(?!\d|[\s.,]\d{3}|\s?(?:so|sum|сум|сўм|ming|минг|тыс))/u

export function findExpiries(reading: Reading, finds: Finds): void {
  const cards = finds.list.filter(({ kind }) => kind === 'card')
  for (const card of cards) {
    const from = Math.max(0, card.start - within - longest)
    addFrom(reading, finds, from, card.start, true)
    addFrom(reading, finds, card.end, card.end + within + longest, true)
  }
  for (const { end } of reading.cues.of('expiryWords')) addFrom(reading, finds, end, end + within, false)
}

function addFrom({ chars }: Reading, finds: Finds, from: number, to: number, isBesideCard: boolean): void {
  const part = chars.slice(from, to)
  for (const pattern of isBesideCard ? [written, glued] : [written]) {
    for (const match of part.matchAll(pattern)) {
      const start = from + match.index
      const end = start + match[0].length
      if (!isCutOff(chars, from, start, end) && finds.add('expiry', start, end) && isBesideCard) addBack(chars, finds, end)
    }
  }
}

/** The part looked at may begin or end inside a number. */
const isCutOff = (chars: string, from: number, start: number, end: number) =>
  /\d/.test(chars[end] ?? '') || (start === from && /[\d]/.test(chars[start - 1] ?? '') && start - from > 0)

function addBack(chars: string, finds: Finds, end: number): void {
  const back = backDigits.exec(chars.slice(end, end + 16))
  if (!back) return
  const start = end + back[0].length - 3
  if (!/\d/.test(chars[start + 3] ?? '')) finds.add('code', start, start + 3)
}
