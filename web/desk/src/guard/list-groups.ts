/** The guard's lists in the order of the page, what may stand in them, and what a bank changed in them. */
import { type GuardListName, type GuardLists, numberLists } from '#contracts'

export const listGroups = {
  talk: ['forbiddenWords', 'clientPhrases', 'ownershipWords', 'conditionWords'],
  digits: ['publicNumbers', 'cardPrefixes'],
  asking: [
    'secretsAsked',
    'cardNumberAsked',
    'lastFourWords',
    'tellWords',
    'refuseWords',
    'negations',
    'negationFillers',
    'troubleWords',
    'purposeWords',
  ],
  codes: ['codeWords', 'messageWords', 'harmlessCodes', 'priceWords', 'unitWords'],
  numbers: ['cardWords', 'pinflWords', 'passportWords', 'accountWords', 'phoneWords', 'expiryWords', 'referenceWords'],
} as const satisfies Record<string, readonly GuardListName[]>
export type ListGroup = keyof typeof listGroups
export const groupNames = Object.keys(listGroups) as ListGroup[]

export const isNumberList = (name: GuardListName): boolean => (numberLists as readonly string[]).includes(name)

/** The same shapes the hub takes (src/contracts/guard-lists.ts), said before a press of "save". */
const phrase = /^\p{L}[\p{L}\p{M}'`ʻʼ‘’´* …-]{0,79}$/u
const lengths: Partial<Record<GuardListName, RegExp>> = { cardPrefixes: /^\d{4,8}$/, publicNumbers: /^\d{3,20}$/ }
const mostWords = 500

export type WordFault = 'bad' | 'badNumber' | 'twice'

/** Why a word cannot be added; null where it can. */
export function faultOf(name: GuardListName, word: string, list: readonly string[]): WordFault | null {
  if (list.includes(word) || list.length >= mostWords) return 'twice'
  if (isNumberList(name)) return (lengths[name] ?? phrase).test(word) ? null : 'badNumber'
  return phrase.test(word) ? null : 'bad'
}

export type ListChange = { readonly added: readonly string[]; readonly removed: readonly string[] }

/** What differs from what came with the program. */
export function changeOf(name: GuardListName, lists: GuardLists, shipped: GuardLists): ListChange {
  const [now, before] = [lists[name], shipped[name]]
  return {
    added: now.filter((word) => !before.includes(word)),
    removed: before.filter((word) => !now.includes(word)),
  }
}
