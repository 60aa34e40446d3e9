/**
 * Whether the facts of what is taken in pile up faster than they are numbered and heard. While nobody numbers any (no process has
 * the role, or it is being started again) this says no: taking in waits for nobody, and what was taken in is found in the tables.
 */
import type { Ctx } from '../ctx.ts'
import { selectStanding } from './relay.store.ts'

const lookEveryMs = 1_000
/** A second or two of the busiest stream; the relay numbers 500 in a round. */
const mostUnnumbered = 3_000
/** Rows still to be heard, a dozen for each round: half a minute behind. */
const mostUnheard = 4_000

/** Tells it once a second. Returns the way to stop. */
export function watchBacklog(ctx: Ctx, tell: (isBehind: boolean) => void): () => void {
  let feedNo = -1
  let isLooking = false
  const look = async () => {
    const standing = await selectStanding(ctx.db, { mostUnnumbered, mostUnheard })
    const isMoving = feedNo >= 0 && standing.feedNo > feedNo
    feedNo = standing.feedNo
    tell(isMoving && (standing.unnumbered >= mostUnnumbered || standing.unheard >= mostUnheard))
  }
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    look()
      // A database that does not answer is said by the calls themselves.
      .catch(() => tell(false))
      .finally(() => {
        isLooking = false
      })
  }, lookEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}
