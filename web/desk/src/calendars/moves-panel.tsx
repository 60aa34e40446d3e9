import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CalendarPreview, CalendarRules } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

/** How many running clocks would move if these rules were saved. Nothing is stored. */
export function MovesPanel({ calendarId, rules }: { calendarId: string; rules: CalendarRules }) {
  const { t, explain } = useI18n()
  const looking = useMutation({
    mutationFn: () => sendJson<CalendarPreview>('POST', `/api/calendars/${calendarId}/preview`, { rules }),
  })
  const { reset } = looking
  // What was counted for other rules says nothing about these.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rules make the answer old.
  useEffect(reset, [rules])
  return (
    <section className="panel" aria-live="polite">
      <h2 className="head-with-button">
        {t.calendars.moves}
        <Button size="xs" variant="light" loading={looking.isPending} onClick={() => looking.mutate()}>
          {t.settings.preview}
        </Button>
      </h2>
      {looking.isError && <p className="rejection">{explain(looking.error)}</p>}
      {looking.data ? (
        <Moves preview={looking.data} />
      ) : (
        !looking.isError && <p className="soft form-hint">{`${t.settings.previewNone} ${t.settings.previewHint}`}</p>
      )}
    </section>
  )
}

function Moves({ preview }: { preview: CalendarPreview }) {
  const { t, format } = useI18n()
  const lines = [
    { name: t.calendars.movesLater, count: preview.later, isBad: false },
    { name: t.calendars.movesEarlier, count: preview.earlier, isBad: false },
    { name: t.calendars.movesLate, count: preview.late, isBad: preview.late > 0 },
  ]
  return (
    <>
      <p className="soft form-hint">
        {[t.calendars.movesLooked(preview.clocks), preview.isCut ? t.settings.isCut(preview.clocks) : '']
          .filter(Boolean)
          .join(' · ')}
      </p>
      <dl className="setting-lines">
        {lines.map(({ name, count, isBad }) => (
          <div key={name} data-bad={isBad || undefined}>
            <dt>{name}</dt>
            <dd className="tabular">
              <b>{format.number(count)}</b>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
