/**
 * Numbers a manager can trust. A clock belongs to the period in which it began, a request to that of its opening, and to that of
 * each closing and reopening. attained = met / (met + breached + open past due), each kind of clock apart; what is not due yet
 * is in no denominator and shown beside it; what was answered late, and what was never answered, stays in.
 */
import {
  type ChannelKind,
  type ClockShare,
  channelKinds,
  type DayVolume,
  dateOfDay,
  dayNumber,
  type HourCell,
  type ReportQuery,
  type RequestType,
  requestTypes,
  type SlaReport,
} from '#contracts'
import type { Ctx } from '#platform'
import { type Counted, countLines, type Tally } from '../lines/count-lines.ts'
import { placeOf } from '../lines/measures.ts'
import { readPages } from '../lines/read-pages.ts'
import { countScope, groupsBy } from './count-scope.ts'
import { clocksOf, countIn, countsIn, figuresOf } from './figures.ts'
import { selectOpen } from './report.store.ts'
import { periodOf, type ReportScope } from './scope.ts'

/** @throws report.period_invalid where the period ends before it begins or is longer than a year. */
export async function slaReport(ctx: Ctx, query: ReportQuery): Promise<SlaReport> {
  const { scope, counted } = await countScope(ctx, query, ['channel', 'type'])
  const open = await selectOpen(ctx.db, scope)
  const figures = figuresOf([...counted.groups.values()])
  return {
    period: periodOf(query),
    asOf: scope.asOf.toISOString(),
    figures,
    volume: volumeOf(counted),
    days: withBacklog(everyDay(query, counted), open.total - (await changeAfter(ctx, query, scope))),
    hours: hoursOf(counted),
    clocks: figures.clocks,
    byChannel: rowsOf<ChannelKind>(groupsBy(counted, 0), channelKinds).map(({ word: channel, clocks }) => ({
      channel,
      clocks,
    })),
    byType: rowsOf<RequestType>(groupsBy(counted, 1), requestTypes).map(({ word: type, clocks }) => ({ type, clocks })),
    open: {
      total: open.total,
      pastDue: open.pastDue,
      unassigned: open.unassigned,
      oldestWaitingAt: open.oldestWaitingAt?.toISOString() ?? null,
    },
  }
}

const hasClocks = (clocks: readonly ClockShare[]) =>
  clocks.some(({ met, breached, openPastDue, notYetDue, answered }) => met + breached + openPastDue + notYetDue + answered > 0)

/** In the vocabulary's order, those that have any clock at all. */
function rowsOf<W extends string>(groups: ReadonlyMap<string, Tally[]>, words: readonly W[]) {
  return words
    .flatMap((word) => (groups.has(word) ? [{ word, clocks: clocksOf(groups.get(word) ?? []) }] : []))
    .filter(({ clocks }) => hasClocks(clocks))
}

function volumeOf(counted: Counted): SlaReport['volume'] {
  return [...counted.groups]
    .map(([key, tally]) => {
      const [channel, type] = key.split('\u0000') as [ChannelKind, RequestType]
      const count = countsIn([tally])
      return { channel, type, opened: count('opened'), closed: count('closed'), reopened: count('reopened') }
    })
    .filter(({ opened, closed, reopened }) => opened + closed + reopened > 0)
    .sort((a, b) => a.channel.localeCompare(b.channel) || a.type.localeCompare(b.type))
}

type Flow = Omit<DayVolume, 'backlog'>

function everyDay(query: ReportQuery, counted: Counted): Flow[] {
  const first = dayNumber(query.from)
  return Array.from({ length: dayNumber(query.to) - first + 1 }, (_, i) => {
    const date = dateOfDay(first + i)
    const counts = counted.days.get(date)
    const count = (measure: 'opened' | 'closed' | 'reopened') => counts?.[placeOf[measure]] ?? 0
    return { date, opened: count('opened'), closed: count('closed'), reopened: count('reopened') }
  })
}

const changeOf = ({ opened, closed, reopened }: Omit<Flow, 'date'>) => opened + reopened - closed

/** What is open now less what came since then was open then: each day from the last to the first. */
function withBacklog(days: readonly Flow[], atEnd: number): DayVolume[] {
  let backlog = atEnd
  return [...days]
    .reverse()
    .map((day) => {
      const withIt = { ...day, backlog }
      backlog -= changeOf(day)
      return withIt
    })
    .reverse()
}

/** By how much the backlog grew between the end of the period and now. */
async function changeAfter(ctx: Ctx, query: ReportQuery, { filter, asOf }: ReportScope): Promise<number> {
  const pages = readPages(ctx, dateOfDay(dayNumber(query.to) + 1), '9999-12-31')
  const { days } = await countLines(pages, { filter, by: [], asOf })
  let change = 0
  for (const counts of days.values()) {
    const count = countIn(counts)
    change += changeOf({ opened: count('opened'), closed: count('closed'), reopened: count('reopened') })
  }
  return change
}

function hoursOf(counted: Counted): HourCell[] {
  return counted.hours.map((counts, place) => {
    const count = countIn(counts)
    const met = count('first_response.met')
    const owed = met + count('first_response.breached') + count('first_response.open_past_due')
    return { weekday: Math.floor(place / 24), hour: place % 24, opened: count('opened'), owed, met }
  })
}
