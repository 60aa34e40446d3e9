/**
 * A text as the detectors read it: digits of every script as ASCII digits, spaces and dashes of every kind as one, invisible
 * characters gone. `at` leads from a place in the view back to the place in the text, because it is the text that is masked.
 */
export type PlainView = {
  readonly chars: string
  /** `at[i]` is the UTF-16 offset of view character i; `at[length]` is the end of the text. */
  readonly at: Int32Array | null
}

const invisible = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\ufe0e|\ufe0f|\u20e3/
const anyDash = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/
const anySpace = /\s|\u3000/
const notPlain = /[^\t\n\r\x20-\x7e]/

/** First code points of the runs of ten decimal digits people can type or paste (Unicode class Nd, the likely ones). */
const digitRuns = [0x0660, 0x06f0, 0x0966, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1fbf0] as const

function digitOf(codePoint: number): string | undefined {
  for (const first of digitRuns) {
    if (codePoint >= first && codePoint < first + 10) return String(codePoint - first)
  }
  if (codePoint >= 0x2460 && codePoint <= 0x2468) return String(codePoint - 0x2460 + 1) // circled 1..9
  if (codePoint === 0x24ea) return '0'
  if (codePoint >= 0x2080 && codePoint <= 0x2089) return String(codePoint - 0x2080) // subscripts
  if (codePoint === 0x2070 || (codePoint >= 0x2074 && codePoint <= 0x2079)) return String(codePoint - 0x2070)
  return undefined
}

function plainOf(char: string, codePoint: number): string {
  if (codePoint < 0x80) return char
  if (invisible.test(char)) return ''
  if (anyDash.test(char)) return '-'
  if (anySpace.test(char)) return ' '
  const digit = digitOf(codePoint)
  if (digit !== undefined) return digit
  if (codePoint >= 0xff01 && codePoint <= 0xff5e) return String.fromCharCode(codePoint - 0xfee0) // full width
  return char
}

/** Linear in the text; a text of plain ASCII is its own view. */
export function plainView(text: string): PlainView {
  if (!notPlain.test(text)) return { chars: text, at: null }
  const at = new Int32Array(text.length + 1)
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

/** The stretch of the text behind view characters start..end (end exclusive), invisible characters inside included. */
export function stretchOf(view: PlainView, text: string, start: number, end: number): { start: number; end: number } {
  if (view.at === null) return { start, end }
  const last = view.at[end - 1] ?? 0
  const width = (text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1
  return { start: view.at[start] ?? 0, end: last + width }
}
