import { Select, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AppealAnalysis, ClockKind } from '#contracts'
import { getJson, type Query } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { BehindNumbers, CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'
import { FileMenu } from './file-menu.tsx'

const quartersShown = 8

/** The running quarter first. */
function lastQuarters(nowMs: number): { year: number; quarter: number }[] {
  const now = new Date(nowMs)
  const first = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3)
  return Array.from({ length: quartersShown }, (_, i) => ({
    year: Math.floor((first - i) / 4),
    quarter: ((first - i) % 4) + 1,
  }))
}

/** The quarterly analysis of appeals, with the quarter before. */
export function AppealsSection() {
  const { t, explain } = useI18n()
  const words = t.manager.appeals
  const quarters = lastQuarters(Date.now())
  const [chosen, setChosen] = useState(quarters[0] ?? { year: 2026, quarter: 1 })
  const analysis = useQuery({
    queryKey: ['appeals', chosen],
    queryFn: ({ signal }) => getJson<AppealAnalysis>('/api/statistics/appeals', chosen, signal),
    placeholderData: (previous) => previous,
  })
  return (
    <div className="report">
      <div className="filters">
        <Select
          aria-label={words.choose}
          allowDeselect={false}
          value={`${chosen.year}-${chosen.quarter}`}
          data={quarters.map((one) => ({ value: `${one.year}-${one.quarter}`, label: words.quarter(one.quarter, one.year) }))}
          onChange={(value) => {
            const [year = 0, quarter = 1] = (value ?? '').split('-').map(Number)
            setChosen({ year, quarter })
          }}
        />
        <FileMenu path="/api/statistics/appeals/file" query={chosen} />
      </div>
      {analysis.isError && <p className="rejection">{explain(analysis.error)}</p>}
      {analysis.isPending && <Skeleton height={320} radius="lg" />}
      {analysis.data && <Analysis analysis={analysis.data} />}
    </div>
  )
}

function Analysis({ analysis }: { analysis: AppealAnalysis }) {
  const { t, format } = useI18n()
  const words = t.manager.appeals
  const heads = [
    'received',
    'before',
    'settled',
    'inTime',
    'late',
    'pending',
    'overdue',
    'repeated',
    'official',
    'extended',
  ] as const
  return (
    <BehindNumbers query={{ from: analysis.period.from, to: analysis.period.to }}>
      <section className="panel">
        <h2>
          {words.title}
          <Definition text={words.define} />
        </h2>
        <TablePlace label={words.title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.statistics.type}</th>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {words[head]}
                    <Definition text={t.numbers.appeals[head]} />
                  </th>
                ))}
                <th scope="col">
                  {t.statistics.share}
                  <Definition text={t.numbers.appeals.share} />
                </th>
              </tr>
            </thead>
            <tbody>
              {analysis.kinds.map((row) => (
                <tr key={row.type}>
                  <th scope="row">{t.words.types[row.type]}</th>
                  {heads.map((head) => (
                    <td key={head}>
                      <CountedNumber
                        name={`${t.words.types[row.type]}: ${words[head]}`}
                        measure={measureOf(head, row.term)}
                        narrow={{ type: row.type, ...(head === 'before' && daysOf(analysis.before)) }}
                        value={row[head]}
                      />
                    </td>
                  ))}
                  <td>{row.attained === null ? t.common.none : format.percent(row.attained)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TablePlace>
      </section>
      <AppealCounts analysis={analysis} />
    </BehindNumbers>
  )
}

const daysOf = ({ from, to }: AppealAnalysis['period']): Query => ({ from, to })

type Head = 'received' | 'before' | 'settled' | 'repeated' | 'official' | 'extended' | 'inTime' | 'late' | 'pending' | 'overdue'

/** What each column counts; those of time count by the row's own term. */
function measureOf(head: Head, term: ClockKind): string {
  const measures: Readonly<Record<Head, string>> = {
    received: 'opened',
    before: 'opened',
    settled: 'closed',
    repeated: 'repeated',
    official: 'appeals.official',
    extended: 'appeals.extended',
    inTime: `${term}.met`,
    late: `${term}.breached`,
    pending: `${term}.not_yet_due`,
    overdue: `${term}.open_past_due`,
  }
  return measures[head]
}

function AppealCounts({ analysis }: { analysis: AppealAnalysis }) {
  const { t } = useI18n()
  const { topicName } = useConsole()
  const words = t.manager.appeals
  return (
    <div className="report-pair">
      <Counts
        title={words.causes}
        define={t.numbers.appeals.causes}
        rows={analysis.causes.map(({ topic, count, before }) => ({
          name: topicName(topic),
          count,
          before,
          measure: 'opened',
          narrow: { type: 'complaint', topic },
        }))}
      />
      <Counts
        title={words.outcomes}
        define={t.numbers.appeals.outcomes}
        rows={analysis.outcomes.map(({ outcome, count }) => ({
          name: t.words.outcomes[outcome],
          count,
          before: null,
          measure: 'appeals.closed',
          narrow: { outcome },
        }))}
      />
      <Counts
        title={t.numbers.appealChannels}
        define={t.numbers.appeals.channels}
        rows={[...analysis.channels]
          .sort((a, b) => b.received - a.received)
          .map(({ channel, received }) => ({
            name: t.words.channels[channel],
            count: received,
            before: null,
            measure: 'appeals.received',
            narrow: { channel },
          }))}
      />
    </div>
  )
}

type CountRow = { name: string; count: number; before: number | null; measure: string; narrow: Query }

function Counts({ title, define, rows }: { title: string; define: string; rows: readonly CountRow[] }) {
  const { t, format } = useI18n()
  const most = Math.max(1, ...rows.map(({ count }) => count))
  return (
    <section className="panel">
      <h2>
        {title}
        <Definition text={define} />
      </h2>
      {rows.length === 0 && <p className="soft panel-empty">{t.statistics.empty}</p>}
      <ul className="bars">
        {rows.map(({ name, count, before, measure, narrow }) => (
          <li key={name}>
            <span>{name}</span>
            <i style={{ width: `${(count / most) * 100}%` }} />
            <b>
              <CountedNumber name={name} measure={measure} narrow={narrow} value={count} />
            </b>
            <small className="soft tabular">{before === null ? '' : t.manager.compare.was(format.number(before))}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
