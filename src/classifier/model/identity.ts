import type { OpinionType } from '#contracts'
import type { CueGroup } from '../cues/cues.ts'
import { hasCue } from './priority.ts'
import type { Reading } from './reading.ts'

/** Topics whose matters are the same for everybody: a price, an address, manners. */
const impersonal: ReadonlySet<string> = new Set(['general', 'tariff', 'branch', 'promo', 'staff', 'service', 'fx'])
/** Topics that are about the client's own things unless nothing in the text says so. */
const application = 'app_login'
const documents: ReadonlySet<string> = new Set(['statement', 'account', 'credit', 'complaint_status'])
const ownThings: readonly CueGroup[] = ['mine', 'moneyHarm', 'lost', 'fraud']

function complaintNeedsIdentity(reading: Reading, topic: string): boolean {
  const own = ownThings.some((group) => hasCue(reading, group))
  if (topic === application) return own
  if (!impersonal.has(topic)) return true
  return topic !== 'general' && hasCue(reading, 'mine') && hasCue(reading, 'past')
}

/**
 * Whether the answer must look at the client's own data: a complaint about the client's own money, access or application;
 * a request for one's own balance, status or document. General questions, rates and manners need no identity.
 * In doubt about a complaint the answer is yes: an answer withheld until the client is known harms less than one shown to a stranger.
 */
export function needsIdentity(reading: Reading, type: OpinionType, topic: string): boolean {
  if (type === 'complaint') return complaintNeedsIdentity(reading, topic)
  if (type !== 'information_request' || !hasCue(reading, 'ownData')) return false
  return hasCue(reading, 'mine') || documents.has(topic)
}
