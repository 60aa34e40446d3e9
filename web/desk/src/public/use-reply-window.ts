import { useMemo } from 'react'
import { type PlaceView, windowWarningMs } from '#contracts'
import { useMinute } from '../inbox/use-now.ts'

export type ReplyWindow = {
  readonly state: 'open' | 'person' | 'closed'
  /** Until the channel takes no reply from a person; null: no end. */
  readonly leftMs: number | null
  readonly isClosing: boolean
  /** Nothing may be said here before the client answers. */
  readonly awaitsClient: boolean
}

const open: ReplyWindow = { state: 'open', leftMs: null, isClosing: false, awaitsClient: false }

/** A place's window at this moment: it closes on the screen when it closes. */
export function windowAt(place: Pick<PlaceView, 'window'> | null, nowMs: number): ReplyWindow {
  if (place === null) return open
  const { state, anybodyUntil, personUntil } = place.window
  if (personUntil === null) return { ...open, state, awaitsClient: state === 'closed' }
  const leftMs = Date.parse(personUntil) - nowMs
  if (leftMs <= 0) return { state: 'closed', leftMs: 0, isClosing: false, awaitsClient: false }
  const isForAnybody = anybodyUntil !== null && Date.parse(anybodyUntil) > nowMs
  return { state: isForAnybody ? 'open' : 'person', leftMs, isClosing: leftMs <= windowWarningMs, awaitsClient: false }
}

/** The window of a place, looked at every minute; to the second the hub decides. */
export function useReplyWindow(place: PlaceView | null): ReplyWindow {
  const minute = useMinute()
  return useMemo(() => windowAt(place, minute), [place, minute])
}
