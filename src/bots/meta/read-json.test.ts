import { describe, expect, it } from 'vitest'
import { readJson } from './read-json.ts'

describe('JSON of a vendor with 64-bit ids', () => {
  it('keeps every digit of a long id', () => {
    expect(readJson('{"id": 17841400008460056, "big": 9223372036854775807}')).toEqual({
      id: '17841400008460056',
      big: '9223372036854775807',
    })
  })
  it('leaves small numbers, fractions and exponents as numbers', () => {
    expect(readJson('[1700000000123, 1.5, 123456.75, -3, 1e21]')).toEqual([1700000000123, 1.5, 123456.75, -3, 1e21])
  })
  it('leaves a fraction of many digits a number, as a shared place has it', () => {
    expect(
      readJson('{"latitude": 41.31108100000000123, "longitude": -0.0000010000000000000002, "id": 17841400008460056}'),
    ).toEqual({ latitude: 41.311081, longitude: -0.0000010000000000000002, id: '17841400008460056' })
  })
  it('touches no digits a client wrote, whatever stands before them', () => {
    const text = 'karta "8600123412341234" \\ 8600123412341234, {"id": 8600123412341234}\n'
    expect(readJson(JSON.stringify({ text, more: [text] }))).toEqual({ text, more: [text] })
  })
  it('reads a megabyte of text', () => {
    const text = 'а"\\'.repeat(300_000)
    expect(readJson(JSON.stringify({ text }))).toEqual({ text })
  })
  it('refuses what is no JSON', () => {
    expect(() => readJson('{"id": 12345678901234567')).toThrow(SyntaxError)
  })
})
