/**
 * A text as the detectors read it: digits of every script as ASCII digits, spaces and dashes of every kind as one, invisible
 * characters gone. `at` leads from a place in the view back to the place in the text, because it is the text that is masked.
 */
export type PlainView = {
  readonly chars: string
  /** `at[i]` is the UTF-16 offset of view character i; `at[length]` is the end of the text. */
  readonly at: Int32Array | null
}

/**
 * Everything without ink: format characters (soft hyphen, zero-width ones, direction marks, tags), marks laid over a digit
 * (strokes, keycaps, variation selectors) and the fillers that show nothing.
 */
const invisible = /[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u2800\u3164\uffa0]/u
const anyDash = /[\u2010-\u2015\u2043\u2212\u2500\u2501\u30fc\ufe58\ufe63\uff0d]/
const anySpace = /\s|\u3000/
/** ASCII, plain Cyrillic and the usual quotes are their own view. */
const notPlain = /[^\t\n\r\x20-\x7e\u0400-\u0481\u048a-\u052f\u00ab\u00bb\u02bb\u02bc\u2018\u2019\u201c\u201d\u2116]/

/** Zeros of the runs of ten decimal digits (Unicode class Nd). */
const zeros = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040,
  0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0,
  0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
  0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
  0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
] as const
/** Ones of the runs that begin with 1 and end with 9 or 10: circled, in brackets, with a full stop, dingbats, superscripts. */
const ones = [0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a] as const
const single: readonly (readonly [number, string])[] = [
  [0x24ea, '0'],
  [0x24ff, '0'],
  [0x1f10b, '0'],
  [0x1f10c, '0'],
  [0x1f51f, '10'],
  [0x2070, '0'],
  [0xb9, '1'],
  [0xb2, '2'],
  [0xb3, '3'],
]

const digits = new Map<number, string>()
for (const zero of zeros) for (let value = 0; value < 10; value++) digits.set(zero + value, String(value))
for (const one of ones) for (let value = 1; value <= 10; value++) digits.set(one + value - 1, String(value))
for (let value = 4; value < 10; value++) digits.set(0x2070 + value, String(value))
for (let value = 0; value < 10; value++) digits.set(0x2080 + value, String(value))
for (const [codePoint, value] of single) digits.set(codePoint, value)

const isPlainCyrillic = (codePoint: number) =>
  codePoint >= 0x400 && codePoint <= 0x52f && (codePoint < 0x483 || codePoint > 0x489)

function plainOf(char: string, codePoint: number): string {
  if (codePoint < 0x80 || isPlainCyrillic(codePoint)) return char
  const digit = digits.get(codePoint)
  if (digit !== undefined) return digit
  if (invisible.test(char)) return ''
  if (anyDash.test(char)) return '-'
  if (anySpace.test(char)) return ' '
  if (codePoint >= 0xff01 && codePoint <= 0xff5e) return String.fromCharCode(codePoint - 0xfee0) // full width
  if (codePoint >= 0x1d400 && codePoint <= 0x1d7cb) return char.normalize('NFKC') // mathematical letters
  return char
}

/** Linear in the text; a text of plain letters is its own view. */
export function plainView(text: string): PlainView {
  if (!notPlain.test(text)) return { chars: text, at: null }
  // One character may read as two digits (a circled ten).
  const at = new Int32Array(text.length * 2 + 1)
  let chars = ''
  let offset = 0
  for (const char of text) {
    const plain = plainOf(char, char.codePointAt(0) ?? 0)
    for (let i = 0; i < plain.length; i++) at[chars.length + i] = offset + (plain === char ? i : 0)
    chars += plain
    offset += char.length
  }
  at[chars.length] = text.length
  return { chars, at }
}

/** The stretch of the text behind view characters start..end (end exclusive), with the invisible ones inside and just after. */
export function stretchOf(view: PlainView, start: number, end: number): { start: number; end: number } {
  if (view.at === null) return { start, end }
  return { start: view.at[start] ?? 0, end: view.at[end] ?? 0 }
}
