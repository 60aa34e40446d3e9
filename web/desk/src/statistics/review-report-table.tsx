import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReviewReport } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useReviewWords } from '../i18n/reviews/use-review-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { Definition } from './definition.tsx'
import type { Period } from './period.ts'

/** How long newcomers' replies waited for their mentor, and how many came back. */
export function ReviewReportTable({ period }: { period: Period }) {
  const { explain } = useI18n()
  const { operatorName } = useConsole()
  const words = useReviewWords().report
  const report = useQuery({
    queryKey: ['review-report', period],
    queryFn: ({ signal }) => getJson<ReviewReport>('/api/statistics/reviews', period, signal),
    placeholderData: (previous) => previous,
  })
  if (report.isError) return <p className="rejection">{explain(report.error)}</p>
  if (!report.data) return <Skeleton height={200} radius="lg" />
  const { all, rows } = report.data
  const heads = ['asked', 'returned', 'changed', 'late', 'median', 'p90'] as const
  return (
    <section className="panel" aria-busy={report.isFetching}>
      <h2>
        {words.title}
        <Definition text={words.definition} />
      </h2>
      {all.asked === 0 && <p className="soft panel-empty">{words.none}</p>}
      {all.asked > 0 && (
        <TablePlace label={words.title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{words.person}</th>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {words[head]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <ReviewRow key={row.operatorId} name={operatorName(row.operatorId)} counts={row} />
              ))}
              <ReviewRow name={words.all} counts={all} />
            </tbody>
          </table>
        </TablePlace>
      )}
    </section>
  )
}

function ReviewRow({ name, counts }: { name: string; counts: ReviewReport['all'] }) {
  const { t, format } = useI18n()
  const withShare = (count: number, share: number | null) => (
    <td>
      {format.number(count)}
      {share !== null && <small className="soft">{format.percent(share)}</small>}
    </td>
  )
  const lasted = (ms: number | null) => <td>{ms === null ? t.common.none : format.duration(ms)}</td>
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{format.number(counts.asked)}</td>
      {withShare(counts.returned, counts.returnedShare)}
      {withShare(counts.changed, counts.changedShare)}
      <td>{format.number(counts.late)}</td>
      {lasted(counts.medianMs)}
      {lasted(counts.p90Ms)}
    </tr>
  )
}
