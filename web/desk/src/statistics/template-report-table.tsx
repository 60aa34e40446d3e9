import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TemplateReport, TemplateReportRow } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'
import { TablePlace } from '../shell/table-place.tsx'
import { BehindNumbers, CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'
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
  const heads = ['offered', 'accepted', 'sent', 'edited', 'beyond', 'reopened', 'csat'] as const
  return (
    <BehindNumbers query={period}>
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
                      {usage[head]}
                      <Definition text={t.numbers.templates[head]} />
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
    </BehindNumbers>
  )
}

function ReportRow({ row }: { row: TemplateReportRow }) {
  const { t, format, language } = useI18n()
  const { may } = useConsole()
  const { usage } = t.library
  const counted = (measure: string, what: string, count: number, shown?: string) => (
    <CountedNumber
      name={`${row.title[language]}: ${what}`}
      measure={`template.${measure}`}
      narrow={{ templateId: row.templateId }}
      value={count}
    >
      {shown}
    </CountedNumber>
  )
  const withShare = (measure: string, what: string, count: number, share: number | null) => (
    <td>
      {counted(measure, what, count)}
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
      <td>{counted('offered', usage.offered, row.offered)}</td>
      {withShare('accepted', usage.accepted, row.accepted, row.acceptance)}
      <td>{counted('sent', usage.sent, row.sent)}</td>
      {withShare('edited', usage.edited, row.edited, row.editedShare)}
      <td>{counted('beyond', usage.beyond, row.beyond)}</td>
      {withShare('reopened', usage.reopened, row.reopened, row.reopenedShare)}
      <td>
        {counted('rated', usage.csat, row.rated, row.csat === null ? t.common.none : format.number(row.csat))}
        <small className="soft">{usage.rated(row.rated)}</small>
      </td>
    </tr>
  )
}
