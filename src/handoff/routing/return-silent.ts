/**
 * The holder who is there and does nothing. A client who waits for longer than the bank lets them wait, without any act of the
 * holder on the request meanwhile (a note, a pause, a correction count as well as a reply), is given to somebody else.
 */
import type { Priority, RoutingRules } from '#contracts'
import { changeHolder } from '#inbox'
import { isAppError, minuteMs, secondMs } from '#kernel'
import { audit, type Ctx, defineSweep, inTransaction, withActor } from '#platform'
import { loadPromises, type Promises } from '../clocks/promises.ts'
import { endAssignments } from './assignment.store.ts'
import { type QuietHolding, selectQuietHoldings } from './quiet-holdings.store.ts'
import { selectRoutingPolicy } from './routing.store.ts'

/** Read by staff of the bank, so in the language of the console's default. */
const noteOf = (minutes: number) =>
  `Mijoz ${minutes} ish daqiqasidan beri javob kutmoqda, mas’ul esa hech narsa qilmadi: murojaat navbatga qaytarildi.`

/** Gives back what its holders are silent over; how many requests went back to the queue. */
export async function returnFromSilent(ctx: Ctx): Promise<number> {
  const { rules } = await selectRoutingPolicy(ctx.db)
  const shortest = Math.min(...Object.values(rules.silentReturnMinutes).map((minutes) => minutes ?? Number.POSITIVE_INFINITY))
  if (!Number.isFinite(shortest)) return 0
  const acting = withActor(ctx, { kind: 'system', name: 'handoff' })
  const quietSince = new Date(ctx.clock.now().getTime() - shortest * minuteMs)
  const quiet = await selectQuietHoldings(ctx.db, { quietSince, limit: 500 })
  if (quiet.length === 0) return 0
  const promises = await loadPromises(ctx)
  let returned = 0
  for (const holding of quiet) {
    if (isTooLong(ctx, promises, rules, holding) && (await giveBack(acting, promises, rules, holding))) returned++
  }
  return returned
}

function isTooLong(ctx: Ctx, promises: Promises, rules: RoutingRules, holding: QuietHolding): boolean {
  const limit = rules.silentReturnMinutes[holding.priority satisfies Priority]
  if (limit === null) return false
  const calendar = promises.calendarOf(holding.departmentId).time
  return calendar.workingMsBetween(holding.quietSince.getTime(), ctx.clock.now().getTime()) >= limit * minuteMs
}

/** Looked at again under the request's lock: whoever answered in this very second keeps it. */
async function giveBack(ctx: Ctx, promises: Promises, rules: RoutingRules, seen: QuietHolding): Promise<boolean> {
  const now = ctx.clock.now()
  return inTransaction(ctx, async (tx) => {
    const [holding] = await selectQuietHoldings(tx, { quietSince: now, limit: 1, lockRequestId: seen.requestId })
    if (holding === undefined || holding.operatorId !== seen.operatorId || !isTooLong(ctx, promises, rules, holding))
      return false
    const { requestId, departmentId, operatorId, holderVersion } = holding
    const note = noteOf(rules.silentReturnMinutes[holding.priority] ?? 0)
    try {
      const to = { kind: 'queue', departmentId } as const
      await changeHolder(ctx, tx, { requestId, to, expectedVersion: holderVersion, reason: 'holder_silent', note })
    } catch (error) {
      if (isAppError(error) && error.code === 'request.changed_meanwhile') return false
      throw error
    }
    await endAssignments(tx, requestId, now, 'silent')
    await audit(tx, ctx, {
      action: 'request.holder_silent',
      subjectKind: 'request',
      subjectId: requestId,
      facts: { operatorId, quietSince: holding.quietSince.toISOString() },
    })
    return true
  })
}

export const silenceSweep = defineSweep({
  name: 'handoff.silence',
  everyMs: 10 * secondMs,
  run: async (ctx) => {
    await returnFromSilent(ctx)
  },
})
