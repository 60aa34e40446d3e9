import type { StemLanguage } from '../text/stem.ts'
import { type CueMatcher, createCueMatcher } from './cue-matcher.ts'
import { cueGroups, type frameNames, lexiconTables } from './lexicon.ts'

export { cueGroups, frameNames } from './lexicon.ts'

export type CueGroup = (typeof cueGroups)[number]

const groupNumbers = new Map<string, number>(cueGroups.map((group, at) => [group, at]))

/** Number of a group in the model's feature space. */
export function groupNumberOf(group: CueGroup): number {
  return groupNumbers.get(group) ?? 0
}

/** A way a sentence asks. */
export type FrameName = (typeof frameNames)[number]
/** Frames are numbered behind the groups of cues. */
export const firstFrame = cueGroups.length

/** The cues and frames of texts in each language; mixed, Karakalpak and unknown texts are read as Uzbek. */
export const cueMatchers: Readonly<Record<StemLanguage, CueMatcher>> = {
  uz: createCueMatcher(lexiconTables.uz),
  ru: createCueMatcher(lexiconTables.ru),
  en: createCueMatcher(lexiconTables.en),
}
