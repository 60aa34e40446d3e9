import { Trie } from '../text/trie.ts'

const orderVerbs = beginnings('ignor disregard forget overrid bypass zabud zabut unut etibor hisobga')
const orderNouns = beginnings('instruc instruk prompt guideline system sistemn korsatm kursatm yorikn yorikno buyruk buyruq')

function beginnings(list: string): Trie {
  return Trie.of(
    list.split(' ').map((beginning) => [beginning, 0]),
    'forward',
  )
}

/** What a word can be in "ignore the previous instructions": bits for the deed and for the thing. */
export const orderRoles = { none: 0, verb: 1, noun: 2 } as const

/** Which parts of an order to a machine a folded word can play. */
export function orderRoleOf(folded: string): number {
  return (orderVerbs.meets(folded) ? orderRoles.verb : 0) | (orderNouns.meets(folded) ? orderRoles.noun : 0)
}
