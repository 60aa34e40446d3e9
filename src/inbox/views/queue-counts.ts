import type { QueueCounts } from '#contracts'
import type { Ctx } from '#platform'
import { type DepartmentCount, selectCounts } from './counts.store.ts'
import type { QueueScope } from './queue.store.ts'
import { selectWorkBehind, type WorkBehind } from './work-behind.store.ts'

/** What there is to do within the scope, exact at this moment. */
export async function queueCounts(ctx: Ctx, scope: QueueScope): Promise<QueueCounts> {
  const now = ctx.clock.now()
  const rows = await selectCounts(ctx.db, scope, now)
  const sum = (of: (row: DepartmentCount) => number) => rows.reduce((total, row) => total + of(row), 0)
  const oldest = rows.flatMap((row) => row.oldestWaitingAt ?? []).sort((a, b) => a.getTime() - b.getTime())[0]
  return {
    at: now.toISOString(),
    mine: sum((row) => row.mine),
    queue: sum((row) => row.queued),
    all_open: sum((row) => row.open),
    waiting_client: sum((row) => row.waitingClient),
    pastDue: sum((row) => row.pastDue),
    oldestWaitingAt: oldest?.toISOString() ?? null,
    departments: rows.map(({ departmentId, open, queued, pastDue }) => ({ departmentId, open, queued, pastDue })),
  }
}

/** What should have been done by now and is not. */
export function workBehind(ctx: Ctx): Promise<WorkBehind> {
  return selectWorkBehind(ctx.db, ctx.clock.now())
}
