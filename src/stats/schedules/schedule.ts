/**
 * Reports that go out by themselves, by e-mail or into a chat of the staff. Sent at least once: a process that dies between the
 * handing over and the writing down sends again. What fails is tried again for some hours, then waits for its next period with the
 * reason beside it; nothing is sent about a period that is not over.
 */
import { dateOfDay, dayNumber, type ReportReceiver, type ReportSchedule, type ReportScheduleInput, zoneTime } from '#contracts'
import { AppError, hourMs, isAppError, isId, minuteMs, newId, secondMs } from '#kernel'
import { audit, type Ctx, defineSweep, inTransaction, type Sweep } from '#platform'
import { fileWords } from '../files/file-words.ts'
import { appealFile, type ReportFile, summaryFile } from '../files/report-file.ts'
import { reportTimeZone } from '../lines/read-pages.ts'
import { nextDueDay, periodBefore, quarterOf } from './due-day.ts'
import {
  claimDue,
  deleteSchedule,
  insertSchedule,
  type ScheduleRow,
  selectSchedules,
  updateEnabled,
  writeOutcome,
} from './schedule.store.ts'

/** How a file leaves the house; handed in by app. Throws AppError where it does not. */
export type SendReport = (
  ctx: Ctx,
  receiver: ReportReceiver,
  message: { subject: string; text: string; file: ReportFile },
) => Promise<void>

/** Longer than any report takes to make and to send. */
const leaseMs = 10 * minuteMs
const sentAtOnce = 5
const mostAttempts = 6
const longestWaitMs = 2 * hourMs

const zone = zoneTime(reportTimeZone)
const instantOf = (day: number, hour: number) => new Date(zone.startOfLocalDay(day) + hour * hourMs)

const viewOf = ({
  id,
  name,
  kind,
  format,
  rhythm,
  hour,
  language,
  receiver,
  isEnabled,
  nextAt,
  lastAt,
  lastFault,
}: ScheduleRow): ReportSchedule => ({
  ...{ id, name, kind, format, rhythm, hour, language, receiver, isEnabled, lastFault },
  nextAt: nextAt.toISOString(),
  lastAt: lastAt?.toISOString() ?? null,
})

export async function listSchedules(ctx: Ctx): Promise<ReportSchedule[]> {
  return (await selectSchedules(ctx.db)).map(viewOf)
}

/** The first one is about the period that is under way now. */
export async function addSchedule(ctx: Ctx, input: ReportScheduleInput): Promise<{ id: string }> {
  if (ctx.actor.kind !== 'operator') throw new AppError('permission.missing')
  const createdById = ctx.actor.id
  const id = newId()
  const now = ctx.clock.now()
  const due = nextDueDay(input.rhythm, zone.localDayOf(now.getTime()))
  await inTransaction(ctx, async (tx) => {
    const row = { id, ...input, createdById, createdAt: now, dueOn: dateOfDay(due), nextAt: instantOf(due, input.hour) }
    await insertSchedule(tx, row)
    const facts = { kind: input.kind, rhythm: input.rhythm, via: input.receiver.via }
    await audit(tx, ctx, { action: 'report_schedule.added', subjectKind: 'report_schedule', subjectId: id, facts })
  })
  return { id }
}

/** @throws report.schedule_not_found */
export async function removeSchedule(ctx: Ctx, id: string): Promise<void> {
  await change(ctx, id, 'report_schedule.removed', (tx) => deleteSchedule(tx, id))
}

/** @throws report.schedule_not_found */
export async function enableSchedule(ctx: Ctx, id: string, isEnabled: boolean): Promise<void> {
  const action = isEnabled ? 'report_schedule.enabled' : 'report_schedule.disabled'
  await change(ctx, id, action, (tx) => updateEnabled(tx, id, isEnabled))
}

type Work = (tx: Parameters<Parameters<typeof inTransaction>[1]>[0]) => Promise<boolean>

async function change(ctx: Ctx, id: string, action: string, work: Work): Promise<void> {
  if (!isId(id)) throw new AppError('report.schedule_not_found', { id })
  await inTransaction(ctx, async (tx) => {
    if (!(await work(tx))) throw new AppError('report.schedule_not_found', { id })
    await audit(tx, ctx, { action, subjectKind: 'report_schedule', subjectId: id })
  })
}

/** Makes and sends what is due; how many went out. */
export async function sendDueReports(ctx: Ctx, send: SendReport): Promise<number> {
  const now = ctx.clock.now()
  const due = await claimDue(ctx.db, now, new Date(now.getTime() + leaseMs), sentAtOnce)
  let sent = 0
  for (const row of due) {
    const fault = await sendOne(ctx, row, send)
    if (fault === null) sent++
    ctx.metrics.count('report_sent_total', { outcome: fault === null ? 'sent' : 'failed' })
    await writeOutcome(ctx.db, row.id, { ...nextTry(row, fault, now), lastAt: now, lastFault: fault })
  }
  return sent
}

function nextTry(row: ScheduleRow, fault: string | null, now: Date): { dueOn: string; nextAt: Date; attempts: number } {
  if (fault !== null && row.attempts < mostAttempts) {
    const waitMs = Math.min(longestWaitMs, 5 * minuteMs * 2 ** (row.attempts - 1))
    return { dueOn: row.dueOn, nextAt: new Date(now.getTime() + waitMs), attempts: row.attempts }
  }
  // A program that was off for weeks sends the newest period once, not each one it missed.
  const due = nextDueDay(row.rhythm, Math.max(dayNumber(row.dueOn), zone.localDayOf(now.getTime())))
  return { dueOn: dateOfDay(due), nextAt: instantOf(due, row.hour), attempts: 0 }
}

/** Null where it went out; otherwise the code of what stood in the way. */
async function sendOne(ctx: Ctx, row: ScheduleRow, send: SendReport): Promise<string | null> {
  try {
    const day = latestDueDay(row, ctx.clock.now())
    const period = periodBefore(row.rhythm, day)
    const words = fileWords[row.language]
    const file =
      row.kind === 'appeals'
        ? await appealFile(ctx, quarterOf(period.to), row.format, row.language)
        : await summaryFile(ctx, period, row.format, row.language)
    const told = words.period(period.from, period.to)
    await send(ctx, row.receiver, { subject: words.mail.subject(row.name, told), text: words.mail.body(row.name, told), file })
    return null
  } catch (error) {
    ctx.log.warn({ err: error }, 'a scheduled report was not sent')
    return isAppError(error) ? error.code : 'server.bug'
  }
}

/** The last day of this rhythm that has come: of several missed periods the newest is told. */
function latestDueDay(row: ScheduleRow, now: Date): number {
  const today = zone.localDayOf(now.getTime())
  let day = dayNumber(row.dueOn)
  for (let next = nextDueDay(row.rhythm, day); next <= today; next = nextDueDay(row.rhythm, next)) day = next
  return day
}

export const reportSweeps = (send: SendReport): readonly Sweep[] => [
  defineSweep({
    name: 'stats.schedules',
    everyMs: 30 * secondMs,
    run: async (ctx) => {
      await sendDueReports(ctx, send)
    },
  }),
]
