import { useState } from 'react'

/** What is drawn at first: some screens full. */
const firstDrawn = 120
/** What is added at a time when one looks back. */
const step = 80

/** How many of so many lines are drawn, the newest: never more than were asked for. */
const drawnOf = (count: number, wanted: number) => Math.min(count, Math.max(firstDrawn, wanted))

/**
 * A long history is drawn from its end: the more one looks back, the more is drawn, and back at the end the rest is let go.
 * What was reached stays reached while lines are added below.
 * @param count lines there are.
 */
export function useWindow(count: number) {
  const [wanted, setWanted] = useState(firstDrawn)
  const drawn = drawnOf(count, wanted)
  return {
    /** The index of the first line drawn. */
    from: count - drawn,
    more: () => setWanted(drawn + step),
    rest: () => setWanted(firstDrawn),
  }
}
