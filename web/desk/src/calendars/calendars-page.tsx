import { Button, Modal, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CalendarRules, CalendarUse, WorkInterval } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { bankTimeZone } from '../i18n/format.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { formatRoute } from '../shell/route.ts'
import { CalendarEditor } from './calendar-editor.tsx'

const fullDay: WorkInterval[] = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
]
/** What a new calendar begins with; everything of it is edited afterwards. */
const newRules: CalendarRules = {
  timeZone: bankTimeZone,
  week: [fullDay, fullDay, fullDay, fullDay, fullDay, [], []],
  yearlyDaysOff: [],
  daysOff: [],
  specialDays: {},
  eveShorterMinutes: 60,
}

/** The working calendars by which every clock counts. */
export function CalendarsPage({ calendarId }: { calendarId: string | null }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const [isMaking, setMaking] = useState(false)
  const calendars = useQuery({ queryKey: ['calendars'], queryFn: () => getJson<CalendarUse[]>('/api/calendars') })
  // The one most departments live by first.
  const sorted = [...(calendars.data ?? [])].sort((a, b) => b.departmentIds.length - a.departmentIds.length)
  const chosen = sorted.find((one) => one.id === calendarId) ?? sorted[0]
  const close = () => setMaking(false)
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.calendars.title} lead={t.calendars.lead}>
        {may('settings.edit') && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
            {t.calendars.newCalendar}
          </Button>
        )}
      </PageHead>
      {calendars.isError && <FaultScreen error={calendars.error} retry={() => calendars.refetch()} />}
      {calendars.isPending && <PanelSkeleton />}
      {calendars.data && (
        <nav className="page-tabs" aria-label={t.calendars.title}>
          {sorted.map((one) => (
            <a
              key={one.id}
              href={formatRoute({ page: 'calendars', calendarId: one.id })}
              aria-current={one.id === chosen?.id ? 'page' : undefined}
            >
              {one.name}
            </a>
          ))}
        </nav>
      )}
      {chosen && <CalendarEditor key={`${chosen.id}-${chosen.version}`} calendar={chosen} />}
      <Modal
        opened={isMaking}
        onClose={close}
        title={<b>{t.calendars.newCalendar}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {isMaking && <NewCalendar close={close} />}
      </Modal>
    </main>
  )
}

function NewCalendar({ close }: { close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const [name, setName] = useState('')
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      path: '/api/calendars',
      body: { name: name.trim(), rules: newRules },
      done: t.calendars.created,
      stale: ['calendars', 'directory'],
    }),
  )
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t.calendars.name}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={t.settings.add} isReady={name.trim() !== ''} isBusy={isBusy} />
    </form>
  )
}
