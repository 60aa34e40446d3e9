import fc from 'fast-check'
import stemmer from 'natural/lib/natural/stemmers/porter_stemmer_ru.js'
import { describe, expect, it } from 'vitest'
import { readCorpus } from '../training/corpus-folder.ts'
import { stemRussian } from './stem-russian.ts'

describe('stemRussian', () => {
  it.each([
    ['карты', 'карт'],
    ['картой', 'карт'],
    ['заблокировали', 'заблокирова'],
    ['возможностями', 'возможност'],
    ['длинный', 'длин'],
    ['вернувшись', 'вернувш'],
    ['взявши', 'взявш'],
    ['странность', 'страност'],
    ['всё', 'всё'],
    ['кпп', 'кпп'],
  ])('takes %s to %s', (word, stem) => {
    expect(stemRussian(word)).toBe(stem)
  })
  it('agrees with the library on every Russian word of the corpus, and on words made of their endings', () => {
    const russian = readCorpus().lines.filter(({ language }) => language === 'ru')
    const words = new Set(
      russian.flatMap(
        ({ text }) =>
          text
            .toLowerCase()
            .replace(/ё/g, 'е')
            .match(/[а-я]+/g) ?? [],
      ),
    )
    expect(words.size).toBeGreaterThan(5_000)
    expect([...words].filter((word) => stemRussian(word) !== stemmer.stem(word))).toEqual([])
    const part = fc.constantFrom(...'авшись ость ость н нн ейш его ющ ся ила ями я о ь к рст ивш'.split(' '))
    fc.assert(
      fc.property(fc.array(part, { maxLength: 7 }), (parts) => {
        expect(stemRussian(parts.join(''))).toBe(stemmer.stem(parts.join('')))
      }),
      { numRuns: 2_000 },
    )
  })
})
