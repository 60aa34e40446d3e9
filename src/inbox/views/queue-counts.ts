import type { QueueCounts } from '#contracts'
import type { Ctx } from '#platform'
import { type DepartmentCount, selectCounts, selectOwnCounts } from './counts.store.ts'
import type { QueueScope } from './queue.store.ts'
import { SharedAnswer } from './shared-answer.ts'
import { selectWorkBehind, type WorkBehind } from './work-behind.store.ts'

/** To count more than this takes so long that screens which ask at the same moment are told one answer. */
const sharedFromRequests = 5_000
const sharedForMs = 1_000

const notClosed = (rows: DepartmentCount[]) => rows.reduce((sum, row) => sum + row.open + row.waitingClient, 0)
const isHeavy = (rows: DepartmentCount[]) => notClosed(rows) >= sharedFromRequests

/** One for each database. */
const houses = new WeakMap<Ctx['db'], SharedAnswer<DepartmentCount[]>>()

function countHouse(ctx: Ctx, now: Date): Promise<DepartmentCount[]> {
  const house = houses.get(ctx.db) ?? new SharedAnswer(isHeavy, sharedForMs)
  houses.set(ctx.db, house)
  return house.get(now.getTime(), () => selectCounts(ctx.db, now))
}

/** What there is to do within the scope, exact at this moment; where there are thousands of requests, a second ago at most. */
export async function queueCounts(ctx: Ctx, scope: QueueScope): Promise<QueueCounts> {
  const now = ctx.clock.now()
  const [house, own] = await Promise.all([countHouse(ctx, now), selectOwnCounts(ctx.db, scope.operatorId, now)])
  const { departmentIds } = scope
  const isInScope = (row: DepartmentCount) => departmentIds === 'all' || departmentIds.includes(row.departmentId)
  // Of other departments one sees what one holds.
  const rows = [...house.filter(isInScope), ...own.filter((row) => !isInScope(row))].sort((a, b) =>
    a.departmentId < b.departmentId ? -1 : 1,
  )
  const sum = (of: (row: DepartmentCount) => number) => rows.reduce((total, row) => total + of(row), 0)
  const oldest = rows.flatMap((row) => row.oldestWaitingAt ?? []).sort((a, b) => a.getTime() - b.getTime())[0]
  return {
    at: now.toISOString(),
    mine: notClosed(own),
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
