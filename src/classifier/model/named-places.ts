import { cueGroups } from '../cues/cues.ts'
import { askingSize } from './asking.ts'
import { attitudeSize } from './attitude.ts'
import { namedFeatureCount } from './feature-space.ts'
import { predicateSize } from './predicate.ts'

/** Number of cue groups, and the layout of the named places: four states of each cue, the shape of the text, its joint states. */
export const cueCount = cueGroups.length
export const shapeAt = cueCount * 4
const shapeSize = 40
/** Where the joint states begin: attitude, asking, predicates. */
export const attitudeAt = shapeAt + shapeSize
export const askingAt = attitudeAt + attitudeSize
export const predicatesAt = askingAt + askingSize
/** Named features have a place shared by all languages and one of each: what a cue means in one it need not mean in another. */
export const setSize = predicatesAt + predicateSize

if (setSize * 4 > namedFeatureCount) throw new Error('more named features than places')
