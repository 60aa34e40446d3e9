/**
 * Does a reply ask the client for a secret? A secret's name and a telling word in one sentence do, unless the nearest telling
 * word is refused ("never tell"), or the secret is only what the sentence is about ("to change the PIN, send your address").
 */
import type { Reading } from './reading.ts'
import { covers, liesBetween, type ReplyHit, type Sentence } from './reply-reading.ts'

export type AskedSecret = { readonly reason: 'asks_secret' | 'asks_card_number'; readonly start: number; readonly end: number }

/** A telling word further away than this, in words, tells something else. */
const furthest = 8
const mostBack = 6

/** Linear in the text: a sentence's hits meet only within `furthest` words. */
export function askedSecrets(reading: Reading, sentences: readonly Sentence[]): AskedSecret[] {
  const asked: AskedSecret[] = []
  let open: ReplyHit[] = []
  for (const sentence of sentences) {
    const secrets = secretsIn(reading, sentence)
    const verbs = verbsIn(reading, sentence)
    for (const { hit, reason } of secrets) {
      if (isAsked(reading, sentence, hit, verbs)) asked.push({ reason, start: hit.start, end: hit.end })
    }
    // "A code has come. Send it here."
    if (secrets.length === 0 && open.length > 0 && verbs.some((verb) => verb.isAsking && hasPronoun(reading, verb.hit))) {
      asked.push(...open.map(({ start, end }) => ({ reason: 'asks_secret' as const, start, end })))
    }
    open = verbs.some((verb) => !verb.isAsking) ? [] : secrets.map(({ hit }) => hit)
  }
  return asked
}

/** Whether the sentence tells the client not to tell. */
export const isWarning = (reading: Reading, sentence: Sentence): boolean =>
  verbsIn(reading, sentence).some((verb) => !verb.isAsking)

type Named = { readonly hit: ReplyHit; readonly reason: AskedSecret['reason'] }

function secretsIn(reading: Reading, sentence: Sentence): Named[] {
  const isPartial = sentence.of('lastFourWords').length > 0
  const secrets = sentence.of('secretsAsked').map((hit): Named => ({ hit, reason: 'asks_secret' }))
  const cards = isPartial ? [] : sentence.of('cardNumberAsked').map((hit): Named => ({ hit, reason: 'asks_card_number' }))
  return [...secrets, ...cards].filter(({ hit }) => !reading.cues.isOver('harmlessCodes', hit))
}

type Verb = { readonly hit: ReplyHit; readonly isAsking: boolean }

function verbsIn(reading: Reading, sentence: Sentence): Verb[] {
  const refused = sentence.of('refuseWords')
  const asking = sentence
    .of('tellWords')
    .filter((hit) => !covers(refused, hit.first) && isAddressed(reading, sentence, hit))
    .map((hit) => ({ hit, isAsking: !isRefused(reading, sentence, hit) }))
  return [...asking, ...refused.map((hit) => ({ hit, isAsking: false }))]
}

const imperative = /(?:ing|inglar|in|sangiz|olasiz\p{L}*|vor\p{L}*|ber|yubor|tashla|jonat|kor)$/u
const reported = new Set(['deb', 'degan', 'deydi', 'deyishsa', 'desa', 'deyish', 'desalar'])

/** "yuborib bering" is asked of the client, "yuborib beramiz" and "'ayting' deb" are not. */
function isAddressed({ words }: Reading, sentence: Sentence, { last }: ReplyHit): boolean {
  const word = words[last]?.folded ?? ''
  const next = last < sentence.last ? (words[last + 1]?.folded ?? '') : ''
  if (reported.has(next)) return false
  return !word.endsWith('ib') || next === '' || imperative.test(next)
}

const negativeEnding = /(?:mang|manglar|maymiz|maydi|maysiz|mayman|mas|masin|masdan|maslik|masligi)$/

function isRefused({ words, chars }: Reading, sentence: Sentence, { first, last }: ReplyHit): boolean {
  const next = last < sentence.last ? (words[last + 1]?.folded ?? '') : ''
  if (negativeEnding.test(next)) return true
  const [negations, fillers, tells] = [sentence.of('negations'), sentence.of('negationFillers'), sentence.of('tellWords')]
  for (let place = first - 1; place >= Math.max(sentence.first, first - mostBack); place--) {
    if (covers(negations, place)) return true
    const isComma = chars.slice(words[place]?.end, words[place + 1]?.start).includes(',')
    if (covers(tells, place)) continue
    if (isComma || !covers(fillers, place)) return false
  }
  return false
}

function isAsked(reading: Reading, sentence: Sentence, secret: ReplyHit, verbs: readonly Verb[]): boolean {
  let nearest: Verb | undefined
  let least = furthest + 1
  for (const verb of verbs) {
    const distance = distanceOf(secret, verb.hit)
    if (distance > least || (distance === least && !verb.isAsking)) continue
    nearest = verb
    least = distance
  }
  return nearest?.isAsking === true && isObject(reading, sentence, secret, nearest.hit)
}

const distanceOf = (a: ReplyHit, b: ReplyHit) => Math.max(0, b.first - a.last, a.first - b.last)

/** What stands between decides whether the secret is what shall be told. */
function isObject(reading: Reading, sentence: Sentence, secret: ReplyHit, verb: ReplyHit): boolean {
  const [after, before] = secret.last < verb.first ? [secret.last, verb.first] : [verb.last, secret.first]
  if (isInTrouble(sentence, secret, after, before)) return false
  if (verb.first < secret.first) return !liesBetween(sentence, 'purposeWords', after, before)
  const purpose = sentence.of('purposeWords').findLast((hit) => hit.first > after && hit.last < before)
  const comma = commaBetween(reading, after, before)
  const from = purpose?.last ?? comma
  if (from === null) return true
  return !hasOwnObject(reading, from, before) && !(comma !== null && isAimOf(reading, sentence, secret, verb))
}

/** "To reset your password, write your number": the aim stands first, and the verb has an object of its own behind it. */
function isAimOf({ words }: Reading, sentence: Sentence, secret: ReplyHit, verb: ReplyHit): boolean {
  const isAim = sentence.of('purposeWords').some((hit) => hit.last < secret.first && secret.first - hit.last <= 3)
  const own = words.slice(verb.last + 1, Math.min(sentence.last, verb.last + 3) + 1)
  return isAim && own.some(({ folded }) => !toUs.has(folded)) && !own.some(({ folded }) => pronouns.has(folded))
}

function isInTrouble(sentence: Sentence, secret: ReplyHit, after: number, before: number): boolean {
  if (liesBetween(sentence, 'troubleWords', after, before)) return true
  return sentence.of('troubleWords').some((hit) => hit.first >= secret.first - 2 && hit.first <= secret.last + 3)
}

/** Index of the last word before the last comma between two words; null where there is none. */
function commaBetween({ words, chars }: Reading, after: number, before: number): number | null {
  for (let place = before - 1; place >= after; place--) {
    if (
      /[,:—-]/.test(
        chars
          .slice(words[place]?.end, words[place + 1]?.start)
          .trim()
          .slice(0, 1),
      )
    )
      return place
  }
  return null
}

const toUs = new Set([
  'bizga',
  'menga',
  'shu',
  'yerga',
  'bu',
  'shuyerga',
  'chatga',
  'nam',
  'mne',
  'syuda',
  'us',
  'me',
  'here',
  'iltimos',
  'pojaluysta',
  'please',
  'keyin',
  'tez',
  'srochno',
  'darhol',
  'hozir',
  'ham',
  'tugri',
  'togri',
])
const pronouns = new Set(['uni', 'shuni', 'oshani', 'ularni', 'buni', 'ego', 'ee', 'ih', 'eto', 'it', 'this', 'that', 'them'])

/** The words before the verb name something else that shall be told. */
function hasOwnObject({ words }: Reading, after: number, before: number): boolean {
  const own = words.slice(after + 1, before).map(({ folded }) => folded)
  return !own.some((word) => pronouns.has(word)) && own.some((word) => !toUs.has(word))
}

function hasPronoun({ words }: Reading, { first, last }: ReplyHit): boolean {
  const around = [...words.slice(Math.max(0, first - 2), first), ...words.slice(last + 1, last + 3)]
  return around.some(({ folded }) => pronouns.has(folded))
}
