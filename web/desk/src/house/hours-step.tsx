import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CalendarUse } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { areRulesSound } from '../calendars/month-days.ts'
import { WeekPanel } from '../calendars/week-panel.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { SaveBar } from '../settings/save-bar.tsx'
import { useSettingsDraft } from '../settings/use-settings-draft.ts'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { formatRoute } from '../shell/route.ts'

/** The week of the calendar most departments live by; its holidays and the other calendars have a page of their own. */
export function HoursStep() {
  const calendars = useQuery({ queryKey: ['calendars'], queryFn: () => getJson<CalendarUse[]>('/api/calendars') })
  if (calendars.isError) return <FaultScreen error={calendars.error} retry={() => calendars.refetch()} />
  const [main] = [...(calendars.data ?? [])].sort((a, b) => b.departmentIds.length - a.departmentIds.length)
  return main ? <Week key={`${main.id}-${main.version}`} calendar={main} /> : <PanelSkeleton />
}

function Week({ calendar }: { calendar: CalendarUse }) {
  const { t } = useI18n()
  const send = useSend()
  const stored = useMemo(() => ({ rules: calendar.rules }), [calendar])
  const draft = useSettingsDraft(stored)
  const { rules } = draft.value ?? stored
  const save = () =>
    send({
      path: `/api/calendars/${calendar.id}`,
      body: { name: calendar.name, rules, expectedVersion: calendar.version },
      done: t.settings.saved,
      stale: ['calendars', 'directory'],
    })
  return (
    <>
      <WeekPanel rules={rules} set={(next) => draft.put({ rules: next })} isReadOnly={false} />
      <p className="soft">
        {t.house.holidaysElsewhere} <a href={formatRoute({ page: 'calendars', calendarId: calendar.id })}>{t.nav.calendars}</a>
      </p>
      <SaveBar isDirty={draft.isDirty} mayEdit isSound={areRulesSound(rules)} save={save} revert={draft.revert} />
    </>
  )
}
