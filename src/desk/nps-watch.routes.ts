/** Who is told when the will to recommend falls, what follows a low mark, and how both stand now. */
import { z } from 'zod'
import { dayNumber, FollowUpRule, NpsRule, NpsWatch, zoneTime } from '#contracts'
import { changeFollowUpRule, readFollowUpRule } from '#handoff'
import { followUpsSince } from '#inbox'
import type { Ctx } from '#platform'
import { changeNpsRule, listNpsAlerts, markAlertSeen, npsStandings, readNpsRule, reportTimeZone, watchNps } from '#stats'
import { type DeskRoute, defineRoute } from './desk-route.ts'

async function readWatch(ctx: Ctx): Promise<z.infer<typeof NpsWatch>> {
  const [rule, followUp, alerts, { window, standings }] = await Promise.all([
    readNpsRule(ctx),
    readFollowUpRule(ctx),
    listNpsAlerts(ctx),
    npsStandings(ctx),
  ])
  const since = new Date(zoneTime(reportTimeZone).startOfLocalDay(dayNumber(window.from)))
  return { rule, followUp, window, standings, alerts, followUps: await followUpsSince(ctx, since) }
}

export const npsWatchRoutes: readonly DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/satisfaction/watch',
    summary: 'The NPS of the bank and its departments against the window before, the alerts raised, and the rule they follow.',
    permission: 'statistics.read',
    answer: NpsWatch,
    handle: ({ ctx }) => readWatch(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/satisfaction/watch/rule',
    summary: 'By how much NPS must fall, over what window and how many answers, before who is told. Looked at once right away.',
    permission: 'statistics.export',
    body: NpsRule,
    answer: NpsWatch,
    async handle({ ctx, body }) {
      await changeNpsRule(ctx, body)
      await watchNps(ctx)
      return readWatch(ctx)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/satisfaction/watch/follow-up',
    summary: 'Whether a client who gave 0 to 6 is written to, with what priority, and how many a day at most.',
    permission: 'statistics.export',
    body: FollowUpRule,
    answer: NpsWatch,
    async handle({ ctx, body }) {
      await changeFollowUpRule(ctx, body)
      return readWatch(ctx)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/satisfaction/alerts/:alertId/seen',
    summary: 'Put on record that somebody has taken an alert in hand; the first one stays.',
    permission: 'board.read',
    params: z.object({ alertId: z.string().max(64) }),
    async handle({ ctx, params, reply }) {
      await markAlertSeen(ctx, params.alertId)
      return reply.status(204).send()
    },
  }),
]
