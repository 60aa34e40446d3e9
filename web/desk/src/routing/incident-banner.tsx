import { IconAlertTriangle } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { isRunning, useIncidents } from './use-incidents.ts'

/** While an incident lasts, everybody who answers clients has its words before their eyes. */
export function IncidentBanner() {
  const { t, format, language } = useI18n()
  const { may, topicName } = useConsole()
  const incidents = useIncidents(may('queue.read'))
  const now = Date.now()
  const running = (incidents.data ?? []).filter((one) => isRunning(one, now))
  if (running.length === 0) return null
  return (
    <div className="incident-banner" role="status">
      {running.map((one) => (
        <p key={one.id}>
          <IconAlertTriangle size={16} aria-hidden />
          <b>{one.topics.map(topicName).join(', ')}</b>
          <span>{one.banner[language]}</span>
          <span className="tabular">{t.routing.until(format.moment(one.until, now))}</span>
        </p>
      ))}
    </div>
  )
}
