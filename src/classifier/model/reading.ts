import type { DetectedLanguage, Script } from '#contracts'
import { CueHits } from '../cues/cue-hits.ts'
import type { WordCues } from '../cues/cue-matcher.ts'
import { cueMatchers, firstFrame } from '../cues/cues.ts'
import { type Evidence, noEvidence } from '../text/evidence.ts'
import { identifyWords } from '../text/language.ts'
import type { StemLanguage } from '../text/stem.ts'
import { type Scanned, scanToken } from '../text/tokenise.ts'
import { cuesAt, evidenceAt, lookUpWord, makeRoom, senseOf, wordsMax } from './word.ts'

/** A text as the model sees it, read once for every head: words with their places, punctuation, language, cues. */
export type Reading = {
  /** What of the text is read. */
  readonly text: string
  /** Words and numbers; of each where it stands in the text, as UTF-16 offsets, end exclusive, and what it is in this text's language. */
  readonly wordCount: number
  readonly starts: Uint16Array
  readonly stops: Uint16Array
  readonly senses: Int32Array
  /** For each word, 1 where a sentence ends after it; 0 behind the last word. */
  readonly ends: Uint8Array
  /** The word with which the first sentence ends, and the one with which the last begins. */
  readonly firstEnd: number
  readonly lastStart: number
  /** Whether any word has a letter. */
  readonly hasLetters: boolean
  readonly shape: Shape
  readonly language: DetectedLanguage
  readonly script: Script
  /** Whose words and cues the text is read with: mixed, Karakalpak and unknown texts are read as Uzbek. */
  readonly readAs: StemLanguage
  readonly cues: CueHits
  /** How its sentences ask. */
  readonly frames: CueHits
}

/** Punctuation, emoji and numbers of a text. */
export type Shape = {
  questions: number
  exclamations: number
  good: boolean
  bad: boolean
  number: boolean
  endsAsking: boolean
}

/** Only the beginning of a text is read: the matter stands there, and the time per text stays bounded. */
export const readMax = 4_000
const sentenceEnds = '.?!…;'
const goodEmoji = /[👍👏🔥💯🥰😍😊🙂😁😃😄❤💙💚💜🧡💛🩵🤩😘🙏✨⭐🌟💪👌🎉🤝🌹🌺💐😎🫶]/u
const badEmoji = /[👎😡🤬😠😤😭😢😞😔🤮🤢💩😒🙄😩😫🤦🤡😣☹🙁]/u

const shape: Shape = { questions: 0, exclamations: 0, good: false, bad: false, number: false, endsAsking: false }
const reading = {
  text: '',
  wordCount: 0,
  starts: new Uint16Array(wordsMax),
  stops: new Uint16Array(wordsMax),
  senses: new Int32Array(wordsMax),
  ends: new Uint8Array(wordsMax + 2),
  firstEnd: -1,
  lastStart: 0,
  hasLetters: false,
  shape,
  language: 'unknown' as DetectedLanguage,
  script: 'none' as Script,
  readAs: 'uz' as StemLanguage,
  cues: new CueHits(),
  frames: new CueHits(),
}
const wordNumbers = new Int32Array(wordsMax)
const evidences = new Array<Evidence>(wordsMax).fill(noEvidence)
const cuesOfWords: Array<WordCues | undefined> = new Array(wordsMax).fill(undefined)
const hits = new CueHits()
const scanned: Scanned = { kind: 'word', start: 0, end: 0 }

function readAsOf(language: DetectedLanguage): StemLanguage {
  return language === 'ru' || language === 'en' ? language : 'uz'
}

function clear(text: string): void {
  reading.text = text
  reading.wordCount = 0
  reading.hasLetters = false
  reading.ends.fill(0)
  shape.questions = 0
  shape.exclamations = 0
  shape.good = false
  shape.bad = false
  shape.number = false
  shape.endsAsking = false
  scanned.end = 0
}

function takeWord(text: string): void {
  if (scanned.kind === 'number') shape.number = true
  const at = reading.wordCount
  if (at === wordsMax) return
  if (scanned.kind === 'word') reading.hasLetters = true
  reading.starts[at] = scanned.start
  reading.stops[at] = scanned.end
  wordNumbers[at] = lookUpWord(text, scanned.start, scanned.end)
  reading.wordCount = at + 1
}

function takeMark(sign: string, isRead: boolean): void {
  if (sign === '?') shape.questions++
  else if (sign === '!') shape.exclamations++
  if (isRead && reading.wordCount > 0 && sentenceEnds.includes(sign)) reading.ends[reading.wordCount - 1] = 1
}

function takeEmoji(emoji: string): void {
  shape.good ||= goodEmoji.test(emoji)
  shape.bad ||= badEmoji.test(emoji)
}

/** Takes in every sign of the text; words beyond the last that is read, and the ends of their sentences, are passed over. */
function takeTokens(text: string): void {
  let isFull = false
  while (scanToken(text, scanned.end, scanned)) {
    const { kind, start, end } = scanned
    shape.endsAsking = false
    if (kind === 'word' || kind === 'number') {
      isFull ||= reading.wordCount === wordsMax
      takeWord(text)
    } else if (kind === 'mark') {
      takeMark(text.charAt(start), !isFull)
      shape.endsAsking = text.charAt(start) === '?'
    } else takeEmoji(text.slice(start, end))
  }
}

/** Where the last sentence begins. A single word is the first sentence and not the last one. */
function lastStartOf(count: number): number {
  if (count < 2) return count
  let at = count - 2
  while (at >= 0 && reading.ends[at] === 0) at--
  return at + 1
}

function takeSenses(): void {
  const { wordCount, readAs, cues, frames } = reading
  for (let at = 0; at < wordCount; at++) {
    const sense = senseOf(wordNumbers[at] ?? 0, readAs)
    reading.senses[at] = sense
    cuesOfWords[at] = cuesAt(sense)
  }
  cues.clear()
  frames.clear()
  hits.clear()
  cueMatchers[readAs].find(cuesOfWords, wordCount, hits)
  for (let at = 0; at < hits.size; at++) {
    const group = hits.groupAt(at)
    if (group < firstFrame) cues.add(group, hits.firstAt(at), hits.lastAt(at))
    else frames.add(group - firstFrame, hits.firstAt(at), hits.lastAt(at))
  }
}

/** Reads a text of any length; never throws. The answer is overwritten by the next text. */
export function readText(text: string): Reading {
  const read = text.length > readMax ? text.slice(0, readMax) : text
  makeRoom()
  clear(read)
  takeTokens(read)
  const count = reading.wordCount
  if (count > 0) reading.ends[count - 1] = 1
  reading.firstEnd = reading.ends.indexOf(1)
  reading.lastStart = lastStartOf(count)
  for (let at = 0; at < count; at++) evidences[at] = evidenceAt(wordNumbers[at] ?? 0)
  const { language, script } = identifyWords(evidences, count)
  reading.language = language
  reading.script = script
  reading.readAs = readAsOf(language)
  takeSenses()
  return reading
}

/** A word as it is written in the text. */
export function writtenAt({ text, starts, stops }: Reading, word: number): string {
  return text.slice(starts[word], stops[word])
}
