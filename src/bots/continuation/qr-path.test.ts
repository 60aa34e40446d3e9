import qrcode from 'qrcode-generator'
import { expect, test } from 'vitest'
import { qrPath } from './qr-path.ts'

/** Which modules the path makes dark. */
function drawn({ size, path }: ReturnType<typeof qrPath>): string[] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => '.'))
  for (const [, column, row, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let at = 0; at < Number(length); at++) (rows[Number(row)] ?? [])[Number(column) + at] = '#'
  }
  return rows.map((row) => row.join(''))
}

test('the path draws every module of the code and no other', () => {
  const text = 'https://t.me/murojaat_bot?start=c_0123456789abcdefghijklmnopqrstuv'
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  const expected = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (__, column) => (code.isDark(row, column) ? '#' : '.')).join(''),
  )
  expect(drawn(qrPath(text))).toEqual(expected)
  expect(expected[0]?.startsWith('#######.')).toBe(true) // the mark by which a camera finds the corner
})
