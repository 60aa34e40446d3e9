import type { CueHits } from '../cues/cue-hits.ts'
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
function matterStart(frames: CueHits, from: number, end: number): number {
  let start = from
  for (let hit = 0; hit < frames.size; hit++) {
    if (frames.groupAt(hit) !== openingFrame) continue
    const [first, last] = [frames.firstAt(hit), frames.lastAt(hit)]
    if (first >= from && first <= from + openingWithin && last < end) start = Math.max(start, last + 1)
  }
  return start
}

function decides(group: number): boolean {
  return group !== openingFrame && group !== datumFrame && group !== wantFrame
}

/** Whether a frame goes before another: it begins earlier, else it is longer, else its kind is named earlier in the lexicon. */
function precedes(frames: CueHits, hit: number, other: number): boolean {
  const first = frames.firstAt(hit) - frames.firstAt(other)
  if (first !== 0) return first < 0
  const last = frames.lastAt(hit) - frames.lastAt(other)
  return last === 0 ? frames.groupAt(hit) < frames.groupAt(other) : last > 0
}

/** The first frame of a sentence's matter, the longest where several begin at one word; -1 where there is none. */
function frameWithin(frames: CueHits, from: number, end: number): number {
  const start = matterStart(frames, from, end)
  let best = -1
  for (let hit = 0; hit < frames.size; hit++) {
    const first = frames.firstAt(hit)
    if (first < start || first > end || !decides(frames.groupAt(hit))) continue
    if (best < 0 || precedes(frames, hit, best)) best = hit
  }
  return best < 0 ? -1 : frames.groupAt(best)
}

/** How the last sentence that asks does so; null where none does. */
export function frameOf(reading: Reading): FrameName | null {
  const frame = frameNames[lastFrame(reading)] ?? null
  return frame === 'noQuestion' ? null : frame
}

function lastFrame({ frames, ends, wordCount }: Reading): number {
  let chosen = -1
  let from = 0
  for (let end = 0; end < wordCount; end++) {
    if (ends[end] !== 1) continue
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
  if (frames.size === 0) {
    add(at.none)
    return
  }
  const frame = lastFrame(reading) + 1
  const datum = frames.has(datumFrame)
  const want = frames.has(wantFrame)
  add(at.frame + frame)
  add(at.joint + frame * 8 + (faults ? 4 : 0) + (datum ? 2 : 0) + (want ? 1 : 0))
}
