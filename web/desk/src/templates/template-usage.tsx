import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { TemplateReport } from '#contracts'
import { getJson } from '../api/http.ts'
import { localDate } from '../i18n/format.ts'
import { useI18n } from '../i18n/i18n.tsx'

const dayMs = 86_400_000
const lookedDays = 90

/** How often it was offered, sent and changed, and what became of the requests it was used in. */
export function TemplateUsage({ templateId }: { templateId: string }) {
  const { t, format, explain } = useI18n()
  const period = { from: localDate(Date.now() - (lookedDays - 1) * dayMs), to: localDate(Date.now()) }
  const report = useQuery({
    queryKey: ['template-report', period],
    queryFn: () => getJson<TemplateReport>('/api/statistics/templates', period),
  })
  if (report.isError) return <p className="soft panel-empty">{explain(report.error)}</p>
  if (!report.data) return <Skeleton height={120} />
  const row = report.data.rows.find((one) => one.templateId === templateId)
  if (!row) return <p className="soft panel-empty">{t.library.notUsed}</p>
  const percent = (share: number | null) => (share === null ? '' : format.percent(share))
  const { usage } = t.library
  const figures: readonly (readonly [string, string, string])[] = [
    [usage.offered, format.number(row.offered), ''],
    [usage.accepted, format.number(row.accepted), percent(row.acceptance)],
    [usage.sent, format.number(row.sent), ''],
    [usage.edited, format.number(row.edited), percent(row.editedShare)],
    [usage.beyond, format.number(row.beyond), ''],
    [usage.reopened, format.number(row.reopened), percent(row.reopenedShare)],
    [usage.csat, row.csat === null ? t.common.none : format.number(row.csat), usage.rated(row.rated)],
  ]
  return (
    <>
      <p className="soft form-hint">{t.library.usageHint}</p>
      <dl className="usage-figures">
        {figures.map(([name, figure, beside]) => (
          <div key={name}>
            <dt className="soft">{name}</dt>
            <dd className="tabular">
              <b>{figure}</b>
              {beside && <small className="soft">{beside}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
