/**
 * From facts to counts. A fact only says which request to look at; what is written is what the tables say then, so hearing a
 * fact twice, late or out of order gives the same counts, and rebuilding from nothing gives them again.
 */
import { countedMs, stretchesOf } from '#handoff'
import {
  clockBreached,
  clockCancelled,
  clockMet,
  clockPaused,
  clockResumed,
  clockRetargeted,
  clockStarted,
  clockWarned,
  holderChanged,
  requestClosed,
  requestOpened,
  requestReclassified,
  requestReopened,
  requestRepeated,
  satisfactionAsked,
  satisfactionGiven,
} from '#inbox'
import type { RequestId } from '#kernel'
import { type Ctx, defineSubscriber, type Fact, inTransaction, type Subscriber } from '#platform'
import { loadCalendars, type WorkCalendars } from '#staff'
import { reportTimeZone } from '../lines/read-pages.ts'
import {
  type ClockTruth,
  countProjected,
  deleteOrphans,
  lockProjection,
  markDays,
  projectClocks,
  projectClosings,
  projectReopenings,
  projectRequests,
  selectAnsweredClocks,
  selectRequestIds,
  selectWithRepeated,
} from './stats.store.ts'

/** Requests in one transaction. */
const batch = 200

const heard = [
  requestOpened,
  requestClosed,
  requestReopened,
  requestReclassified,
  holderChanged,
  clockStarted,
  clockMet,
  clockWarned,
  clockBreached,
  clockPaused,
  clockResumed,
  clockRetargeted,
  clockCancelled,
  requestRepeated,
  satisfactionAsked,
  satisfactionGiven,
]

const project = defineSubscriber({
  name: 'stats.project',
  pace: 'patient',
  events: heard.map(({ name }) => name),
  handle: async (ctx, facts: readonly Fact[]) => {
    await projectRequestsOf(ctx, [...new Set(facts.map(({ subjectId }) => subjectId as RequestId))])
  },
})

export const statsSubscribers: readonly Subscriber[] = [project]

/**
 * Counts everything anew, in bounded steps, while the program runs: reports stay available and true.
 * @returns how many requests and clocks are counted now.
 */
export async function rebuildStats(ctx: Ctx): Promise<{ requests: number; clocks: number }> {
  for (let after: RequestId | null = null; ; ) {
    const ids: RequestId[] = await selectRequestIds(ctx.db, after, batch)
    await projectRequestsOf(ctx, ids)
    after = ids.at(-1) ?? null
    if (after === null) break
  }
  await inTransaction(ctx, async (tx) => {
    await lockProjection(tx)
    await deleteOrphans(tx, reportTimeZone)
  })
  return countProjected(ctx.db)
}

async function projectRequestsOf(ctx: Ctx, given: readonly RequestId[]): Promise<void> {
  const ids = await selectWithRepeated(ctx.db, given)
  const calendars = await loadCalendars(ctx)
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch)
    await inTransaction(ctx, async (tx) => {
      await lockProjection(tx)
      await projectRequests(tx, some, ctx.clock.now())
      await projectReopenings(tx, some)
      await projectClosings(tx, some)
      const answered = await selectAnsweredClocks(tx, some)
      await projectClocks(
        tx,
        some,
        answered.map((clock) => ({ clockId: clock.id, tookMs: tookMs(calendars, clock) })),
      )
      await markDays(tx, some, reportTimeZone)
    })
  }
}

/** Working time from start to answer, pauses out; calendar time for the legal term, which knows no working hours. */
function tookMs(calendars: WorkCalendars, clock: ClockTruth): number {
  const endMs = (clock.metAt ?? clock.startedAt).getTime()
  const calendar = clock.calendarId === null ? undefined : calendars.get(clock.calendarId)
  if (clock.kind === 'statutory' || calendar === undefined) return Math.max(0, endMs - clock.startedAt.getTime())
  return countedMs(calendar.time, stretchesOf(clock.startedAt, clock.entries), endMs)
}
