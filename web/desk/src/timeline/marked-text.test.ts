import { expect, test } from 'vitest'
import type { ClassificationReason } from '#contracts'
import { piecesOf } from './marked-text.ts'

const word = (label: string, start: number, kind: ClassificationReason['kind'] = 'word'): ClassificationReason => ({
  kind,
  label,
  supports: 'complaint',
  weight: 0.5,
  start,
  end: start + label.length,
})

test('the words the classifier relied on are marked where they stand', () => {
  expect(piecesOf('pulim tushmadi', [word('tushmadi', 6)])).toMatchObject([
    { text: 'pulim ', mark: 'plain' },
    { text: 'tushmadi', mark: 'word' },
  ])
})

test('masked data is shown as such, its last digits included', () => {
  expect(piecesOf('kartam ************1595 edi', []).map((piece) => [piece.text, piece.mark])).toEqual([
    ['kartam ', 'plain'],
    ['************1595', 'mask'],
    [' edi', 'plain'],
  ])
})

test('a word that masking has moved is found by itself', () => {
  const reason = word('bloklandi', 40)
  expect(piecesOf('kartam ************1595 bloklandi', [reason]).at(-1)).toMatchObject({ text: 'bloklandi', mark: 'word' })
})

test('a word that is not in the text marks nothing', () => {
  expect(piecesOf('salom', [word('tushmadi', 0)])).toEqual([{ text: 'salom', mark: 'plain', reason: null }])
})

test('pieces put together are the text, overlapping reasons or not', () => {
  const text = 'kodni aytib qo‘ydim'
  const pieces = piecesOf(text, [word('kodni aytib', 0, 'danger'), word('aytib', 6), word('qo‘ydim', 12)])
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  expect(pieces.map((piece) => piece.mark)).toEqual(['danger', 'plain', 'word'])
})
