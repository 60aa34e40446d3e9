/** An alert outside the consoles: a letter and a message into a chat of the staff, with the one-page report of its window. */
import type { Language, NpsRule, ReportReceiver } from '#contracts'
import { isAppError, minuteMs } from '#kernel'
import { type Ctx, defineSweep, type Sweep } from '#platform'
import { listDepartments } from '#staff'
import { fileWords } from '../files/file-words.ts'
import { summaryFile } from '../files/report-file.ts'
import type { SendReport } from '../schedules/schedule.ts'
import { type AlertRow, claimUntold, writeTold } from './nps-alert.store.ts'
import { readNpsRule } from './nps-rule.ts'
import { watchEveryMs, watchNps } from './watch-nps.ts'

const leaseMs = 10 * minuteMs
const toldAtOnce = 5
const mostAttempts = 6
const firstWaitMs = 5 * minuteMs

/** Sends what is to be sent; how many alerts went out. What fails is tried again for some hours, and then says why beside it. */
export async function tellNpsAlerts(ctx: Ctx, send: SendReport): Promise<number> {
  const now = ctx.clock.now()
  const untold = await claimUntold(ctx.db, now, new Date(now.getTime() + leaseMs), toldAtOnce)
  if (untold.length === 0) return 0
  const rule = await readNpsRule(ctx)
  let told = 0
  for (const alert of untold) {
    const lastFault = await tellOne(ctx, rule, alert, send)
    if (lastFault === null) told++
    const isOver = lastFault === null || alert.attempts >= mostAttempts
    const waitMs = firstWaitMs * 2 ** (alert.attempts - 1)
    await writeTold(ctx.db, alert.id, { tellAt: isOver ? null : new Date(now.getTime() + waitMs), lastFault })
  }
  return told
}

const receiversOf = ({ addresses, telegram }: NpsRule): ReportReceiver[] => [
  ...(addresses.length > 0 ? [{ via: 'email' as const, addresses }] : []),
  ...(telegram ? [{ via: 'telegram' as const, ...telegram }] : []),
]

/** Null where everybody got it. A second try may reach twice whom the first one reached: better than not at all. */
async function tellOne(ctx: Ctx, rule: NpsRule, alert: AlertRow, send: SendReport): Promise<string | null> {
  try {
    const words = fileWords[rule.language].npsAlert
    const name = await nameOf(ctx, alert, rule.language)
    const subject = words.subject[alert.reason](name, alert.points, alert.pointsBefore)
    const { from, to, departmentId } = alert
    const period = { from, to, ...(departmentId !== null && { departmentId }) }
    const file = await summaryFile(ctx, period, 'pdf', rule.language)
    const text = words.body(subject, alert.answered, alert.asked, alert.detractors)
    for (const receiver of receiversOf(rule)) await send(ctx, receiver, { subject, text, file })
    return null
  } catch (error) {
    ctx.log.warn({ err: error }, 'an alert was not sent')
    return isAppError(error) ? error.code : 'server.bug'
  }
}

async function nameOf(ctx: Ctx, { departmentId }: AlertRow, language: Language): Promise<string> {
  if (departmentId === null) return fileWords[language].npsAlert.bank
  const department = (await listDepartments(ctx)).find(({ id }) => id === departmentId)
  return department?.names[language] ?? departmentId
}

export const npsSweeps = (send: SendReport): readonly Sweep[] => [
  defineSweep({
    name: 'stats.nps_watch',
    everyMs: watchEveryMs,
    run: async (ctx) => {
      await watchNps(ctx)
    },
  }),
  defineSweep({
    name: 'stats.nps_tell',
    everyMs: minuteMs,
    run: async (ctx) => {
      await tellNpsAlerts(ctx, send)
    },
  }),
]
