import { useI18n } from '../i18n/i18n.tsx'
import { formatRoute } from '../shell/route.ts'
import { AlertList, useNpsWatch } from '../statistics/nps-alerts.tsx'

/** Where the will to recommend has fallen; nothing where it has not. */
export function NpsCard() {
  const { t } = useI18n()
  const watch = useNpsWatch()
  const open = (watch.data?.alerts ?? []).filter(({ endedAt }) => endedAt === null)
  if (open.length === 0) return null
  return (
    <section className="panel nps-card">
      <h2 className="head-with-button">
        {t.watch.title}
        <a href={formatRoute({ page: 'statistics', section: 'satisfaction' })}>{t.watch.open}</a>
      </h2>
      <AlertList alerts={open} />
    </section>
  )
}
