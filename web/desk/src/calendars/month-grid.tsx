import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import type { CalendarRules } from '#contracts'
import { localDate } from '../i18n/format.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { type Day, monthBeside, monthDays } from './month-days.ts'

type Props = {
  rules: CalendarRules
  month: string
  setMonth: (month: string) => void
  chosen: string | null
  choose: (date: string) => void
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }

/** A month as it is with the rules on the screen; arrows go from day to day. */
export function MonthGrid({ rules, month, setMonth, chosen, choose }: Props) {
  const { t, format } = useI18n()
  const days = monthDays(rules, month)
  const minutes = days.reduce((sum, day) => sum + day.workingMinutes, 0)
  const weeks = weeksOf(days)
  const press = (event: KeyboardEvent<HTMLTableElement>) => {
    const by = steps[event.key]
    const date = (event.target as HTMLElement).dataset['date']
    const index = days.findIndex((day) => day.date === date)
    const next = by === undefined || index < 0 ? undefined : days[index + by]
    if (!next) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-date="${next.date}"]`)?.focus()
  }
  return (
    <section className="panel month">
      <MonthHead
        month={month}
        setMonth={setMonth}
        total={t.calendars.monthTotal(`${format.number(minutes / 60)} ${t.dates.unit.hour}`)}
      />
      <table className="month-grid" onKeyDown={press}>
        <thead>
          <tr>
            {t.dates.weekdays.map((name, index) => (
              <th key={name} scope="col" abbr={name}>
                {t.calendars.weekdays[index]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((day) => day)?.date}>
              {week.map((day, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a week keep their places.
                <td key={index}>{day && <DayCell day={day} isChosen={day.date === chosen} choose={choose} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function weeksOf(days: readonly Day[]): (Day | null)[][] {
  const lead: (Day | null)[] = Array.from({ length: days[0]?.weekday ?? 0 }, () => null)
  const cells = [...lead, ...days]
  while (cells.length % 7 > 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

function MonthHead({ month, setMonth, total }: { month: string; setMonth: (month: string) => void; total: string }) {
  const { t } = useI18n()
  const [year = '', index = '1'] = month.split('-')
  const look = { variant: 'default', size: 30 } as const
  return (
    <div className="month-head">
      <ActionIcon {...look} aria-label={t.calendars.previous} onClick={() => setMonth(monthBeside(month, -1))}>
        <IconChevronLeft size={17} />
      </ActionIcon>
      <h2 aria-live="polite">{t.dates.monthYear(Number(index), Number(year))}</h2>
      <ActionIcon {...look} aria-label={t.calendars.next} onClick={() => setMonth(monthBeside(month, 1))}>
        <IconChevronRight size={17} />
      </ActionIcon>
      <Button size="compact-sm" variant="subtle" onClick={() => setMonth(localDate(Date.now()).slice(0, 7))}>
        {t.calendars.today}
      </Button>
      <span className="soft">{total}</span>
    </div>
  )
}

function DayCell({ day, isChosen, choose }: { day: Day; isChosen: boolean; choose: (date: string) => void }) {
  const { t, format } = useI18n()
  const hours = day.intervals.map(({ from, to }) => `${from}–${to}`)
  const isToday = day.date === localDate(Date.now())
  return (
    <button
      type="button"
      className="day-cell"
      data-date={day.date}
      data-kind={day.kind}
      data-off={day.intervals.length === 0 || undefined}
      data-today={isToday || undefined}
      aria-pressed={isChosen}
      aria-label={[format.date(day.date), t.calendars.kinds[day.kind], hours.join(', ') || t.calendars.dayOff].join(', ')}
      onClick={() => choose(day.date)}
    >
      <b>{Number(day.date.slice(8))}</b>
      {day.kind !== 'week' && <span className="day-kind">{t.calendars.kinds[day.kind]}</span>}
      <small>
        {hours.length === 0 && day.kind === 'week' && t.calendars.dayOff}
        {hours.map((one) => (
          <span key={one}>{one}</span>
        ))}
      </small>
    </button>
  )
}
