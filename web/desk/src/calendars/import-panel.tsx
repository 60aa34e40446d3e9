import { Button, FileButton, Group, SegmentedControl, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { CalendarRules, ImportedHolidays } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

const longestText = 200_000

type Props = { calendarId: string; rules: CalendarRules; set: (rules: CalendarRules) => void }

/** Holidays out of a decree's table or a calendar file: read, looked at, put into the draft, and only then saved. */
export function ImportPanel({ calendarId, rules, set }: Props) {
  const { t, explain } = useI18n()
  const [text, setText] = useState('')
  const [format, setFormat] = useState<'csv' | 'ics'>('csv')
  const reading = useMutation({
    mutationFn: () => sendJson<ImportedHolidays>('POST', `/api/calendars/${calendarId}/import`, { format, text, rules }),
  })
  const read = async (file: File | null) => {
    if (!file) return
    setText((await file.text()).slice(0, longestText))
    setFormat(file.name.toLowerCase().endsWith('.ics') ? 'ics' : 'csv')
  }
  const take = () => {
    if (!reading.data) return
    set(reading.data.rules)
    reading.reset()
    setText('')
    notifications.show({ color: 'green', message: t.calendars.importTaken })
  }
  return (
    <section className="panel">
      <h2>{t.calendars.import}</h2>
      <p className="soft form-hint">{t.calendars.importHint}</p>
      <Group gap="xs" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label={t.calendars.import}
          value={format}
          data={[
            { value: 'csv', label: 'CSV' },
            { value: 'ics', label: 'ICS' },
          ]}
          onChange={(value) => setFormat(value === 'ics' ? 'ics' : 'csv')}
        />
        <FileButton accept=".csv,.ics,text/csv,text/calendar" onChange={read}>
          {(props) => (
            <Button {...props} size="xs" variant="default">
              {t.calendars.importFile}
            </Button>
          )}
        </FileButton>
      </Group>
      <Textarea
        aria-label={t.calendars.importText}
        autosize
        minRows={3}
        maxRows={8}
        maxLength={longestText}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group justify="flex-end" mt="xs">
        <Button size="xs" disabled={text.trim() === ''} loading={reading.isPending} onClick={() => reading.mutate()}>
          {t.calendars.importSubmit}
        </Button>
      </Group>
      <div aria-live="polite">
        {reading.isError && <p className="rejection">{explain(reading.error)}</p>}
        {reading.data && <Found found={reading.data} take={take} />}
      </div>
    </section>
  )
}

function Found({ found, take }: { found: ImportedHolidays; take: () => void }) {
  const { t, format } = useI18n()
  return (
    <>
      <h3 className="matters-head">{t.calendars.importFound(found.found.length)}</h3>
      <ul className="found-days">
        {found.found.map((one) => (
          <li key={`${one.date}-${one.kind}`}>
            <span className="tabular">{`${format.date(one.date)} ${one.date.slice(0, 4)}`}</span>
            <span>{t.calendars.importKinds[one.kind]}</span>
            <span className="soft">{one.name}</span>
            {one.isNew && <span className="growth">{t.calendars.importNew}</span>}
          </li>
        ))}
      </ul>
      {found.faults.map((fault) => (
        <p key={fault.line} className="field-fault">
          {t.calendars.importFault(fault.line, t.calendars.importFaults[fault.problem])}
        </p>
      ))}
      {found.found.length > 0 && (
        <Button size="xs" variant="light" mt="xs" onClick={take}>
          {t.calendars.take}
        </Button>
      )}
    </>
  )
}
