import type { WordCues } from '../cues/cue-matcher.ts'
import { cueMatchers } from '../cues/cues.ts'
import { moodOf } from '../cues/moods.ts'
import { type Evidence, evidenceOf } from '../text/evidence.ts'
import { foldWord, skeletonOf } from '../text/fold.ts'
import { createMemo } from '../text/memo.ts'
import { type StemLanguage, stem, stemUzbek } from '../text/stem.ts'
import { hashStep, hashString, placeOf, seeds, setNumbers } from './feature-space.ts'

/** A word as written, with what is worked out about it once: the same spelling gives the same object while it is remembered. */
export type Word = {
  readonly text: string
  /** Its fold; a number is known by its length only, so that no value is ever learnt. */
  readonly folded: string
  readonly evidence: Evidence
  /** What it is in a text of each language; worked out when first asked for. */
  uz: WordSense | null
  ru: WordSense | null
  en: WordSense | null
}

/** A word in a text of one language: its cues, and what it brings to the model wherever it stands. */
export type WordSense = {
  readonly folded: string
  /** Cues it sets off, the ways a sentence asks included. */
  readonly cues: WordCues
  readonly gramCount: number
  /** Places of the word itself, its stem and its skeleton; the last is -1 where too few consonants remain. */
  readonly ownPlace: number
  readonly stemPlace: number
  readonly skeletonPlace: number
  /** Hash of the stem, for pairs of neighbours. */
  readonly stemHash: number
  /** Place of its last four letters as a sentence's end: an Uzbek sentence says there what it wants. */
  readonly ending: number
  /** What it does at the end of an Uzbek sentence; ask `moodAt`, which works it out when first asked for. */
  mood: number
  /** Where a scorer keeps what the word adds; the scorer knows whether it still does. */
  slot: number
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

/** Room for the n-grams of the longest word. */
export const gramsMax = (gramMax - gramMin + 1) * (gramLettersMax + 2)

const [before, behind] = ['^'.charCodeAt(0), '$'.charCodeAt(0)]
const marked = new Uint16Array(gramLettersMax + 2)

/** The letters of a word between its marks; answers how many. */
function mark(folded: string): number {
  const letters = Math.min(folded.length, gramLettersMax)
  marked[0] = before
  for (let at = 0; at < letters; at++) marked[at + 1] = folded.charCodeAt(at)
  marked[letters + 1] = behind
  return letters + 2
}

/** Fills in the places of a folded word's character n-grams and tells how many there are: only their sum is remembered. */
export function fillGrams(folded: string, language: StemLanguage, places: Int32Array): number {
  const seed = gramSeed ^ saltOf(language)
  const length = mark(folded)
  let count = 0
  for (let start = 0; start < length; start++) {
    let hash = seed
    const end = Math.min(length, start + gramMax)
    for (let at = start; at < end; at++) {
      hash = step(hash, marked[at] ?? 0)
      if (at - start + 1 >= gramMin) places[count++] = place(hash)
    }
  }
  return count
}

function gramCountOf(folded: string): number {
  const length = Math.min(folded.length, gramLettersMax) + 2
  let count = 0
  for (let size = gramMin; size <= gramMax && size <= length; size++) count += length - size + 1
  return count
}

function stemOf({ text, folded }: Word, language: StemLanguage): string {
  return language === 'uz' ? stemUzbek(folded) : stem(text, language)
}

const moodUnknown = -2

function workOut(word: Word, language: StemLanguage): WordSense {
  const salt = saltOf(language)
  const { folded } = word
  const stemmed = stemOf(word, language)
  const skeleton = skeletonOf(folded)
  return {
    folded,
    cues: cueMatchers[language].cuesOf(folded),
    gramCount: gramCountOf(folded),
    ownPlace: place(hashString(seeds.word ^ salt, folded)),
    stemPlace: place(hashString(seeds.stem ^ salt, stemmed)),
    skeletonPlace: skeleton === '' ? -1 : place(hashString(seeds.skeleton ^ salt, skeleton)),
    stemHash: hashString(seeds.pair ^ salt, stemmed),
    ending: place(hashString(seeds.ending ^ salt, folded.slice(-endingLetters))),
    mood: language === 'uz' ? moodUnknown : 0,
    slot: 0,
  }
}

/** What the word does at the end of an Uzbek sentence (moods.ts); -1 where it says nothing and the word before it decides. */
export function moodAt(sense: WordSense): number {
  if (sense.mood === moodUnknown) sense.mood = moodOf(sense.folded)
  return sense.mood
}

/** What a word is in a text of the language. */
export function senseOf(word: Word, language: StemLanguage): WordSense {
  const known = word[language]
  if (known !== null) return known
  const sense = workOut(word, language)
  word[language] = sense
  return sense
}

const onlyDigits = /^\p{Nd}+$/u
const lengthMax = 64
/** Held twice over at most; some fifteen megabytes. */
const rememberedMax = 16_000

function readWord(text: string): Word {
  const spelled = foldWord(text)
  const folded = onlyDigits.test(text) ? `0${Math.min(text.length, 9)}` : spelled
  return { text, folded, evidence: evidenceOf(text, spelled), uz: null, ru: null, en: null }
}

const remembered = createMemo(readWord, rememberedMax)

/** Looks a word up, working it out on first sight; words longer than 64 units are known by their beginning. */
export function lookUpWord(text: string): Word {
  return remembered(text.length > lengthMax ? text.slice(0, lengthMax) : text)
}
