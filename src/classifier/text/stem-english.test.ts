import stemmer from 'natural/lib/natural/stemmers/porter_stemmer.js'
import { describe, expect, it } from 'vitest'
import { readCorpus } from '../training/corpus-folder.ts'
import { stemEnglish } from './stem-english.ts'

describe('stemEnglish', () => {
  it.each([
    ['caresses', 'caress'],
    ['ponies', 'poni'],
    ['agreed', 'agre'],
    ['hopping', 'hop'],
    ['filing', 'file'],
    ['happy', 'happi'],
    ['relational', 'relat'],
    ['electricity', 'electr'],
    ['adoption', 'adopt'],
    ['controlling', 'control'],
    ['by', 'by'],
  ])('takes %s to %s', (word, stem) => {
    expect(stemEnglish(word)).toBe(stem)
  })
  it('agrees with the library on every English word of the corpus', () => {
    const english = readCorpus().lines.filter(({ language }) => language === 'en')
    const words = new Set(english.flatMap(({ text }) => text.toLowerCase().match(/[a-z]+/g) ?? []))
    expect(words.size).toBeGreaterThan(2_000)
    expect([...words].filter((word) => stemEnglish(word) !== stemmer.stem(word))).toEqual([])
  })
})
