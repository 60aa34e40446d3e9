import { foldWord } from '../text/fold.ts'
import type { StemLanguage } from '../text/stem.ts'
import { tokenise } from '../text/tokenise.ts'
import { type CueMatcher, compileCues } from './cue-matcher.ts'
import { lexiconEn } from './lexicon-en.ts'
import { framesEn, framesRu, framesUz } from './lexicon-frames.ts'
import { lexiconRu } from './lexicon-ru.ts'
import { lexiconUz } from './lexicon-uz.ts'

/** The groups of cues, alike in every language; the order is part of the model. */
export const cueGroups = Object.keys(lexiconUz) as ReadonlyArray<keyof typeof lexiconUz>
export type CueGroup = (typeof cueGroups)[number]

const groupNumbers = new Map<string, number>(cueGroups.map((group, at) => [group, at]))

/** Number of a group in the model's feature space. */
export function groupNumberOf(group: CueGroup): number {
  return groupNumbers.get(group) ?? 0
}

type Lexicon = Readonly<Record<string, string>>
type FoldedPattern = { readonly group: number; readonly words: readonly string[] }

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

/** `o'` is typed o or u; both spellings of a pattern are met. */
function spellingsOf(pattern: string): string[] {
  return /o['ʻ‘’]/.test(pattern) ? [pattern, pattern.replace(/o['ʻ‘’]/g, 'u')] : [pattern]
}

function foldedPatterns(lexicon: Lexicon, wordLengthMin: number, numbers = groupNumbers): FoldedPattern[] {
  const patterns: FoldedPattern[] = []
  for (const [group, list] of Object.entries(lexicon)) {
    const number = numbers.get(group)
    if (number === undefined) continue
    for (const pattern of list.split(/[;\n]/).flatMap(spellingsOf)) {
      const words = pattern
        .trim()
        .split(/\s+/)
        .flatMap(foldPatternWord)
        .filter((word) => word !== '' && word !== '*')
      if (words.length > 0 && words.every((word) => word.length >= wordLengthMin)) patterns.push({ group: number, words })
    }
  }
  return patterns
}

/** Russian words inside Uzbek count as cues only when long enough not to be an Uzbek word by chance. */
const borrowedLengthMin = 5

/** A way a sentence asks. */
export type FrameName = keyof typeof framesEn
/** The ways a sentence asks, alike in every language; the order is part of the model. */
export const frameNames = Object.keys(framesEn) as readonly FrameName[]
/** Frames are numbered behind the groups of cues. */
export const firstFrame = cueGroups.length
const frameNumbers = new Map<string, number>(frameNames.map((name, at) => [name, firstFrame + at]))

/** The cues and frames of texts in each language; mixed, Karakalpak and unknown texts are read as Uzbek. */
export const cueMatchers: Readonly<Record<StemLanguage, CueMatcher>> = {
  uz: compileCues([
    ...foldedPatterns(lexiconUz, 1),
    ...foldedPatterns(lexiconRu, borrowedLengthMin),
    ...foldedPatterns(framesUz, 1, frameNumbers),
    ...foldedPatterns(framesRu, borrowedLengthMin, frameNumbers),
  ]),
  ru: compileCues([...foldedPatterns(lexiconRu, 1), ...foldedPatterns(framesRu, 1, frameNumbers)]),
  en: compileCues([...foldedPatterns(lexiconEn, 1), ...foldedPatterns(framesEn, 1, frameNumbers)]),
}

foldedWords.clear()
