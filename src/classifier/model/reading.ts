import type { DetectedLanguage, Script } from '#contracts'
import type { CueHit } from '../cues/cue-matcher.ts'
import { findCues } from '../cues/cues.ts'
import { foldWord } from '../text/fold.ts'
import { identifyTokens } from '../text/language.ts'
import { type Token, tokenise } from '../text/tokenise.ts'

/** A text as the model sees it, read once for every head: words with their places, punctuation, language, cues. */
export type Reading = {
  readonly tokens: readonly Token[]
  /** Words and numbers only; `folded[i]` is the fold of `words[i]`. */
  readonly words: readonly Token[]
  readonly folded: readonly string[]
  /** For each word, whether a sentence ends after it. */
  readonly ends: readonly boolean[]
  readonly language: DetectedLanguage
  readonly script: Script
  readonly cues: readonly CueHit[]
}

/** Only the beginning of a text is read: the matter stands there, and the time per text stays bounded. */
export const readMax = 4_000
const wordsMax = 800
const sentenceEnd = /[.?!…;]/

/** Reads a text of any length; never throws. */
export function readText(text: string): Reading {
  const tokens = tokenise(text.length > readMax ? text.slice(0, readMax) : text)
  const words: Token[] = []
  const folded: string[] = []
  const ends: boolean[] = []
  for (const token of tokens) {
    if (token.kind === 'mark' && sentenceEnd.test(token.text) && ends.length > 0) ends[ends.length - 1] = true
    if ((token.kind !== 'word' && token.kind !== 'number') || words.length >= wordsMax) continue
    words.push(token)
    folded.push(token.kind === 'number' ? `0${Math.min(token.text.length, 9)}` : foldWord(token.text))
    ends.push(false)
  }
  if (ends.length > 0) ends[ends.length - 1] = true
  const { language, script } = identifyTokens(tokens)
  return { tokens, words, folded, ends, language, script, cues: findCues(folded, language) }
}
