import { Select, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AppealAnalysis } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { TablePlace } from '../shell/table-place.tsx'
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
  const { topicName } = useConsole()
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
    <>
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
                  </th>
                ))}
                <th scope="col">{t.statistics.share}</th>
              </tr>
            </thead>
            <tbody>
              {analysis.kinds.map((row) => (
                <tr key={row.type}>
                  <th scope="row">{t.words.types[row.type]}</th>
                  {heads.map((head) => (
                    <td key={head}>{format.number(row[head])}</td>
                  ))}
                  <td>{row.attained === null ? t.common.none : format.percent(row.attained)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TablePlace>
      </section>
      <div className="report-pair">
        <Counts
          title={words.causes}
          rows={analysis.causes.map((row) => ({ name: topicName(row.topic), count: row.count, before: row.before }))}
        />
        <Counts
          title={words.outcomes}
          rows={analysis.outcomes.map((row) => ({ name: t.words.outcomes[row.outcome], count: row.count, before: null }))}
        />
      </div>
    </>
  )
}

function Counts({ title, rows }: { title: string; rows: readonly { name: string; count: number; before: number | null }[] }) {
  const { t, format } = useI18n()
  const most = Math.max(1, ...rows.map(({ count }) => count))
  return (
    <section className="panel">
      <h2>{title}</h2>
      {rows.length === 0 && <p className="soft panel-empty">{t.statistics.empty}</p>}
      <ul className="bars">
        {rows.map(({ name, count, before }) => (
          <li key={name}>
            <span>{name}</span>
            <i style={{ width: `${(count / most) * 100}%` }} />
            <b className="tabular">{format.number(count)}</b>
            <small className="soft tabular">{before === null ? '' : t.manager.compare.was(format.number(before))}</small>
          </li>
        ))}
      </ul>
    </section>
  )
}
