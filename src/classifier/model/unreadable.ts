import { orderRoles } from './machine-orders.ts'
import { type Reading, readMax } from './reading.ts'
import { orderRoleAt } from './word.ts'

/** Beyond this most of a text is not read, and the matter may stand there. No channel lets a client write so much at once. */
const lengthMax = 2 * readMax
/** Marks over letters, invisible and control signs: a plea in earnest has few of them, the Arabic and Hebrew vowels included. */
const disturbing = /[\p{M}\p{Cf}\p{Cc}\p{Co}\p{Cn}]/u
const disturbedShare = 0.4
const [unseen, calm, disturbs] = [0, 1, 2]
/** What each sign of the basic plane is, filled on first sight. */
const kinds = new Uint8Array(0x10000)
for (const layout of '\n\r\t') kinds[layout.charCodeAt(0)] = calm

function kindOf(text: string, at: number): number {
  const code = text.charCodeAt(at)
  const known = kinds[code] ?? unseen
  if (known !== unseen) return known
  if (code >= 0xdc00 && code <= 0xdfff) return calm // the second half of a sign already counted
  const kind = disturbing.test(String.fromCodePoint(text.codePointAt(at) ?? code)) ? disturbs : calm
  if (code < 0xd800 || code > 0xdbff) kinds[code] = kind
  return kind
}

function isDisturbed(text: string): boolean {
  const length = Math.min(text.length, readMax)
  let count = 0
  for (let at = 0; at < length; at++) if (kindOf(text, at) === disturbs) count++
  return count > 3 && count >= disturbedShare * length
}

const orderSpan = 5

function hasVerbNear({ senses, wordCount }: Reading, at: number): boolean {
  const end = Math.min(wordCount, at + orderSpan)
  for (let near = Math.max(0, at - orderSpan); near < end; near++)
    if ((orderRoleAt(senses[near] ?? 0) & orderRoles.verb) !== 0) return true
  return false
}

/** "Ignore the previous instructions", in any order of the two words: said to a machine, not to a bank. */
function givesOrders(reading: Reading): boolean {
  for (let at = 0; at < reading.wordCount; at++) {
    if ((orderRoleAt(reading.senses[at] ?? 0) & orderRoles.noun) !== 0 && hasVerbNear(reading, at)) return true
  }
  return false
}

/** Why a text should be read by a person, whatever the model makes of it; null where nothing is the matter. */
export function whyUnreadable(text: string, reading: Reading): string | null {
  if (text.length > lengthMax) return 'too_long'
  if (isDisturbed(text)) return 'garbled'
  return givesOrders(reading) ? 'orders_to_machine' : null
}
