import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { localDate } from '../i18n/format.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { dayBeside, pageOfMonth } from './date-text.ts'

type Props = { chosen: string; choose: (date: string) => void; fits: (date: string) => boolean }

/** Days the arrows move by. */
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** A month to choose a day from, by hand or by arrows; Page Up and Page Down leaf through the months. */
export function MonthPage({ chosen, choose, fits }: Props) {
  const { t, format } = useI18n()
  const today = localDate(Date.now())
  const [at, setAt] = useState(chosen === '' ? today : chosen)
  const month = at.slice(0, 7)
  const current = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the day.
  useEffect(() => {
    current.current?.focus()
  }, [at])
  const leaf = (by: number) => {
    const middle = dayBeside(`${month}-15`, by * 30)
    setAt(`${middle.slice(0, 7)}-01`)
  }
  const press = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step !== undefined) setAt(dayBeside(at, step))
    else if (event.key === 'PageUp') leaf(-1)
    else if (event.key === 'PageDown') leaf(1)
    else return
    event.preventDefault()
  }
  const look = { variant: 'subtle', color: 'gray', size: 28 } as const
  return (
    <div className="month-page">
      <div className="month-page-head">
        <ActionIcon {...look} aria-label={t.calendars.previous} onClick={() => leaf(-1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <b aria-live="polite">{t.dates.monthYear(Number(month.slice(5)), Number(month.slice(0, 4)))}</b>
        <ActionIcon {...look} aria-label={t.calendars.next} onClick={() => leaf(1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      </div>
      <div className="month-page-days">
        {t.calendars.weekdays.map((name) => (
          <span key={name} className="soft" aria-hidden>
            {name}
          </span>
        ))}
        {pageOfMonth(month).map((date) => (
          <button
            key={date}
            ref={date === at ? current : null}
            type="button"
            tabIndex={date === at ? 0 : -1}
            aria-label={format.date(date)}
            aria-current={date === today ? 'date' : undefined}
            aria-pressed={date === chosen}
            data-other={!date.startsWith(month) || undefined}
            disabled={!fits(date)}
            onClick={() => choose(date)}
            onKeyDown={press}
          >
            {Number(date.slice(8))}
          </button>
        ))}
      </div>
    </div>
  )
}
