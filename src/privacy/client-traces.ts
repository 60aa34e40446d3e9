/** What a public reply may not show: that its author is a client, a client's name beside a product, the last digits of a card. */
import type { GuardReason } from '#contracts'
import { isWarning } from './asked-secrets.ts'
import type { Reading } from './reading.ts'
import type { Sentence } from './reply-reading.ts'

export type Trace = { readonly reason: GuardReason; readonly start: number; readonly end: number }

export function clientTraces(reading: Reading, sentences: readonly Sentence[]): Trace[] {
  return [
    ...sentences.flatMap((sentence) => confirmations(reading, sentence)),
    ...sentences.flatMap((sentence) => names(reading, sentence)),
    ...tails(reading, sentences),
  ]
}

/** A condition ("if your card is blocked…") and a warning ("tell nobody your card's …") confirm nothing. */
function confirmations(reading: Reading, sentence: Sentence): Trace[] {
  const isGeneral = sentence.of('conditionWords').length > 0 || isWarning(reading, sentence)
  if (isGeneral) return []
  return sentence.of('clientPhrases').map(({ start, end }) => ({ reason: 'confirms_client', start, end }))
}

const surname = /(?:[eo]v|[eo]va|[eo]vich|[eo]vna|yev|yeva|skiy|skaya|enko|zoda|zade)$/
const relation = new Set(['ogli', 'kizi', 'ugli'])

/** A surname with its capital beside another capitalised word, in a sentence about accounts, cards or loans. */
function names({ words, chars }: Reading, sentence: Sentence): Trace[] {
  if (sentence.of('ownershipWords').length + sentence.of('clientPhrases').length === 0) return []
  const isName = (place: number) => isCapital(chars[words[place]?.start ?? chars.length])
  const traces: Trace[] = []
  for (let place = sentence.first; place <= sentence.last; place++) {
    const word = words[place]
    if (!word || !isName(place)) continue
    const isRelated = relation.has(words[place + 1]?.folded ?? '')
    const isSurname = word.folded.length > 4 && surname.test(word.folded) && (isName(place - 1) || isName(place + 1))
    if (isSurname || isRelated) traces.push({ reason: 'name_in_public', start: word.start, end: word.end })
  }
  return traces
}

const isCapital = (char: string | undefined) => char !== undefined && char !== char.toLowerCase()

const maskedTail = /\*{1,19}[ -]?\d{4}(?!\d)/g
const fourDigits = /^\D{0,20}?(\d{4})(?!\d|[\s.,]\d{3})/

function tails({ chars }: Reading, sentences: readonly Sentence[]): Trace[] {
  const masked = (chars.includes('*') ? [...chars.matchAll(maskedTail)] : []).map((match): Trace => {
    return { reason: 'card_tail_in_public', start: match.index, end: match.index + match[0].length }
  })
  const named = sentences
    .flatMap((sentence) => sentence.of('lastFourWords'))
    .flatMap(({ end }): Trace[] => {
      const found = fourDigits.exec(chars.slice(end, end + 26))
      return found ? [{ reason: 'card_tail_in_public', start: end + found[0].length - 4, end: end + found[0].length }] : []
    })
  return [...masked, ...named]
}
