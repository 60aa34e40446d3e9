import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareWords } from './compare-words.ts'

const joined = (parts: ReturnType<typeof compareWords>, without: 'added' | 'removed') =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('')

test('the parts joined give either text again, whatever the texts', () => {
  const words = fc.array(fc.constantFrom('javob ', '{{days}} ', 'kunda', '. ', 'ertaga ', '\n'), { maxLength: 30 })
  fc.assert(
    fc.property(words, words, (a, b) => {
      const [first, second] = [a.join(''), b.join('')]
      const parts = compareWords(first, second)
      expect(joined(parts, 'added')).toBe(first)
      expect(joined(parts, 'removed')).toBe(second)
    }),
  )
})

test('one changed word is one word taken out and one put in', () => {
  const changed = compareWords('Javob 3 kunda beriladi.', 'Javob 5 kunda beriladi.').filter(({ kind }) => kind !== 'same')
  expect(changed).toEqual([
    { kind: 'removed', text: '3' },
    { kind: 'added', text: '5' },
  ])
})
