/** A report as tables with a name each: what a spreadsheet shows, whatever writes it. */
import {
  type ClockShare,
  type CutRow,
  clockKinds,
  type Figures,
  type FourTexts,
  type Language,
  type ReportCut,
  type ReportQuery,
  reportCuts,
  type SlaReport,
} from '#contracts'
import { listTopics } from '#handoff'
import type { Ctx } from '#platform'
import { listDepartments, listOperators } from '#staff'
import { cutReport } from '../report/cut-report.ts'
import { slaReport } from '../report/sla-report.ts'
import { type FileWords, fileWords } from './file-words.ts'

/** `share`: 0..1. `ms`: written as hours with a fraction, so that a spreadsheet can count with it. */
export type CellKind = 'text' | 'count' | 'share' | 'ms'
export type Column = { readonly head: string; readonly kind: CellKind }
export type Sheet = {
  readonly name: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

export type Names = { readonly of: (cut: ReportCut, value: string) => string; readonly words: FileWords }

/** What ids and closed words are called in a language. */
export async function readNames(ctx: Ctx, language: Language): Promise<Names> {
  const words = fileWords[language]
  const [topics, departments, operators] = await Promise.all([listTopics(ctx), listDepartments(ctx), listOperators(ctx)])
  const named = (list: readonly { key: string; names: FourTexts }[]) =>
    new Map(list.map(({ key, names }) => [key, names[language]]))
  const known: Readonly<Partial<Record<ReportCut, ReadonlyMap<string, string>>>> = {
    channel: new Map(Object.entries(words.channels)),
    type: new Map(Object.entries(words.types)),
    priority: new Map(Object.entries(words.priorities)),
    by: new Map(Object.entries(words.by)),
    topic: named(topics.map(({ code, names }) => ({ key: code, names }))),
    department: named(departments.map(({ id, names }) => ({ key: id, names }))),
    operator: new Map(operators.map(({ id, displayName }) => [id, displayName])),
  }
  return { words, of: (cut, value) => (value === '' ? words.nobody : (known[cut]?.get(value) ?? value)) }
}

/** Every number of a period: a summary, the days, the hours of the week, and a table for each cut. @throws report.period_invalid */
export async function reportBook(ctx: Ctx, query: ReportQuery, language: Language): Promise<readonly Sheet[]> {
  const names = await readNames(ctx, language)
  const report = await slaReport(ctx, query)
  const cuts: Sheet[] = []
  // One after another: each walks the whole period.
  for (const cut of reportCuts) cuts.push(cutSheet(names, cut, (await cutReport(ctx, { ...query, cut })).rows))
  return [summarySheet(names.words, report), ...cuts, daysSheet(names.words, report), hoursSheet(names.words, report)]
}

const text = (head: string): Column => ({ head, kind: 'text' })
const count = (head: string): Column => ({ head, kind: 'count' })
const share = (head: string): Column => ({ head, kind: 'share' })
const ms = (head: string): Column => ({ head, kind: 'ms' })

/** One column of figures each: the same set for the whole and for every group. */
function figureColumns(words: FileWords): { column: Column; of: (figures: Figures) => number | null }[] {
  const ofClock = (figures: Figures, kind: string) => figures.clocks.find((one) => one.kind === kind)
  const clock = (kind: (typeof clockKinds)[number]) => {
    const head = (word: string) => `${words.clocks[kind]}: ${word}`
    const of = (field: keyof ClockShare) => (figures: Figures) => (ofClock(figures, kind)?.[field] as number | null) ?? null
    return [
      { column: share(head(words.attained)), of: of('attained') },
      { column: count(head(words.met)), of: of('met') },
      { column: count(head(words.breached)), of: of('breached') },
      { column: count(head(words.openPastDue)), of: of('openPastDue') },
      { column: count(head(words.notYetDue)), of: of('notYetDue') },
      { column: ms(head(words.median)), of: of('medianMs') },
      { column: ms(head(words.p90)), of: of('p90Ms') },
      { column: ms(head(words.p95)), of: of('p95Ms') },
    ]
  }
  return [
    { column: count(words.opened), of: ({ opened }) => opened },
    { column: count(words.closed), of: ({ closed }) => closed },
    { column: count(words.reopened), of: ({ reopened }) => reopened },
    ...clockKinds.flatMap(clock),
    { column: share(words.repeated), of: ({ repeated }) => repeated.share },
    { column: share(words.undone), of: ({ undone }) => undone.share },
    { column: share(words.firstContact), of: ({ firstContact }) => firstContact.share },
    { column: share(words.contained), of: ({ contained }) => contained.share },
    { column: ms(words.handling), of: ({ handling }) => handling.medianMs },
    { column: ms(words.handlingMean), of: ({ handling }) => handling.meanMs },
    { column: share(words.csat), of: ({ csat }) => csat.share },
    { column: count(`${words.csat}, n`), of: ({ csat }) => csat.answered },
    { column: share(words.nps), of: ({ nps }) => nps.nps },
    { column: count(`${words.nps}, n`), of: ({ nps }) => nps.answered },
  ]
}

function cutSheet({ words, of }: Names, cut: ReportCut, rows: readonly CutRow[]): Sheet {
  const figures = figureColumns(words)
  return {
    name: words.cuts[cut],
    columns: [text(words.cuts[cut]), ...figures.map(({ column }) => column)],
    rows: rows.map((row) => [of(cut, row.value), ...figures.map((figure) => figure.of(row.figures))]),
  }
}

function summarySheet(words: FileWords, report: SlaReport): Sheet {
  const figures = figureColumns(words)
  const told = (column: Column, value: number | null) => {
    if (value === null) return ''
    if (column.kind === 'share') return `${(value * 100).toFixed(1)} %`
    return column.kind === 'ms' ? hoursOf(value).toFixed(2) : String(value)
  }
  return {
    name: words.sheets.summary,
    columns: [text(words.figure), text(words.value), text(words.definition)],
    rows: [
      [words.period(report.period.from, report.period.to), words.asOf(report.asOf), words.page],
      ...figures.map(({ column, of }) => [column.head, told(column, of(report.figures)), definitionOf(words, column.head)]),
      [words.openNow, String(report.open.total), ''],
      [words.pastDueNow, String(report.open.pastDue), ''],
    ],
  }
}

function definitionOf(words: FileWords, head: string): string {
  if (head.endsWith(`: ${words.attained}`)) return words.define.attained
  if ([words.median, words.p90, words.p95].some((word) => head.endsWith(`: ${word}`))) return words.define.ranks
  if (head === words.handling || head === words.handlingMean) return words.define.handling
  return head === words.firstContact ? words.define.firstContact : ''
}

function daysSheet(words: FileWords, { days }: SlaReport): Sheet {
  return {
    name: words.sheets.days,
    columns: [text(words.date), count(words.opened), count(words.closed), count(words.reopened), count(words.backlog)],
    rows: days.map((day) => [day.date, day.opened, day.closed, day.reopened, day.backlog]),
  }
}

function hoursSheet(words: FileWords, { hours }: SlaReport): Sheet {
  const met = `${words.clocks.first_response}: ${words.met}`
  const all = `${words.clocks.first_response}: ${words.met} + ${words.breached} + ${words.openPastDue}`
  return {
    name: words.sheets.hours,
    columns: [text(words.weekday), count(words.hour), count(words.opened), count(all), count(met)],
    rows: hours.map((cell) => [words.weekdays[cell.weekday] ?? '', cell.hour, cell.opened, cell.owed, cell.met]),
  }
}

export const hoursOf = (milliseconds: number): number => milliseconds / 3_600_000
