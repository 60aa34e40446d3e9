import { Radio, Stack } from '@mantine/core'
import type { CalendarRules } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { IntervalsEditor } from './intervals-editor.tsx'
import { type DayKind, monthDays, withDay } from './month-days.ts'

type Choice = Exclude<DayKind, 'eve'>
const choices: readonly Choice[] = ['week', 'day_off', 'yearly_day_off', 'special']
const usual = [
  { from: '09:00', to: '13:00' },
  { from: '14:00', to: '18:00' },
]

type Props = { date: string | null; rules: CalendarRules; set: (rules: CalendarRules) => void; isReadOnly: boolean }

/** What one day is: as the week has it, off, off every year, or with hours of its own. */
export function DayPanel({ date, rules, set, isReadOnly }: Props) {
  const { t, format } = useI18n()
  const day = date === null ? undefined : monthDays(rules, date.slice(0, 7)).find((one) => one.date === date)
  if (date === null || !day) return <section className="panel soft">{t.calendars.chooseDay}</section>
  const names: Record<Choice, string> = {
    week: t.calendars.makeWeek,
    day_off: t.calendars.makeDayOff,
    yearly_day_off: t.calendars.makeYearly,
    special: t.calendars.makeSpecial,
  }
  const choose = (to: Choice) => set(withDay(rules, date, to, day.intervals.length > 0 ? day.intervals : usual))
  return (
    <section className="panel">
      <h2>{[format.date(date), t.dates.weekdays[day.weekday] ?? ''].join(', ')}</h2>
      <Radio.Group
        aria-label={t.calendars.dayTitle}
        value={day.kind === 'eve' ? 'week' : day.kind}
        readOnly={isReadOnly}
        onChange={(value) => choose(choices.find((one) => one === value) ?? 'week')}
      >
        <Stack gap="xs">
          {choices.map((one) => (
            <Radio key={one} value={one} label={names[one]} />
          ))}
        </Stack>
      </Radio.Group>
      {day.kind === 'special' && (
        <IntervalsEditor
          label={t.calendars.intervals}
          intervals={rules.specialDays[date] ?? []}
          isReadOnly={isReadOnly}
          set={(intervals) => set(withDay(rules, date, 'special', intervals))}
        />
      )}
    </section>
  )
}
