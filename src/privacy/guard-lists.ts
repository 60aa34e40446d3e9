/**
 * The guard's lists made ready to look with. Compiled once when they change; the lists in force are those of the whole
 * process, because a list that one room obeys and another does not would be a hole.
 */
import {
  type GuardListChanges,
  type GuardListName,
  type GuardLists,
  guardListNames,
  type PhraseList,
  phraseLists,
} from '#contracts'
import { compilePhrases, type PhraseTree } from './phrases.ts'
import { shippedLists } from './shipped-lists.ts'

/** Lists that explain numbers, and lists that judge a reply: two trees, because a client's message needs only the first. */
const outgoingLists: ReadonlySet<PhraseList> = new Set<PhraseList>([
  'secretsAsked',
  'cardNumberAsked',
  'lastFourWords',
  'tellWords',
  'refuseWords',
  'negations',
  'negationFillers',
  'troubleWords',
  'purposeWords',
  'conditionWords',
  'clientPhrases',
  'ownershipWords',
  'forbiddenWords',
])

export type CompiledLists = {
  readonly cues: PhraseTree<PhraseList>
  readonly replies: PhraseTree<PhraseList>
  readonly isOwnPrefix: (digits: string) => boolean
  /** Whether anybody may dial or pay to this number, with or without the country's 998. */
  readonly isPublicNumber: (digits: string) => boolean
}

/** Linear in the lists; a few milliseconds for the shipped ones. */
export function compileLists(lists: GuardLists): CompiledLists {
  const those = (isOutgoing: boolean) =>
    Object.fromEntries(
      phraseLists.filter((name) => outgoingLists.has(name) === isOutgoing).map((name) => [name, lists[name]]),
    ) as Record<PhraseList, string[]>
  const prefixes = new Set(lists.cardPrefixes)
  const lengths = [...new Set(lists.cardPrefixes.map((prefix) => prefix.length))]
  const numbers = new Set(lists.publicNumbers)
  return {
    cues: compilePhrases(those(false)),
    replies: compilePhrases(those(true)),
    isOwnPrefix: (digits) => lengths.some((length) => prefixes.has(digits.slice(0, length))),
    isPublicNumber: (digits) => numbers.has(digits) || (digits.startsWith('998') && numbers.has(digits.slice(3))),
  }
}

const shipped = compileLists(shippedLists)
let inForce = shipped

/** The lists every find of this process goes by. */
export const listsInForce = (): CompiledLists => inForce

/** Puts lists in force in this process at once; null: the shipped ones again. */
export function putListsInForce(lists: GuardLists | null): void {
  inForce = lists === null ? shipped : compileLists(lists)
}

/** The shipped lists with a bank's changes: what it struck is gone, what it added stands behind. */
export function listsWith(changes: GuardListChanges): GuardLists {
  const lists = {} as Record<GuardListName, string[]>
  for (const name of guardListNames) {
    const { added, removed } = changes[name] ?? { added: [], removed: [] }
    const struck = new Set(removed)
    lists[name] = [...new Set([...shippedLists[name].filter((line) => !struck.has(line)), ...added])]
  }
  return lists
}

/** What makes the shipped lists these; the lists that are as shipped are left out. */
export function changesTo(lists: GuardLists): GuardListChanges {
  const changes: GuardListChanges = {}
  for (const name of guardListNames) {
    const shippedLines = new Set(shippedLists[name])
    const lines = new Set(lists[name])
    const added = [...lines].filter((line) => !shippedLines.has(line))
    const removed = [...shippedLines].filter((line) => !lines.has(line))
    if (added.length + removed.length > 0) changes[name] = { added, removed }
  }
  return changes
}
