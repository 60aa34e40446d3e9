import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RepeatReport } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { BehindNumbers, CountedNumber } from './behind.tsx'
import { Definition } from './definition.tsx'
import type { Period } from './period.ts'

/** How many matters said again what an earlier one of the same client had said, by topic. */
export function RepeatTable({ period }: { period: Period }) {
  const { t, format, explain } = useI18n()
  const { topicName } = useConsole()
  const report = useQuery({
    queryKey: ['repeats', period],
    queryFn: ({ signal }) => getJson<RepeatReport>('/api/statistics/repeats', period, signal),
    placeholderData: (previous) => previous,
  })
  if (report.isError) return <p className="rejection">{explain(report.error)}</p>
  if (!report.data) return <Skeleton height={280} radius="lg" />
  const { opened, repeats, share, byTopic } = report.data
  const percent = (part: number, whole: number) => (whole === 0 ? t.common.none : format.percent(part / whole))
  const counted = (name: string, measure: string, value: number, topic?: string) => (
    <CountedNumber name={name} measure={measure} value={value} narrow={{ topic }} />
  )
  return (
    <BehindNumbers query={period}>
      <section className="panel" aria-busy={report.isFetching}>
        <h2>
          {t.satisfaction.repeats}
          <Definition text={t.satisfaction.repeatsDefine} />
        </h2>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.facts.topic}</th>
              <th scope="col">{t.satisfaction.opened}</th>
              <th scope="col">{t.satisfaction.repeated}</th>
              <th scope="col">{t.satisfaction.share}</th>
            </tr>
          </thead>
          <tbody>
            {byTopic.map((row) => (
              <tr key={row.topic}>
                <th scope="row">{topicName(row.topic)}</th>
                <td>{counted(topicName(row.topic), 'matters.opened', row.opened, row.topic)}</td>
                <td>{counted(topicName(row.topic), 'matters.repeated', row.repeats, row.topic)}</td>
                <td>{percent(row.repeats, row.opened)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t.statistics.total}</th>
              <td>{counted(t.satisfaction.opened, 'matters.opened', opened)}</td>
              <td>{counted(t.satisfaction.repeated, 'matters.repeated', repeats)}</td>
              <td>{share === null ? t.common.none : format.percent(share)}</td>
            </tr>
          </tfoot>
        </table>
      </section>
    </BehindNumbers>
  )
}
