import type { DetectedLanguage, Script } from '#contracts'
import type { CueHit } from '../cues/cue-matcher.ts'
import { cueMatchers, firstFrame } from '../cues/cues.ts'
import { identifyWords } from '../text/language.ts'
import type { StemLanguage } from '../text/stem.ts'
import { type Token, tokenise } from '../text/tokenise.ts'
import { lookUpWord, senseOf, type Word, type WordSense } from './word.ts'

/** A text as the model sees it, read once for every head: words with their places, punctuation, language, cues. */
export type Reading = {
  readonly tokens: readonly Token[]
  /** Words and numbers only; `words[i]` stands at `places[i]` and is `senses[i]` in this text's language. */
  readonly words: readonly Word[]
  readonly places: readonly Token[]
  readonly senses: readonly WordSense[]
  /** For each word, whether a sentence ends after it. */
  readonly ends: readonly boolean[]
  readonly language: DetectedLanguage
  readonly script: Script
  /** Whose words and cues the text is read with: mixed, Karakalpak and unknown texts are read as Uzbek. */
  readonly readAs: StemLanguage
  readonly cues: readonly CueHit[]
  /** How its sentences ask. */
  readonly frames: readonly CueHit[]
}

/** Only the beginning of a text is read: the matter stands there, and the time per text stays bounded. */
export const readMax = 4_000
const wordsMax = 300
const sentenceEnds = '.?!…;'

function readAsOf(language: DetectedLanguage): StemLanguage {
  return language === 'ru' || language === 'en' ? language : 'uz'
}

function hitsOf(senses: readonly WordSense[], readAs: StemLanguage): Pick<Reading, 'cues' | 'frames'> {
  const found: CueHit[] = []
  cueMatchers[readAs].find(senses, found)
  const cues: CueHit[] = []
  const frames: CueHit[] = []
  for (const hit of found) {
    if (hit.group < firstFrame) cues.push(hit)
    else frames.push({ group: hit.group - firstFrame, first: hit.first, last: hit.last })
  }
  return { cues, frames }
}

/** Reads a text of any length; never throws. */
export function readText(text: string): Reading {
  const tokens = tokenise(text.length > readMax ? text.slice(0, readMax) : text)
  const words: Word[] = []
  const places: Token[] = []
  const ends: boolean[] = []
  for (const token of tokens) {
    if (token.kind === 'word' || token.kind === 'number') {
      if (words.length >= wordsMax) break
      words.push(lookUpWord(token.text))
      places.push(token)
      ends.push(false)
    } else if (token.kind === 'mark' && ends.length > 0 && sentenceEnds.includes(token.text)) ends[ends.length - 1] = true
  }
  if (ends.length > 0) ends[ends.length - 1] = true
  const { language, script } = identifyWords(words)
  const readAs = readAsOf(language)
  const senses = words.map((word) => senseOf(word, readAs))
  return { tokens, words, places, senses, ends, language, script, readAs, ...hitsOf(senses, readAs) }
}
