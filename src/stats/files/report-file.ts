/** A report as a file: the same numbers as on the screens and over HTTP, because the same count makes them. */
import { stringify } from 'csv-stringify/sync'
import {
  type AppealAnalysis,
  type AppealAnalysisQuery,
  type ClockKind,
  type CutRow,
  type Figures,
  type Language,
  type ReportFormat,
  type ReportQuery,
  zoneTime,
} from '#contracts'
import type { Ctx } from '#platform'
import { reportTimeZone } from '../lines/read-pages.ts'
import { cutReport } from '../report/cut-report.ts'
import { slaReport } from '../report/sla-report.ts'
import { appealAnalysis } from './appeal-analysis.ts'
import { hoursOf, type Names, readNames, reportBook, type Sheet } from './book.ts'
import type { FileWords } from './file-words.ts'
import { type PdfTable, type Tile, writePdf } from './pdf-page.ts'
import { writeXlsx } from './xlsx.ts'

export type ReportFile = { readonly name: string; readonly mimeType: string; readonly body: Buffer }

const mimeTypes: Readonly<Record<ReportFormat, string>> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

/** All figures of a period. @throws report.period_invalid */
export async function summaryFile(ctx: Ctx, query: ReportQuery, format: ReportFormat, language: Language): Promise<ReportFile> {
  const name = `murojaat-${query.from}-${query.to}.${format}`
  const body =
    format === 'pdf' ? await summaryPdf(ctx, query, language) : await tableFile(await reportBook(ctx, query, language), format)
  return { name, mimeType: mimeTypes[format], body }
}

/** The quarterly analysis of appeals. */
export async function appealFile(
  ctx: Ctx,
  query: AppealAnalysisQuery,
  format: ReportFormat,
  language: Language,
): Promise<ReportFile> {
  const analysis = await appealAnalysis(ctx, query)
  const names = await readNames(ctx, language)
  const name = `murojaat-tahlil-${query.year}-Q${query.quarter}.${format}`
  const body = format === 'pdf' ? await appealPdf(analysis, names) : await tableFile(appealSheets(analysis, names), format)
  return { name, mimeType: mimeTypes[format], body }
}

/** As CSV the tables follow each other, each named in its first column (RFC 4180, CRLF; formulas neutralised). */
async function tableFile(sheets: readonly Sheet[], format: 'xlsx' | 'csv'): Promise<Buffer> {
  if (format === 'xlsx') return writeXlsx(sheets)
  const rows = sheets.flatMap(({ name, columns, rows: own }) => [
    [name, ...columns.map(({ head }) => head)],
    ...own.map((row) => [name, ...row.map((value, i) => csvCell(value, columns[i]?.kind === 'ms'))]),
    [],
  ])
  const csv = stringify(rows, { record_delimiter: 'windows', escape_formulas: true })
  // The mark tells a spreadsheet that the file is UTF-8; without it Cyrillic comes out broken in Excel.
  return Buffer.from(`\uFEFF${csv}`)
}

const csvCell = (value: string | number | null, isMs: boolean) => (isMs && typeof value === 'number' ? hoursOf(value) : value)

const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)} %`)
const points = (value: number | null) => (value === null ? '–' : String(Math.round(value * 100)))

function durationOf(words: FileWords, milliseconds: number | null): string {
  if (milliseconds === null) return '–'
  const { unit } = words
  const seconds = Math.round(milliseconds / 1_000)
  if (seconds < 60) return `${seconds} ${unit.second}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} ${unit.minute}`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} ${unit.hour} ${minutes % 60} ${unit.minute}`
  return `${Math.floor(hours / 24)} ${unit.day} ${hours % 24} ${unit.hour}`
}

/** "30.11.2026 18:05" of the bank. */
function momentOf(at: string): string {
  const ms = Date.parse(at)
  const local = new Date(ms + zoneTime(reportTimeZone).offsetAt(ms)).toISOString()
  return `${dayOf(local.slice(0, 10))} ${local.slice(11, 16)}`
}

const dayOf = (date: string) => date.split('-').reverse().join('.')

function tilesOf(words: FileWords, figures: Figures, open: { total: number; pastDue: number }): Tile[] {
  const clock = (kind: ClockKind): Tile => {
    const one = figures.clocks.find((share) => share.kind === kind)
    const whole = one ? one.met + one.breached + one.openPastDue : 0
    return {
      name: `${words.clocks[kind]}: ${words.attained}`,
      value: percent(one?.attained ?? null),
      note: `${one?.met ?? 0} / ${whole}`,
    }
  }
  const { csat, nps, firstContact, handling } = figures
  const asked = (one: { answered: number; asked: number }) => words.answeredOf(String(one.answered), String(one.asked))
  return [
    { name: words.opened, value: String(figures.opened), note: `${words.closed}: ${figures.closed}` },
    { name: words.openNow, value: String(open.total), note: `${words.openPastDue}: ${open.pastDue}` },
    clock('first_response'),
    clock('resolution'),
    clock('statutory'),
    { name: words.csat, value: percent(csat.share), note: asked(csat) },
    { name: words.nps, value: points(nps.nps), note: asked(nps) },
    {
      name: words.handling,
      value: durationOf(words, handling.medianMs),
      note: `${words.firstContact}: ${percent(firstContact.share)}`,
    },
  ]
}

async function summaryPdf(ctx: Ctx, query: ReportQuery, language: Language): Promise<Buffer> {
  const names = await readNames(ctx, language)
  const { words } = names
  const report = await slaReport(ctx, query)
  const [channels, types, topics] = [
    await cutReport(ctx, { ...query, cut: 'channel' }),
    await cutReport(ctx, { ...query, cut: 'type' }),
    await cutReport(ctx, { ...query, cut: 'topic' }),
  ]
  return writePdf({
    title: words.title,
    lead: words.period(dayOf(query.from), dayOf(query.to)),
    asOf: words.asOf(momentOf(report.asOf)),
    tiles: tilesOf(words, report.figures, report.open),
    bars: {
      title: words.sheets.days,
      legend: [words.opened, words.closed],
      values: report.days.map(({ opened, closed }) => [opened, closed] as const),
    },
    tables: [
      cutTable(names, 'channel', channels.rows),
      cutTable(names, 'type', types.rows),
      cutTable(names, 'topic', topics.rows.slice(0, 10)),
    ],
    notes: [words.define.attained, words.define.ranks],
  })
}

function cutTable({ words, of }: Names, cut: 'channel' | 'type' | 'topic', rows: readonly CutRow[]): PdfTable {
  const clock = (figures: Figures, kind: ClockKind) => figures.clocks.find((one) => one.kind === kind)
  return {
    title: words.cuts[cut],
    head: [
      words.cuts[cut],
      words.opened,
      words.closed,
      words.clocks.first_response,
      words.median,
      words.clocks.resolution,
      words.openPastDue,
      'CSAT',
    ],
    rows: rows.map(({ value, figures }) => [
      of(cut, value),
      String(figures.opened),
      String(figures.closed),
      percent(clock(figures, 'first_response')?.attained ?? null),
      durationOf(words, clock(figures, 'first_response')?.medianMs ?? null),
      percent(clock(figures, 'resolution')?.attained ?? null),
      String(figures.clocks.reduce((sum, one) => sum + one.openPastDue, 0)),
      percent(figures.csat.share),
    ]),
  }
}

function appealSheets(analysis: AppealAnalysis, { words, of }: Names): Sheet[] {
  const { appeals } = words
  const count = (head: string) => ({ head, kind: 'count' as const })
  const text = (head: string) => ({ head, kind: 'text' as const })
  return [
    {
      name: appeals.quarter(analysis.quarter, analysis.year),
      columns: [
        text(appeals.kinds),
        ...[
          appeals.received,
          appeals.before,
          appeals.settled,
          appeals.inTime,
          appeals.late,
          appeals.pending,
          appeals.overdue,
        ].map(count),
        { head: words.attained, kind: 'share' },
        ...[appeals.repeated, appeals.official, appeals.extended].map(count),
        { head: words.handling, kind: 'ms' },
      ],
      rows: analysis.kinds.map((row) => [
        words.types[row.type],
        ...[row.received, row.before, row.settled, row.inTime, row.late, row.pending, row.overdue, row.attained],
        ...[row.repeated, row.official, row.extended, row.medianMs],
      ]),
    },
    {
      name: appeals.causes,
      columns: [text(words.cuts.topic), count(appeals.received), count(appeals.before)],
      rows: analysis.causes.map(({ topic, count: now, before }) => [of('topic', topic), now, before]),
    },
    {
      name: appeals.channels,
      columns: [text(words.cuts.channel), count(appeals.received)],
      rows: analysis.channels.map(({ channel, received }) => [words.channels[channel], received]),
    },
    {
      name: appeals.outcomes,
      columns: [text(appeals.outcomes), count(appeals.settled)],
      rows: analysis.outcomes.map(({ outcome, count: settled }) => [words.outcomes[outcome], settled]),
    },
  ]
}

const changeOf = (now: number, before: number) =>
  before === 0 ? '–' : `${now >= before ? '+' : '−'}${Math.abs(Math.round((now / before - 1) * 100))} %`

function appealPdf(analysis: AppealAnalysis, names: Names): Promise<Buffer> {
  const { words, of } = names
  const { appeals } = words
  const sum = (pick: (row: AppealAnalysis['kinds'][number]) => number) =>
    analysis.kinds.reduce((total, row) => total + pick(row), 0)
  const owed = sum(({ inTime, late, overdue }) => inTime + late + overdue)
  const received = sum((row) => row.received)
  const before = sum((row) => row.before)
  return writePdf({
    title: `${appeals.title}: ${appeals.quarter(analysis.quarter, analysis.year)}`,
    lead: words.period(dayOf(analysis.period.from), dayOf(analysis.period.to)),
    asOf: words.asOf(momentOf(analysis.asOf)),
    tiles: [
      { name: appeals.received, value: String(received), note: `${appeals.before}: ${before} (${changeOf(received, before)})` },
      {
        name: appeals.inTime,
        value: percent(owed === 0 ? null : sum((row) => row.inTime) / owed),
        note: `${sum((row) => row.inTime)} / ${owed}`,
      },
      {
        name: appeals.overdue,
        value: String(sum((row) => row.overdue)),
        note: `${appeals.pending}: ${sum((row) => row.pending)}`,
      },
      {
        name: appeals.repeated,
        value: String(sum((row) => row.repeated)),
        note: `${appeals.extended}: ${sum((row) => row.extended)}`,
      },
    ],
    bars: null,
    tables: [
      {
        title: appeals.kinds,
        head: [
          '',
          appeals.received,
          appeals.change,
          appeals.settled,
          appeals.inTime,
          appeals.late,
          appeals.overdue,
          appeals.official,
        ],
        rows: analysis.kinds.map((row) => [
          words.types[row.type],
          String(row.received),
          changeOf(row.received, row.before),
          ...[row.settled, row.inTime, row.late, row.overdue, row.official].map(String),
        ]),
      },
      {
        title: appeals.causes,
        head: ['', appeals.received, appeals.before, appeals.change],
        rows: analysis.causes.map((row) => [
          of('topic', row.topic),
          String(row.count),
          String(row.before),
          changeOf(row.count, row.before),
        ]),
      },
      {
        title: appeals.channels,
        head: ['', appeals.received],
        rows: analysis.channels.map((row) => [words.channels[row.channel], String(row.received)]),
      },
      {
        title: appeals.outcomes,
        head: ['', appeals.settled],
        rows: analysis.outcomes.map((row) => [words.outcomes[row.outcome], String(row.count)]),
      },
    ],
    notes: [words.define.attained, words.page],
  })
}
