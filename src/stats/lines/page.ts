/**
 * A page: the lines of one day in columns, about a dozen bytes each, so that a year of a bank is read and counted in a fraction
 * of a second whatever it is cut by. Lines that share all dimensions share a row of codes into the page's own words.
 */
import { invariant } from '#kernel'
import { dimensions, type Line, lineKinds, statesOf } from './line.ts'
import { cellOf } from './measures.ts'

export type Page = {
  readonly words: readonly string[]
  /** Rows of `dimensions.length` places in `words`. */
  readonly combos: Uint16Array
  readonly kind: Uint8Array
  readonly state: Uint8Array
  readonly flags: Uint8Array
  readonly hour: Uint8Array
  readonly combo: Uint32Array
  readonly low: Uint32Array
  readonly high: Uint8Array
  /** Of each line, as this process numbers them (measures.ts); not written down. */
  readonly cell: Uint16Array
}

const width = dimensions.length
/** 2^40 ms are 34 years: room for any duration, and for a due moment counted from the day itself. */
const split = 2 ** 32
/** In `high`: the line carries no value. */
export const noValue = 255
const mostWords = 65_535

/** @param dayStartMs what due moments are counted from. */
export function packPage(lines: readonly Line[], dayStartMs: number): Page {
  const words = new Map<string, number>()
  const combos = new Map<string, number>()
  const codes: number[] = []
  const count = lines.length
  const page = emptyPage(count)
  const codeOf = (word: string) => {
    const known = words.get(word)
    if (known !== undefined) return known
    invariant(words.size < mostWords, 'a day has fewer words than that')
    words.set(word, words.size)
    return words.size - 1
  }
  const comboOf = (of: readonly string[]) => {
    const key = of.join('\u0000')
    const known = combos.get(key)
    if (known !== undefined) return known
    combos.set(key, combos.size)
    for (const word of of) codes.push(codeOf(word))
    return combos.size - 1
  }
  lines.forEach((line, i) => {
    page.kind[i] = lineKinds.indexOf(line.kind)
    page.state[i] = Math.max(0, statesOf[line.kind].indexOf(line.state))
    page.flags[i] = line.flags
    page.hour[i] = line.hour
    page.combo[i] = comboOf(line.of)
    const value = line.value === null ? null : Math.max(0, isDue(line) ? line.value - dayStartMs : line.value)
    page.low[i] = value === null ? 0 : value % split
    page.high[i] = value === null ? noValue : Math.floor(value / split)
  })
  return withCells({ ...page, words: [...words.keys()], combos: Uint16Array.from(codes) })
}

function withCells(page: Omit<Page, 'cell'>): Page {
  const { kind, state, flags, high } = page
  const cell = new Uint16Array(kind.length)
  for (let i = 0; i < kind.length; i++) {
    cell[i] = cellOf(kind[i] as number, state[i] as number, flags[i] as number, high[i] !== noValue)
  }
  return { ...page, cell }
}

const isDue = (line: Line) => line.state === 'running'

function emptyPage(count: number): Omit<Page, 'words' | 'combos' | 'cell'> {
  return {
    kind: new Uint8Array(count),
    state: new Uint8Array(count),
    flags: new Uint8Array(count),
    hour: new Uint8Array(count),
    combo: new Uint32Array(count),
    low: new Uint32Array(count),
    high: new Uint8Array(count),
  }
}

export const linesOf = (page: Page): number => page.kind.length

export const sizeOf = (page: Page): number =>
  page.combos.byteLength + linesOf(page) * 15 + page.words.reduce((sum, word) => sum + word.length * 2, 0)

/** Two lengths, the words as JSON, then the columns one after another (little-endian, as every machine we run on is). */
export function writePage(page: Page): Uint8Array<ArrayBuffer> {
  const words = new TextEncoder().encode(JSON.stringify(page.words))
  const head = new Uint32Array([words.length, page.combos.length, linesOf(page)])
  const columns = [page.combos, page.combo, page.low, page.kind, page.state, page.flags, page.hour, page.high]
  const parts = [bytesOf(head), words, ...columns.map(bytesOf)]
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    body.set(part, at)
    at += part.length
  }
  return body
}

const bytesOf = (array: Uint8Array | Uint16Array | Uint32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

export function readPage(body: Uint8Array): Page {
  let at = 0
  // Copied: a column of wider numbers must begin at an even address, which no row of a database does.
  const take = (bytes: number) => {
    const part = new Uint8Array(body.subarray(at, at + bytes))
    at += bytes
    return part.buffer
  }
  const [wordBytes = 0, codes = 0, count = 0] = new Uint32Array(take(12))
  const words = JSON.parse(new TextDecoder().decode(take(wordBytes))) as string[]
  return withCells({
    words,
    combos: new Uint16Array(take(codes * 2)),
    combo: new Uint32Array(take(count * 4)),
    low: new Uint32Array(take(count * 4)),
    kind: new Uint8Array(take(count)),
    state: new Uint8Array(take(count)),
    flags: new Uint8Array(take(count)),
    hour: new Uint8Array(take(count)),
    high: new Uint8Array(take(count)),
  })
}

/** The word of a line's combo in one dimension. */
export function wordAt(page: Page, combo: number, dimension: number): string {
  return page.words[page.combos[combo * width + dimension] ?? 0] ?? ''
}
