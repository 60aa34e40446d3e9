import type { CueHit } from '../cues/cue-matcher.ts'
import { type FrameName, frameNames } from '../cues/cues.ts'
import type { Attitude } from './attitude.ts'
import type { Reading } from './reading.ts'

const openingFrame = frameNames.indexOf('opening')
const datumFrame = frameNames.indexOf('datum')
const wantFrame = frameNames.indexOf('want')
/** The courtesy before the matter stands at a sentence's beginning. */
const openingWithin = 4

const frameCount = frameNames.length
/** Where the places of each part begin: no frame, each frame, each frame with what stands beside it. */
const at = { none: 0, frame: 1, joint: 2 + frameCount } as const
/** How many places the asking of a text takes. */
export const askingSize = at.joint + (frameCount + 1) * 8

/** Where the matter of a sentence begins, behind its courtesies. */
function matterStart(frames: readonly CueHit[], from: number, end: number): number {
  let start = from
  for (const { group, first, last } of frames)
    if (group === openingFrame && first >= from && first <= from + openingWithin && last < end)
      start = Math.max(start, last + 1)
  return start
}

function decides({ group }: CueHit): boolean {
  return group !== openingFrame && group !== datumFrame && group !== wantFrame
}

/** Whether a frame goes before another: it begins earlier, else it is longer, else its kind is named earlier in the lexicon. */
function precedes(hit: CueHit, other: CueHit): boolean {
  if (hit.first !== other.first) return hit.first < other.first
  return hit.last === other.last ? hit.group < other.group : hit.last > other.last
}

/** The first frame of a sentence's matter, the longest where several begin at one word; -1 where there is none. */
function frameWithin(frames: readonly CueHit[], from: number, end: number): number {
  const start = matterStart(frames, from, end)
  let best: CueHit | null = null
  for (const hit of frames) {
    if (hit.first < start || hit.first > end || !decides(hit)) continue
    if (best === null || precedes(hit, best)) best = hit
  }
  return best?.group ?? -1
}

/** How the last sentence that asks does so; null where none does. */
export function frameOf(reading: Reading): FrameName | null {
  const frame = frameNames[lastFrame(reading)] ?? null
  return frame === 'noQuestion' ? null : frame
}

function lastFrame({ frames, ends }: Reading): number {
  let chosen = -1
  let from = 0
  for (let end = 0; end < ends.length; end++) {
    if (ends[end] !== true) continue
    const frame = frameWithin(frames, from, end)
    if (frame >= 0) chosen = frame
    from = end + 1
  }
  return chosen
}

/**
 * How the last asking sentence asks, alone and jointly with a fault told, a datum named and a want said anywhere in the text:
 * "how much" is a fact, "how" guidance, and either with harm told a complaint.
 */
export function askingOf(reading: Reading, { faults }: Attitude, add: (place: number) => void): void {
  const { frames } = reading
  if (frames.length === 0) {
    add(at.none)
    return
  }
  const frame = lastFrame(reading) + 1
  const datum = frames.some(({ group }) => group === datumFrame)
  const want = frames.some(({ group }) => group === wantFrame)
  add(at.frame + frame)
  add(at.joint + frame * 8 + (faults ? 4 : 0) + (datum ? 2 : 0) + (want ? 1 : 0))
}
