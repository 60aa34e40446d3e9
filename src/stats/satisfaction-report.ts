import { type CsatFigures, channelKinds, type NpsFigures, type ReportQuery, type SatisfactionReport } from '#contracts'
import type { Ctx } from '#platform'
import { type MarkRow, selectMarks } from './satisfaction-report.store.ts'
import { reportTimeZone, scopeOf } from './sla-report.ts'

const csatScores = [1, 2, 3, 4, 5] as const
const lowestTopTwo = 4
const lowestPromoter = 9
const highestDetractor = 6

/**
 * Satisfaction with the closing (the top two of five boxes) and the will to recommend (NPS), each with how many were asked and
 * how many answered: a share over few answers says little, so that nobody is shown one without the other.
 * @throws report.period_invalid
 */
export async function satisfactionReport(ctx: Ctx, query: ReportQuery): Promise<SatisfactionReport> {
  const scope = scopeOf(query, ctx.clock.now())
  const marks = await selectMarks(ctx.db, scope)
  const channels = channelKinds.filter((kind) => marks.some(({ channel }) => channel === kind))
  const topics = [...new Set(marks.filter(({ kind }) => kind === 'csat').map(({ topic }) => topic))]
  return {
    period: { from: query.from, to: query.to, timeZone: reportTimeZone },
    asOf: scope.asOf.toISOString(),
    csat: csatOf(marks),
    nps: npsOf(marks),
    byChannel: channels.map((channel) => {
      const own = marks.filter((mark) => mark.channel === channel)
      return { channel, csat: csatOf(own), nps: npsOf(own) }
    }),
    byTopic: topics
      .map((topic) => ({ topic, csat: csatOf(marks.filter((mark) => mark.topic === topic)) }))
      .sort((a, b) => b.csat.answered - a.csat.answered || a.topic.localeCompare(b.topic)),
  }
}

const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)

/** How many of these marks lie between the two, both included. */
function countBetween(marks: readonly MarkRow[], lowest: number, highest: number): number {
  const within = marks.filter(({ score }) => score !== null && score >= lowest && score <= highest)
  return within.reduce((sum, { count }) => sum + count, 0)
}

function askedOf(marks: readonly MarkRow[]): { asked: number; answered: number; responseRate: number | null } {
  const asked = marks.reduce((sum, { count }) => sum + count, 0)
  const answered = countBetween(marks, 0, 10)
  return { asked, answered, responseRate: share(answered, asked) }
}

/** Of the marks about a closing; the others are passed over. */
export function csatOf(all: readonly MarkRow[]): CsatFigures {
  const marks = all.filter(({ kind }) => kind === 'csat')
  const figures = askedOf(marks)
  const topTwo = countBetween(marks, lowestTopTwo, 5)
  const scores = csatScores.map((score) => ({ score, count: countBetween(marks, score, score) }))
  return { ...figures, topTwo, share: share(topTwo, figures.answered), scores }
}

/** Of the marks about the bank; the others are passed over. */
export function npsOf(all: readonly MarkRow[]): NpsFigures {
  const marks = all.filter(({ kind }) => kind === 'nps')
  const figures = askedOf(marks)
  const promoters = countBetween(marks, lowestPromoter, 10)
  const detractors = countBetween(marks, 0, highestDetractor)
  const passives = figures.answered - promoters - detractors
  return { ...figures, promoters, passives, detractors, nps: share(promoters - detractors, figures.answered) }
}
