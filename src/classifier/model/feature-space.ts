import type { StemLanguage } from '../text/stem.ts'

/** The hashed space of the model: two to the eighteenth, of which the first places are named features. */
export const featureSpaceSize = 1 << 18
/** How many of the first places are named features; every head keeps them apart from the hashed ones. */
export const namedFeatureCount = 1 << 12

/** Languages by number, in named and in hashed places. */
export const setNumbers: Readonly<Record<StemLanguage, number>> = { uz: 1, ru: 2, en: 3 }

/** Relative weight of each block; each is scaled by the root of its own size, so that a long review and a two-word chat line compare. */
export const blockWeights = {
  grams: 1.2,
  words: 1.6,
  cues: 0.7,
  shape: 0.4,
  joint: 0.7,
  shared: 0.7,
  own: 0.7,
  pairs: 1.5,
  title: 1.5,
}

const offset = 0x811c9dc5
const prime = 0x01000193

/** One step of the FNV-1a hash; the result is a signed 32-bit whole number. */
export function hashStep(hash: number, code: number): number {
  return Math.imul(hash ^ code, prime)
}

/** FNV-1a of a string from a seed. */
export function hashString(seed: number, text: string): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = hashStep(hash, text.charCodeAt(at))
  return hash
}

/** A hash as a place in the hashed part of the space; the final mixing makes the low bits depend on all of it. */
export function placeOf(hash: number): number {
  let mixed = hash ^ (hash >>> 15)
  mixed = Math.imul(mixed, 0x2c1b3c6d)
  mixed ^= mixed >>> 12
  return namedFeatureCount + ((mixed >>> 0) % (featureSpaceSize - namedFeatureCount))
}

/** A seed of its own for each kind of feature, so that equal strings of two kinds do not meet. */
export const seeds = {
  gram: offset,
  word: hashStep(offset, 1),
  stem: hashStep(offset, 2),
  skeleton: hashStep(offset, 3),
  pair: hashStep(offset, 4),
  ending: hashStep(offset, 5),
  first: hashStep(offset, 6),
  cuePair: hashStep(offset, 7),
  last: hashStep(offset, 8),
}
