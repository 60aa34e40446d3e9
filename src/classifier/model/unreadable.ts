import type { Reading } from './reading.ts'
import { readMax } from './reading.ts'

/** Beyond this most of a text is not read, and the matter may stand there. No channel lets a client write so much at once. */
const lengthMax = 2 * readMax
/** Marks over letters, invisible and control signs: a plea in earnest has few of them, the Arabic and Hebrew vowels included. */
const disturbing = /[\p{M}\p{Cf}\p{Cc}\p{Co}\p{Cn}]/gu
const disturbedShare = 0.4
const orderVerbs = /^(?:ignor|disregard|forget|overrid|bypass|zabud|zabut|unut|etibor|hisobga)/
const orderNouns = /^(?:instruc|instruk|prompt|guideline|system|sistemn|korsatm|kursatm|yorikn|yorikno|buyruk|buyruq)/
const orderSpan = 5

function isDisturbed(text: string): boolean {
  const part = text.slice(0, readMax)
  const count = part.match(disturbing)?.filter((sign) => sign !== '\n' && sign !== '\r' && sign !== '\t').length ?? 0
  return count > 3 && count >= disturbedShare * part.length
}

/** "Ignore the previous instructions", in any order of the two words: said to a machine, not to a bank. */
function givesOrders({ words }: Reading): boolean {
  return words.some(
    (word, at) =>
      orderNouns.test(word.folded) &&
      words.slice(Math.max(0, at - orderSpan), at + orderSpan).some((other) => orderVerbs.test(other.folded)),
  )
}

/** Why a text should be read by a person, whatever the model makes of it; null where nothing is the matter. */
export function whyUnreadable(text: string, reading: Reading): string | null {
  if (text.length > lengthMax) return 'too_long'
  if (isDisturbed(text)) return 'garbled'
  return givesOrders(reading) ? 'orders_to_machine' : null
}
