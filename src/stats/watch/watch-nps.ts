/**
 * Looks whether the will to recommend has fallen, in the bank and in each department, by the bank's own rule: one alert at a time
 * for each, told once to every console of those who watch, and once by letter or message where the rule says so.
 */
import { dateOfDay, type NpsAlert, type NpsFigures, type NpsRule, type NpsStanding, zoneTime } from '#contracts'
import { AppError, type DepartmentId, dayMs, isId, minuteMs, newId } from '#kernel'
import { audit, type Ctx, inTransaction, publish, type Tx, withActor } from '#platform'
import { listOperators } from '#staff'
import { npsFell, npsRecovered } from '../events.ts'
import { joinTallies, type Tally } from '../lines/count-lines.ts'
import { reportTimeZone } from '../lines/read-pages.ts'
import { countScope } from '../report/count-scope.ts'
import { countIn, npsOf } from '../report/figures.ts'
import { type Judgement, judgeNps, pointsOf } from './judge-nps.ts'
import { insertAlert, lockWatch, selectAlerts, selectNewest, writeEnded, writeSeen } from './nps-alert.store.ts'
import { readNpsRule } from './nps-rule.ts'

const alertsShown = 20
const zone = zoneTime(reportTimeZone)

type Scope = { readonly departmentId: DepartmentId | null; readonly now: NpsFigures; readonly before: NpsFigures }

/** The window that ends today and the one before it. */
function windowsOf(ctx: Ctx, { windowDays }: NpsRule) {
  const today = zone.localDayOf(ctx.clock.now().getTime())
  const days = (last: number) => ({ from: dateOfDay(last - windowDays + 1), to: dateOfDay(last) })
  return { now: days(today), before: days(today - windowDays) }
}

async function readScopes(ctx: Ctx, rule: NpsRule): Promise<Scope[]> {
  const windows = windowsOf(ctx, rule)
  const now = await countScope(ctx, windows.now, ['department'])
  const before = await countScope(ctx, windows.before, ['department'])
  const npsIn = (tallies: readonly Tally[]) => npsOf(countIn(joinTallies(tallies).counts))
  const of = (groups: ReadonlyMap<string, Tally>, id: string) => npsIn([groups.get(id)].filter((tally) => tally !== undefined))
  const departments = [...now.counted.groups.keys()].map((id) => ({
    departmentId: id as DepartmentId,
    now: of(now.counted.groups, id),
    before: of(before.counted.groups, id),
  }))
  return [
    { departmentId: null, now: npsIn([...now.counted.groups.values()]), before: npsIn([...before.counted.groups.values()]) },
    ...departments.filter((one) => one.now.asked > 0).sort((a, b) => b.now.answered - a.now.answered),
  ]
}

/** How the bank and its departments stand by the rule. */
export async function npsStandings(ctx: Ctx): Promise<{ window: { from: string; to: string }; standings: NpsStanding[] }> {
  const rule = await readNpsRule(ctx)
  const standings = (await readScopes(ctx, rule)).map(({ departmentId, now, before }) => ({
    departmentId,
    points: pointsOf(now),
    pointsBefore: pointsOf(before),
    answered: now.answered,
    asked: now.asked,
    responseRate: now.responseRate,
    detractors: now.detractors,
  }))
  return { window: windowsOf(ctx, rule).now, standings }
}

/** Raises and ends alerts as the rule says; how many were raised. */
export async function watchNps(ctx: Ctx): Promise<number> {
  const rule = await readNpsRule(ctx)
  if (!rule.isOn) return 0
  const scopes = await readScopes(ctx, rule)
  const acting = withActor(ctx, { kind: 'system', name: 'nps-watch' })
  return inTransaction(acting, async (tx) => {
    if (!(await lockWatch(tx))) return 0
    const newest = new Map((await selectNewest(tx)).map((alert) => [alert.departmentId, alert]))
    let raised = 0
    for (const scope of scopes) {
      const known = newest.get(scope.departmentId)
      newest.delete(scope.departmentId)
      if (await settle(acting, tx, rule, scope, known)) raised++
    }
    // Of departments nobody is asked about any more.
    for (const gone of newest.values()) if (gone.isOpen) await end(acting, tx, gone)
    return raised
  })
}

type Known = { id: string; departmentId: DepartmentId | null; raisedAt: Date; isOpen: boolean }

/** True where an alert was raised. */
async function settle(ctx: Ctx, tx: Tx, rule: NpsRule, scope: Scope, known: Known | undefined): Promise<boolean> {
  const judged = judgeNps(rule, scope.now, scope.before)
  const ageMs = known === undefined ? Number.POSITIVE_INFINITY : ctx.clock.now().getTime() - known.raisedAt.getTime()
  if (known?.isOpen) {
    const isStale = judged === 'unknown' && ageMs > rule.windowDays * dayMs
    if (judged === null || isStale) await end(ctx, tx, known)
    return false
  }
  if (judged === null || judged === 'unknown' || ageMs < rule.quietDays * dayMs) return false
  await raise(ctx, tx, rule, scope, judged)
  return true
}

async function raise(ctx: Ctx, tx: Tx, rule: NpsRule, { departmentId, now }: Scope, judged: Judgement): Promise<void> {
  const id = newId()
  const raisedAt = ctx.clock.now()
  const { answered, asked, detractors } = now
  const isToldOutside = rule.addresses.length > 0 || rule.telegram !== null
  const row = { id, departmentId, ...judged, answered, asked, detractors, ...windowsOf(ctx, rule).now, raisedAt }
  await insertAlert(tx, { ...row, tellAt: isToldOutside ? raisedAt : null })
  await publish(tx, ctx, npsFell, id, { alertId: id, departmentId, reason: judged.reason })
  const facts = { departmentId, ...judged, answered }
  await audit(tx, ctx, { action: 'nps.fell', subjectKind: 'nps_alert', subjectId: id, facts })
  ctx.metrics.count('nps_alerts', { reason: judged.reason })
}

async function end(ctx: Ctx, tx: Tx, { id, departmentId }: Known): Promise<void> {
  await writeEnded(tx, id, ctx.clock.now())
  await publish(tx, ctx, npsRecovered, id, { alertId: id, departmentId })
}

/** Newest first, at most twenty. */
export async function listNpsAlerts(ctx: Ctx): Promise<NpsAlert[]> {
  const [rows, operators] = await Promise.all([selectAlerts(ctx.db, alertsShown), listOperators(ctx)])
  const nameOf = (id: string | null) => operators.find((one) => one.id === id)?.displayName ?? null
  return rows.map(({ attempts: _attempts, seenById, raisedAt, endedAt, seenAt, ...row }) => ({
    ...row,
    raisedAt: raisedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    seenAt: seenAt?.toISOString() ?? null,
    seenByName: nameOf(seenById),
  }))
}

/** Puts on record that somebody has taken an alert in hand. @throws report.alert_not_found */
export async function markAlertSeen(ctx: Ctx, id: string): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'operator') throw new AppError('permission.missing')
  await inTransaction(ctx, async (tx) => {
    if (!isId(id) || (await writeSeen(tx, id, actor.id, ctx.clock.now())) === 'unknown') {
      throw new AppError('report.alert_not_found', { id })
    }
    await audit(tx, ctx, { action: 'nps.alert_seen', subjectKind: 'nps_alert', subjectId: id })
  })
}

export const watchEveryMs = 5 * minuteMs
