import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { findAcross } from './find-across.ts'
import { guardOutgoing } from './guard-outgoing.ts'
import { maskText } from './mask-text.ts'

/**
 * Work is counted and not timed: every character a detector looks at goes through one of these. A text six times as long
 * may cost little more than six times the work; anything quadratic would cost thirty-six times.
 */
function workOf(run: () => void): number {
  let work = 0
  const spies = [
    vi.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, at = 0) {
      work++
      return charCodeAt.call(this, at)
    }),
    vi.spyOn(String.prototype, 'slice').mockImplementation(function (this: string, from?: number, to?: number) {
      const part = slice.call(this, from, to)
      work += part.length
      return part
    }),
    vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, text: string) {
      const from = this.lastIndex
      const match = exec.call(this, text)
      // What was looked at: up to the end of the match, or all of it.
      work += (match === null ? text.length : match.index + match[0].length) - from
      return match
    }),
    vi.spyOn(RegExp.prototype, 'test').mockImplementation(function (this: RegExp, text: string) {
      return this.exec(text) !== null
    }),
  ]
  try {
    run()
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  return work
}
const { charCodeAt, slice } = String.prototype
const { exec } = RegExp.prototype

const pieces = [
  '8',
  '86',
  '8600',
  '8 ',
  '8.',
  '8O',
  'O',
  'Oo8',
  '1.1',
  '0/',
  '12/27 ',
  '12/',
  '998 ',
  '90 ',
  '+',
  '+998',
  'a@',
  '@',
  'a.',
  'a@a.',
  ' at ',
  '(at)',
  'kod ',
  'kod 1',
  'kod',
  'sms ',
  'pin ',
  'AB',
  'AB1',
  'A B ',
  '№',
  '*',
  '**** ',
  '*1',
  'nol ',
  'bir ',
  'ikki nol ',
  "o'n ",
  'ming ',
  'va ',
  ' - ',
  ',',
  '\n',
  ' ',
  '\u200b',
  '8\u200b',
  '8\ufe0f\u20e3',
  'ваш ',
  'пришлите ',
  'код ',
  'не ',
  'yuboring ',
  'kartangiz ',
  'Karimov ',
  'oxirgi ',
  'karta ',
  'hisob ',
  'so\u02bbm ',
  '$',
  'ь',
  "'",
]

describe('the work grows with the text and not with its square', () => {
  const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((some) => some.join(''))
  const linear = (run: (text: string) => void) =>
    fc.property(text, (piece) => {
      const short = piece.repeat(Math.ceil(600 / piece.length))
      const long = short.repeat(6)
      run(short)
      expect(workOf(() => run(long))).toBeLessThan(workOf(() => run(short)) * 12 + 4_000)
    })
  it('of masking', () => {
    fc.assert(
      linear((each) => maskText(each, { visibility: 'public' })),
      { numRuns: 40 },
    )
  })
  it('of guarding', () => {
    fc.assert(
      linear((each) => guardOutgoing(each, 'public')),
      { numRuns: 40 },
    )
  })
  it('of looking over two messages', () => {
    fc.assert(
      linear((each) => findAcross([each], each)),
      { numRuns: 20 },
    )
  })
})
