import type { OpinionType } from '#contracts'
import { type CueGroup, groupNumberOf } from '../cues/cues.ts'
import type { Reading } from './reading.ts'

/**
 * Whether the answer must look at the client's own data: a complaint that names money, access or the client's own things;
 * a request for one's own balance, status or document. General questions and rates need no identity.
 */
export function needsIdentity(reading: Reading, type: OpinionType, topic: string): boolean {
  const has = (group: CueGroup) => reading.cues.some((cue) => cue.group === groupNumberOf(group))
  if (type === 'other' || type === 'suggestion') return false
  if (type === 'complaint')
    return (
      topic !== 'general' &&
      topic !== 'tariff' &&
      topic !== 'branch' &&
      (has('mine') || has('moneyHarm') || has('ownData') || has('lost') || has('fraud'))
    )
  return has('ownData') && has('mine') && type === 'information_request'
}
