import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { QualityFigures, QualityReport } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { Definition } from './definition.tsx'
import type { Period } from './period.ts'

/** Scores of quality by person and department, the causes of faults, and how far two reviewers agree. */
export function QualityReportTable({ period }: { period: Period }) {
  const { t, format, explain } = useI18n()
  const words = useQualityWords()
  const report = useQuery({
    queryKey: ['quality-report', period],
    queryFn: ({ signal }) => getJson<QualityReport>('/api/statistics/quality', period, signal),
    placeholderData: (previous) => previous,
  })
  if (report.isError) return <p className="rejection">{explain(report.error)}</p>
  if (!report.data) return <Skeleton height={200} radius="lg" />
  const { all, agreement, contests } = report.data
  const share = (value: number | null) => (value === null ? t.common.none : format.percent(value))
  const kappa = agreement.kappa === null ? t.common.none : agreement.kappa.toFixed(2)
  return (
    <section className="panel" aria-busy={report.isFetching}>
      <h2>
        {words.report.title}
        <Definition text={words.report.definition} />
      </h2>
      {all.n === 0 ? <p className="soft panel-empty">{words.report.none}</p> : <Scores report={report.data} />}
      {agreement.marks > 0 && <p>{words.told.kappa(share(agreement.share), kappa, agreement.marks)}</p>}
      {contests.raised > 0 && <p>{words.told.contested(contests.raised, contests.annulled, contests.open)}</p>}
      <Defects report={report.data} />
    </section>
  )
}

function Scores({ report }: { report: QualityReport }) {
  const words = useQualityWords().report
  const { operatorName, departmentName } = useConsole()
  const heads = ['who', 'n', 'mean', 'median', 'zeroed'] as const
  return (
    <TablePlace label={words.title}>
      <table className="table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {words[head]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.byOperator.map((row) => (
            <FiguresRow key={row.operatorId} name={operatorName(row.operatorId)} figures={row} />
          ))}
          {report.byDepartment.map((row) => (
            <FiguresRow key={row.departmentId} name={departmentName(row.departmentId)} figures={row} />
          ))}
          <FiguresRow name={words.all} figures={report.all} />
        </tbody>
      </table>
    </TablePlace>
  )
}

function FiguresRow({ name, figures }: { name: string; figures: QualityFigures }) {
  const { t, format } = useI18n()
  const told = (value: number | null) => (value === null ? t.common.none : format.number(Math.round(value * 10) / 10))
  const margin = figures.margin === null ? '' : ` ± ${told(figures.margin)}`
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{format.number(figures.n)}</td>
      <td>{`${told(figures.mean)}${margin}`}</td>
      <td>{told(figures.median)}</td>
      <td>{format.number(figures.zeroed)}</td>
    </tr>
  )
}

function Defects({ report }: { report: QualityReport }) {
  const { format, language } = useI18n()
  const words = useQualityWords()
  if (report.defects.length === 0) return null
  return (
    <TablePlace label={words.report.defects}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.report.defects}</th>
            <th scope="col">{words.report.marks}</th>
            <th scope="col">{words.report.requests}</th>
            <th scope="col">{words.report.operators}</th>
          </tr>
        </thead>
        <tbody>
          {report.defects.map((row) => (
            <tr key={row.cause}>
              <th scope="row">{row.names[language]}</th>
              <td>{format.number(row.marks)}</td>
              <td>{format.number(row.requests)}</td>
              <td>{format.number(row.operators)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TablePlace>
  )
}
