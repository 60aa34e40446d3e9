import { moodCount, moodOf } from '../cues/moods.ts'
import type { Attitude } from './attitude.ts'
import type { Reading } from './reading.ts'
import { moodAt } from './word.ts'

const trailingMax = 2
const [must, condition] = [moodOf('kerak'), moodOf('bolsa')]
const at = { last: 0, first: moodCount * 4, middle: moodCount * 5 } as const
/** How many places the predicates of a text take. */
export const predicateSize = moodCount * 6

function moodBefore({ senses }: Reading, end: number, from: number): number {
  for (let word = end; word >= from && word >= end - trailingMax; word--) {
    const mood = moodAt(senses[word] ?? 0)
    if (mood < 0) continue
    // "Must" behind an "if" is a guess ("there is none, I suppose"), no demand.
    return mood === must && word > 0 && moodAt(senses[word - 1] ?? 0) === condition ? 0 : mood
  }
  return 0
}

/** What the sentences of an Uzbek text say at their ends: the last one jointly with praise and fault, the first and those between. */
export function predicatesOf(reading: Reading, { faults, praises }: Attitude, add: (place: number) => void): void {
  if (reading.readAs !== 'uz') return
  const { ends, wordCount } = reading
  const beside = (faults ? 2 : 0) + (praises ? 1 : 0)
  let from = 0
  for (let end = ends.indexOf(1); end >= 0; end = ends.indexOf(1, end + 1)) {
    const mood = moodBefore(reading, end, from)
    if (end === wordCount - 1) add(at.last + mood * 4 + beside)
    else add((from === 0 ? at.first : at.middle) + mood)
    from = end + 1
  }
}
