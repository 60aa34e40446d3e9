/** One text as all detectors share it: its plain view, its words, its numbers and where the lists' words stand. */
import type { PhraseList } from '#contracts'
import { type DigitGroup, digitRuns } from './digit-groups.ts'
import type { CompiledLists } from './guard-lists.ts'
import { numeralsOf } from './numerals.ts'
import { findPhrases, type Hit } from './phrases.ts'
import { type PlainView, plainView } from './plain-view.ts'
import { type Word, wordsOf } from './words.ts'

export type Reading = {
  readonly view: PlainView
  readonly chars: string
  readonly words: readonly Word[]
  readonly runs: readonly (readonly DigitGroup[])[]
  /** Other ways the same numbers may be meant, looked at where the first one finds nothing. */
  readonly otherRuns: readonly (readonly DigitGroup[])[]
  /** It has a digit or a word for a number: without one it can be no part of a number either. */
  readonly hasNumber: boolean
  readonly lists: CompiledLists
  readonly cues: Cues
}

const noRuns = { runs: [], otherRuns: [] } as const

/** Reads a text. Linear; the cues are looked for only when a detector first asks. */
export function readText(text: string, lists: CompiledLists): Reading {
  const view = plainView(text)
  const { chars } = view
  const words = wordsOf(chars)
  const numerals = numeralsOf(words)
  const hasNumber = numerals !== null || /\d/.test(chars)
  const { runs, otherRuns } = hasNumber ? digitRuns(chars, { words, numerals }) : noRuns
  return { view, chars, words, runs, otherRuns, hasNumber, lists, cues: new Cues(lists, words) }
}

type Place = { readonly start: number; readonly end: number }

/** Where the words of the lists stand, asked by nearness. */
export class Cues {
  private found: Map<PhraseList, Hit<PhraseList>[]> | null = null
  private readonly lists: CompiledLists
  private readonly words: readonly Word[]
  constructor(lists: CompiledLists, words: readonly Word[]) {
    this.lists = lists
    this.words = words
  }

  of(list: PhraseList): readonly Hit<PhraseList>[] {
    if (this.found === null) {
      this.found = new Map()
      for (const hit of findPhrases(this.lists.cues, this.words)) {
        const hits = this.found.get(hit.list)
        if (hits) hits.push(hit)
        else this.found.set(hit.list, [hit])
      }
    }
    return this.found.get(list) ?? []
  }

  /** A word of the list ends at most `within` characters before the place. */
  isBefore(list: PhraseList, at: number, within: number): boolean {
    const hits = this.of(list)
    const next = firstFrom(hits, at)
    for (let i = next - 1; i >= 0 && i >= next - 4; i--) {
      const hit = hits[i]
      if (hit && hit.end <= at && at - hit.end <= within) return true
    }
    return false
  }

  /** A word of the list begins at most `within` characters after the place. */
  isAfter(list: PhraseList, at: number, within: number): boolean {
    const hits = this.of(list)
    const hit = hits[firstFrom(hits, at)]
    return hit !== undefined && hit.start - at <= within
  }

  isNear(list: PhraseList, place: Place, before: number, after: number): boolean {
    return this.isBefore(list, place.start, before) || this.isAfter(list, place.end, after)
  }

  /** A word of the list lies over the place. */
  isOver(list: PhraseList, { start, end }: Place): boolean {
    const hits = this.of(list)
    const next = firstFrom(hits, end)
    for (let i = next - 1; i >= 0 && i >= next - 4; i--) {
      const hit = hits[i]
      if (hit && hit.end > start && hit.start < end) return true
    }
    return false
  }
}

/** Index of the first hit that begins at the place or behind it, by halving. */
function firstFrom(hits: readonly Place[], at: number): number {
  let low = 0
  let high = hits.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((hits[middle]?.start ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}
