import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TemplateReport, TemplateReportRow } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'
import { TablePlace } from '../shell/table-place.tsx'
import type { Period } from './period.ts'

/** Use and outcome of each template: offered, sent, changed, reopened after, marked by the client. */
export function TemplateReportTable({ period }: { period: Period }) {
  const { t, explain } = useI18n()
  const report = useQuery({
    queryKey: ['template-report', period],
    queryFn: ({ signal }) => getJson<TemplateReport>('/api/statistics/templates', period, signal),
    placeholderData: (previous) => previous,
  })
  if (report.isError) return <p className="rejection">{explain(report.error)}</p>
  if (!report.data) return <Skeleton height={280} radius="lg" />
  const { usage } = t.library
  const heads = [usage.offered, usage.accepted, usage.sent, usage.edited, usage.beyond, usage.reopened, usage.csat]
  return (
    <section className="panel" aria-busy={report.isFetching}>
      <h2>{t.satisfaction.templates}</h2>
      {report.data.rows.length === 0 && <p className="soft panel-empty">{t.satisfaction.templatesNone}</p>}
      {report.data.rows.length > 0 && (
        <TablePlace label={t.satisfaction.templates}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t.timeline.template}</th>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {report.data.rows.map((row) => (
                <ReportRow key={row.templateId} row={row} />
              ))}
            </tbody>
          </table>
        </TablePlace>
      )}
    </section>
  )
}

function ReportRow({ row }: { row: TemplateReportRow }) {
  const { t, format, language } = useI18n()
  const { may } = useConsole()
  const withShare = (count: number, share: number | null) => (
    <td>
      {format.number(count)}
      {share !== null && <small className="soft">{format.percent(share)}</small>}
    </td>
  )
  const address = formatRoute({ page: 'templates', templateId: row.templateId })
  return (
    <tr>
      <th scope="row">
        {may('templates.read') ? <a href={address}>{row.title[language]}</a> : row.title[language]}
        <small className="soft">{`/${row.shortcut}`}</small>
      </th>
      <td>{format.number(row.offered)}</td>
      {withShare(row.accepted, row.acceptance)}
      <td>{format.number(row.sent)}</td>
      {withShare(row.edited, row.editedShare)}
      <td>{format.number(row.beyond)}</td>
      {withShare(row.reopened, row.reopenedShare)}
      <td>
        {row.csat === null ? t.common.none : format.number(row.csat)}
        <small className="soft">{t.library.usage.rated(row.rated)}</small>
      </td>
    </tr>
  )
}
