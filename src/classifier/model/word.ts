import type { WordCues } from '../cues/cue-matcher.ts'
import { cueMatchers } from '../cues/cues.ts'
import { moodOf } from '../cues/moods.ts'
import { type Evidence, evidenceOf, noEvidence } from '../text/evidence.ts'
import { foldWord, skeletonOf } from '../text/fold.ts'
import { type StemLanguage, stem, stemUzbek } from '../text/stem.ts'
import { hashStep, hashString, placeOf, seeds, setNumbers } from './feature-space.ts'
import { orderRoleOf } from './machine-orders.ts'

/**
 * The words met so far, by number, in flat tables: a tenth of the words of real texts are new even after thousands of texts, and an object
 * for each would be carried along by the garbage collector. When a table is full everything is forgotten and learnt again as it comes.
 */

/** Words of a text; more are not read. */
export const wordsMax = 300
/** How many words are remembered; some twenty megabytes with what they add to the scores. */
const rememberedMax = 1 << 16
const lettersMax = 1 << 20
/** Only the beginning of a longer word is read. */
const spellingMax = 64
/** One letter may fold to several; what a word of strange signs folds to is cut here. */
const foldedMax = 255

/** A sense is a word in a text of one language. Its number is also the row where a scorer keeps what it adds. */
export const sensesMax = rememberedMax

const slotMask = rememberedMax * 2 - 1
/** Number of the word in each slot of the hash table, plus one; 0 where there is none. */
const slots = new Int32Array(rememberedMax * 2)
const hashes = new Int32Array(rememberedMax)
const letters = new Uint16Array(lettersMax)
const [spellingAt, foldedAt] = [new Int32Array(rememberedMax), new Int32Array(rememberedMax)]
const [spellingLengths, foldedLengths] = [new Uint8Array(rememberedMax), new Uint8Array(rememberedMax)]
const evidences = new Array<Evidence>(rememberedMax).fill(noEvidence)
const roles = new Uint8Array(rememberedMax)
const senses: Readonly<Record<StemLanguage, Int32Array>> = {
  uz: new Int32Array(rememberedMax),
  ru: new Int32Array(rememberedMax),
  en: new Int32Array(rememberedMax),
}
let wordCount = 0
let senseCount = 0
let letterCount = 0

/** Tells one memory from the next: a number of a word or sense means nothing beyond it. */
export const memory = { age: 1 }

function forget(): void {
  slots.fill(0)
  wordCount = 0
  senseCount = 0
  letterCount = 0
  memory.age++
}

/** Makes sure that a whole text's words can be taken in; numbers given out before may be void afterwards. */
export function makeRoom(): void {
  const isTight = wordCount > rememberedMax - wordsMax || senseCount > sensesMax - wordsMax
  if (isTight || letterCount > lettersMax - wordsMax * (spellingMax + foldedMax)) forget()
}

/** From a beginning of this process's own: nobody outside can make up words that all meet in one slot. */
const seed = Math.floor(Math.random() * 2 ** 31)

function isSpelled(word: number, text: string, start: number, length: number): boolean {
  if (spellingLengths[word] !== length) return false
  const from = spellingAt[word] ?? 0
  for (let at = 0; at < length; at++) if (letters[from + at] !== text.charCodeAt(start + at)) return false
  return true
}

/** Looks a stretch of a text up as a word, working it out on first sight; answers its number. */
export function lookUpWord(text: string, start: number, end: number): number {
  const length = end - start > spellingMax ? spellingMax : end - start
  let hash = seed
  for (let at = start; at < start + length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 15
  let slot = hash & slotMask
  for (let held = slots[slot] ?? 0; held !== 0; held = slots[slot] ?? 0) {
    if (hashes[held - 1] === hash && isSpelled(held - 1, text, start, length)) return held - 1
    slot = (slot + 1) & slotMask
  }
  const word = wordCount++
  slots[slot] = word + 1
  hashes[word] = hash
  takeIn(word, text.slice(start, start + length))
  return word
}

function keep(written: string): number {
  const from = letterCount
  for (let at = 0; at < written.length; at++) letters[from + at] = written.charCodeAt(at)
  letterCount = from + written.length
  return from
}

const onlyDigits = /^\p{Nd}+$/u

/** The fold of a word; a number is known by its length only, so that no value is ever learnt. */
function foldedOrLength(text: string, spelled: string): string {
  return onlyDigits.test(text) ? `0${Math.min(text.length, 9)}` : spelled.slice(0, foldedMax)
}

function takeIn(word: number, text: string): void {
  const spelled = foldWord(text)
  const folded = foldedOrLength(text, spelled)
  spellingLengths[word] = text.length
  const from = keep(text)
  spellingAt[word] = from
  foldedLengths[word] = folded.length
  foldedAt[word] = folded === text ? from : keep(folded)
  evidences[word] = evidenceOf(text, spelled)
  roles[word] = orderRoleOf(folded)
  senses.uz[word] = 0
  senses.ru[word] = 0
  senses.en[word] = 0
}

/** What a word says of the language of its text. */
export function evidenceAt(word: number): Evidence {
  return evidences[word] ?? noEvidence
}

function lettersOf(from: number, length: number): string {
  return Reflect.apply(String.fromCharCode, null, letters.subarray(from, from + length))
}

/** What a word brings to the model wherever it stands in a text of one language, by the number of its sense. */
export const senseTable = {
  /** How many n-grams its fold has. */
  gramCounts: new Uint8Array(sensesMax),
  /** Places of the word itself, its stem and its skeleton; the last is -1 where too few consonants remain. */
  ownPlaces: new Int32Array(sensesMax),
  stemPlaces: new Int32Array(sensesMax),
  skeletonPlaces: new Int32Array(sensesMax),
  /** Hash of the stem, for pairs of neighbours. */
  stemHashes: new Int32Array(sensesMax),
  /** Place of its last four letters as a sentence's end: an Uzbek sentence says there what it wants. */
  endings: new Int32Array(sensesMax),
}
const words = new Int32Array(sensesMax)
const moods = new Int8Array(sensesMax)
const cuesOfSenses = new Array<WordCues>(sensesMax).fill(cueMatchers.uz.cuesOf(''))

/** The fold of a sense's word. */
export function foldedOf(sense: number): string {
  const word = words[sense] ?? 0
  return lettersOf(foldedAt[word] ?? 0, foldedLengths[word] ?? 0)
}

/** Which parts of an order to a machine a sense's word can play (machine-orders.ts). */
export function orderRoleAt(sense: number): number {
  return roles[words[sense] ?? 0] ?? 0
}

/** Cues a sense sets off, the ways a sentence asks included. */
export function cuesAt(sense: number): WordCues | undefined {
  return cuesOfSenses[sense]
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

/** The letters of a sense's fold between its marks; answers how many. */
function mark(sense: number): number {
  const word = words[sense] ?? 0
  const count = Math.min(foldedLengths[word] ?? 0, gramLettersMax)
  const from = foldedAt[word] ?? 0
  marked[0] = before
  for (let at = 0; at < count; at++) marked[at + 1] = letters[from + at] ?? 0
  marked[count + 1] = behind
  return count + 2
}

/** Fills in the places of the character n-grams of a sense's fold and tells how many there are: only their sum is remembered. */
export function fillGrams(sense: number, language: StemLanguage, places: Int32Array): number {
  const first = gramSeed ^ saltOf(language)
  const length = mark(sense)
  let count = 0
  for (let start = 0; start < length; start++) {
    let hash = first
    const end = Math.min(length, start + gramMax)
    for (let at = start; at < end; at++) {
      hash = step(hash, marked[at] ?? 0)
      if (at - start + 1 >= gramMin) places[count++] = place(hash)
    }
  }
  return count
}

function gramCountOf(foldedLength: number): number {
  const length = Math.min(foldedLength, gramLettersMax) + 2
  let count = 0
  for (let size = gramMin; size <= gramMax && size <= length; size++) count += length - size + 1
  return count
}

function stemOf(word: number, folded: string, language: StemLanguage): string {
  return language === 'uz' ? stemUzbek(folded) : stem(lettersOf(spellingAt[word] ?? 0, spellingLengths[word] ?? 0), language)
}

const moodUnknown = -2

function workOut(sense: number, language: StemLanguage): void {
  const salt = saltOf(language)
  const word = words[sense] ?? 0
  const folded = foldedOf(sense)
  const stemmed = stemOf(word, folded, language)
  const skeleton = skeletonOf(folded)
  cuesOfSenses[sense] = cueMatchers[language].cuesOf(folded)
  moods[sense] = language === 'uz' ? moodUnknown : 0
  senseTable.gramCounts[sense] = gramCountOf(folded.length)
  senseTable.ownPlaces[sense] = place(hashString(seeds.word ^ salt, folded))
  senseTable.stemPlaces[sense] = place(hashString(seeds.stem ^ salt, stemmed))
  senseTable.skeletonPlaces[sense] = skeleton === '' ? -1 : place(hashString(seeds.skeleton ^ salt, skeleton))
  senseTable.stemHashes[sense] = hashString(seeds.pair ^ salt, stemmed)
  senseTable.endings[sense] = place(hashString(seeds.ending ^ salt, folded.slice(-endingLetters)))
}

/** What the word does at the end of an Uzbek sentence (moods.ts); -1 where it says nothing and the word before it decides. */
export function moodAt(sense: number): number {
  const known = moods[sense] ?? 0
  if (known !== moodUnknown) return known
  const mood = moodOf(foldedOf(sense))
  moods[sense] = mood
  return mood
}

/** What a word is in a text of the language: the number of its sense. */
export function senseOf(word: number, language: StemLanguage): number {
  const numbers = senses[language]
  const known = numbers[word] ?? 0
  if (known !== 0) return known - 1
  const sense = senseCount++
  words[sense] = word
  workOut(sense, language)
  numbers[word] = sense + 1
  return sense
}
