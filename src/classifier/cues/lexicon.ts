import { foldWord } from '../text/fold.ts'
import type { StemLanguage } from '../text/stem.ts'
import { tokenise } from '../text/tokenise.ts'
import { type CueTables, compileTables, type TakePattern } from './cue-tables.ts'
import { lexiconEn } from './lexicon-en.ts'
import { framesEn, framesRu, framesUz } from './lexicon-frames.ts'
import { lexiconRu } from './lexicon-ru.ts'
import { lexiconUz } from './lexicon-uz.ts'

/**
 * All that is written of cues, compiled. A build of the command puts the compiled tables in this module's place (scripts/build.mjs), so
 * it exports names and tables only.
 */

/** The groups of cues, alike in every language; the order is part of the model. */
export const cueGroups = Object.keys(lexiconUz) as ReadonlyArray<keyof typeof lexiconUz>
/** The ways a sentence asks, alike in every language; the order is part of the model. */
export const frameNames = Object.keys(framesEn) as ReadonlyArray<keyof typeof framesEn>

const groupNumbers = new Map<string, number>(cueGroups.map((group, at) => [group, at]))
/** Frames are numbered behind the groups of cues. */
const frameNumbers = new Map<string, number>(frameNames.map((name, at) => [name, cueGroups.length + at]))

type Lexicon = Readonly<Record<string, string>>
const oneWord = /^[a-zа-яё']+$/

function foldBare(bare: string): string[] {
  if (oneWord.test(bare)) return [foldWord(bare)]
  return tokenise(bare)
    .filter((token) => token.kind === 'word' || token.kind === 'number')
    .map((token) => foldWord(token.text))
}

function foldAnew(word: string): readonly string[] {
  if (word === '..') return ['..']
  if (word.startsWith('*')) return [`*${foldWord(word.slice(1))}`]
  const isPrefix = word.endsWith('*')
  const folded = foldBare(isPrefix ? word.slice(0, -1) : word)
  const last = folded.at(-1)
  return isPrefix && last !== undefined ? [...folded.slice(0, -1), `${last}*`] : folded
}

/** Folded once at start, though most words stand in many patterns and the Russian ones in two languages' lists. */
const foldedWords = new Map<string, readonly string[]>()

function foldPatternWord(word: string): readonly string[] {
  const known = foldedWords.get(word)
  if (known !== undefined) return known
  const folded = foldAnew(word)
  foldedWords.set(word, folded)
  return folded
}

const oWithSign = /o['ʻ‘’]/g
/** The folded words of the pattern read last. */
const words: string[] = []

/** Folds the words of a pattern into `words`; answers whether each is long enough. */
function foldPattern(pattern: string, wordLengthMin: number): boolean {
  words.length = 0
  for (let start = 0; start < pattern.length; ) {
    const space = pattern.indexOf(' ', start)
    const end = space < 0 ? pattern.length : space
    if (end > start) takeWord(pattern.slice(start, end))
    start = end + 1
  }
  return words.length > 0 && words.every((word) => word.length >= wordLengthMin)
}

function takeWord(written: string): void {
  for (const folded of foldPatternWord(written)) if (folded !== '' && folded !== '*') words.push(folded)
}

/** Hands on every pattern of a lexicon whose words are all long enough. `o'` is typed o or u; both spellings of a pattern are met. */
function feed(take: TakePattern, lexicon: Lexicon, wordLengthMin: number, numbers = groupNumbers): void {
  for (const [group, list] of Object.entries(lexicon)) {
    const number = numbers.get(group)
    if (number === undefined) continue
    for (const pattern of list.replaceAll('\n', ';').split(';')) {
      if (foldPattern(pattern, wordLengthMin)) take(number, words)
      const asU = pattern.replace(oWithSign, 'u')
      if (asU !== pattern && foldPattern(asU, wordLengthMin)) take(number, words)
    }
  }
}

/** Russian words inside Uzbek count as cues only when long enough not to be an Uzbek word by chance. */
const borrowedLengthMin = 5

/** The cues and frames of texts in each language. */
export const lexiconTables: Readonly<Record<StemLanguage, CueTables>> = {
  uz: compileTables((take) => {
    feed(take, lexiconUz, 1)
    feed(take, lexiconRu, borrowedLengthMin)
    feed(take, framesUz, 1, frameNumbers)
    feed(take, framesRu, borrowedLengthMin, frameNumbers)
  }),
  ru: compileTables((take) => {
    feed(take, lexiconRu, 1)
    feed(take, framesRu, 1, frameNumbers)
  }),
  en: compileTables((take) => {
    feed(take, lexiconEn, 1)
    feed(take, framesEn, 1, frameNumbers)
  }),
}

foldedWords.clear()
