/** What was read from the vendor after an outage, taken in by the ordinary way, the oldest first. */
import type { Ctx } from '#platform'
import type { ParsePiece } from './meta-event.ts'
import type { ReadEarlier } from './read-earlier.ts'
import { type TakeDeps, takeEvent } from './take-event.ts'

/** How many clients' messages were new. Throws what passes by itself: the rest is then read again with the next outage's end. */
export async function catchUp(
  ctx: Ctx,
  deps: TakeDeps & { readonly parse: ParsePiece },
  readers: readonly ReadEarlier[],
  since: Date,
): Promise<number> {
  const read = await Promise.all(readers.map((reader) => reader(since)))
  const pieces = read.flat().filter((piece) => piece.at >= since)
  pieces.sort((a, b) => a.at.getTime() - b.at.getTime())
  let taken = 0
  for (const piece of pieces) {
    for (const parsed of deps.parse(deps.account, piece, ctx.clock.now())) {
      if ((await takeEvent(ctx, deps, parsed)) === 'stored') taken += 1
    }
  }
  return taken
}
