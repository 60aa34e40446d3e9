import { secondMs } from '#kernel'
import { type Ctx, defineSweep } from '#platform'
import { tidyMessageWords } from './search.store.ts'

/**
 * New words wait in a list before they are in the index. When it is full, whoever writes the next message empties it, for tenths
 * of a second and with a client's conversation locked; so it is emptied before.
 */
export const searchSweep = defineSweep({
  name: 'inbox.search-words',
  everyMs: 2 * secondMs,
  run: (ctx: Ctx) => tidyMessageWords(ctx.db),
})
