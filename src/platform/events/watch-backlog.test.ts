import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ctx } from '../ctx.ts'
import type { Standing } from './relay.store.ts'
import { watchBacklog } from './watch-backlog.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function told(standings: readonly (Standing | Error)[]): Promise<boolean[]> {
  const left = [...standings]
  const query = async () => {
    const next = left.shift()
    if (next instanceof Error) throw next
    return next ? [next] : []
  }
  const heard: boolean[] = []
  const stop = watchBacklog({ db: { query } } as unknown as Ctx, (isBehind) => heard.push(isBehind))
  await vi.advanceTimersByTimeAsync(standings.length * 1_000 + 10)
  stop()
  return heard
}
const at = (feedNo: number, unnumbered = 0, unheard = 0): Standing => ({ feedNo, unnumbered, unheard })

describe('facts that pile up', () => {
  it('are told of while they are numbered, and no longer than they pile up', async () => {
    expect(await told([at(10, 3_000), at(20, 3_000), at(30, 10), at(40, 0, 4_000), at(50)])).toEqual([
      ...[false, true, false, true, false],
    ])
  })
  it('hold up nobody where no process numbers any, nor where the database does not answer', async () => {
    expect(await told([at(10, 3_000), at(10, 3_000, 4_000), new Error('away'), at(10, 3_000)])).toEqual([
      ...[false, false, false, false],
    ])
  })
})
