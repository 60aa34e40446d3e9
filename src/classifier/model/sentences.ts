import { featuresOf } from './features.ts'
import type { Head } from './model-file.ts'
import { readText } from './reading.ts'
import { intoProbabilities, type Scorer } from './score.ts'

/** Surer than this the whole is not asked again. */
const doubtBelow = 0.8
/** How much the sentences count beside the whole. */
const sentencesShare = 0.5
/** The matter stands in one of the first; a bound for the time a text takes. */
const sentencesMax = 20

const ends = '.?!…\n'
const isSpace = (letter: string | undefined) => letter !== undefined && /\s/.test(letter)
const hasWord = /\p{L}\P{L}*\p{L}\P{L}*\p{L}/u

/** The sentences of a text that say something: each up to the space behind its end. */
function sentencesOf(text: string): string[] {
  const parts: string[] = []
  let from = 0
  for (let at = 1; at < text.length; at++) {
    if (!(isSpace(text[at]) && ends.includes(text[at - 1] ?? ' '))) continue
    parts.push(text.slice(from, at))
    while (isSpace(text[at])) at++
    from = at
  }
  parts.push(text.slice(from))
  return parts.filter((part) => hasWord.test(part)).slice(0, sentencesMax)
}

function best(shares: Float64Array): number {
  let most = 0
  for (const share of shares) most = Math.max(most, share)
  return most
}

/** The types as they go before each other where a text holds several matters: the first that any sentence holds is the text's. */
export type Precedence = readonly string[]

/** How likely each type is the first that any of the sentences holds; the last type is what remains. */
function firstOfAny(each: readonly Float64Array[], order: readonly number[]): Float64Array {
  const shares = new Float64Array(order.length)
  let rest = 1
  for (const c of order.slice(0, -1)) {
    let inNone = 1
    for (const sentence of each) inNone *= 1 - (sentence[c] ?? 0)
    shares[c] = rest * (1 - inNone)
    rest *= inNone
  }
  shares[order.at(-1) ?? 0] = rest
  return shares
}

/**
 * Makes the second hearing of texts of several sentences. The corpus is of short texts, and a long one drowns its matter: one fault told
 * among courtesies is a complaint. Where the whole leaves doubt each sentence is read by itself, and the shares of the whole are mixed with
 * how likely each type is the first, by precedence, that any sentence holds. Answers the new shares; null where there is no doubt or one
 * sentence. The reading and the scores of the whole are overwritten.
 */
export function createSecondHearing(
  head: Head,
  score: Scorer,
  precedence: Precedence,
): (text: string, shares: Float64Array) => Float64Array | null {
  const order = precedence.map((name) => head.classes.indexOf(name))
  return (text, shares) => {
    if (best(shares) > doubtBelow) return null
    const sentences = sentencesOf(text)
    if (sentences.length < 2) return null
    const whole = shares.slice()
    const each = sentences.map((sentence) => {
      const [scores = whole] = score(featuresOf(readText(sentence))).byHead
      const own = scores.slice()
      intoProbabilities(head, own)
      return own
    })
    const any = firstOfAny(each, order)
    return whole.map((share, c) => (1 - sentencesShare) * share + sentencesShare * (any[c] ?? 0))
  }
}
