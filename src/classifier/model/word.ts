import type { WordCues } from '../cues/cue-matcher.ts'
import { cueMatchers } from '../cues/cues.ts'
import { moodOf } from '../cues/moods.ts'
import { type Evidence, evidenceOf } from '../text/evidence.ts'
import { foldWord, skeletonOf } from '../text/fold.ts'
import { createMemo } from '../text/memo.ts'
import { type StemLanguage, stem } from '../text/stem.ts'
import { hashStep, hashString, placeOf, seeds, setNumbers } from './feature-space.ts'

/** A word as written, with what is worked out about it once: the same spelling gives the same object while it is remembered. */
export type Word = {
  readonly text: string
  /** Its fold; a number is known by its length only, so that no value is ever learnt. */
  readonly folded: string
  readonly evidence: Evidence
  /** What it is in a text of each language, by the number of the language; worked out when first asked for. */
  readonly senses: Array<WordSense | undefined>
}

/** A word in a text of one language: its cues, and what it brings to the model wherever it stands. */
export type WordSense = {
  /** Cues it sets off, the ways a sentence asks included. */
  readonly cues: WordCues
  /** What it does at the end of an Uzbek sentence (moods.ts); -1 where it says nothing and the word before it decides. */
  readonly mood: number
  readonly gramCount: number
  /** Hash of the stem, for pairs of neighbours. */
  readonly stemHash: number
  /** Place of its last four letters as a sentence's end: an Uzbek sentence says there what it wants. */
  readonly ending: number
  /** What it adds to the scores of the model that last asked, kept by that model's scorer. */
  sums: Float32Array | null
  sumsOf: object | null
}

// Held here: a name imported is looked up through its module at each use, and these are used for each letter.
const [step, place, gramSeed] = [hashStep, placeOf, seeds.gram] as const
const gramMin = 2
const gramMax = 5
const gramLettersMax = 24
const endingLetters = 4

/** Languages do not share places: Russian `ne` denies, Uzbek `ne` does not. */
function saltOf(language: StemLanguage): number {
  return setNumbers[language] << 20
}

/** Places of a word's character n-grams: worked out anew each time, as only their sum is remembered. */
export function gramsOf({ folded }: Word, language: StemLanguage): number[] {
  const salt = saltOf(language)
  const marked = `^${folded.slice(0, gramLettersMax)}$`
  const places: number[] = []
  for (let start = 0; start < marked.length; start++) {
    let hash = gramSeed ^ salt
    const end = Math.min(marked.length, start + gramMax)
    for (let at = start; at < end; at++) {
      hash = step(hash, marked.charCodeAt(at))
      if (at - start + 1 >= gramMin) places.push(place(hash))
    }
  }
  return places
}

function stemOf({ text, folded }: Word, language: StemLanguage): string {
  return stem(language === 'uz' ? folded : text, language)
}

/** Places of the word itself, its stem and its skeleton. */
export function placesOf(word: Word, language: StemLanguage): number[] {
  const salt = saltOf(language)
  const skeleton = skeletonOf(word.folded)
  const places = [
    placeOf(hashString(seeds.word ^ salt, word.folded)),
    placeOf(hashString(seeds.stem ^ salt, stemOf(word, language))),
  ]
  if (skeleton !== '') places.push(placeOf(hashString(seeds.skeleton ^ salt, skeleton)))
  return places
}

function workOut(word: Word, language: StemLanguage): WordSense {
  const salt = saltOf(language)
  return {
    cues: cueMatchers[language].cuesOf(word.folded),
    mood: language === 'uz' ? moodOf(word.folded) : 0,
    gramCount: gramsOf(word, language).length,
    stemHash: hashString(seeds.pair ^ salt, stemOf(word, language)),
    ending: placeOf(hashString(seeds.ending ^ salt, word.folded.slice(-endingLetters))),
    sums: null,
    sumsOf: null,
  }
}

/** What a word is in a text of the language. */
export function senseOf(word: Word, language: StemLanguage): WordSense {
  const number = setNumbers[language]
  const known = word.senses[number]
  if (known !== undefined) return known
  const sense = workOut(word, language)
  word.senses[number] = sense
  return sense
}

const onlyDigits = /^\p{Nd}+$/u
const lengthMax = 64
/** Held twice over at most; some fifteen megabytes. */
const rememberedMax = 12_000

const remembered = createMemo((text: string): Word => {
  const folded = onlyDigits.test(text) ? `0${Math.min(text.length, 9)}` : foldWord(text)
  return { text, folded, evidence: evidenceOf(text), senses: [undefined, undefined, undefined, undefined] }
}, rememberedMax)

/** Looks a word up, working it out on first sight; words longer than 64 units are known by their beginning. */
export function lookUpWord(text: string): Word {
  return remembered(text.length > lengthMax ? text.slice(0, lengthMax) : text)
}
