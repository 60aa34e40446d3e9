import { NumberInput } from '@mantine/core'
import type { CalendarRules } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { IntervalsEditor } from './intervals-editor.tsx'

const mostEveMinutes = 480

/** The hours of an ordinary week, lunch as the gap between them, and how much shorter the eve of a holiday is. */
export function WeekPanel(props: { rules: CalendarRules; set: (rules: CalendarRules) => void; isReadOnly: boolean }) {
  const { t } = useI18n()
  const { rules, set, isReadOnly } = props
  return (
    <section className="panel">
      <h2>{t.calendars.week}</h2>
      <dl className="week-lines">
        {t.dates.weekdays.map((name, index) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <IntervalsEditor
                label={name}
                intervals={rules.week[index] ?? []}
                isReadOnly={isReadOnly}
                set={(intervals) => set({ ...rules, week: rules.week.map((one, at) => (at === index ? intervals : one)) })}
              />
            </dd>
          </div>
        ))}
      </dl>
      <NumberInput
        mt="md"
        maw={280}
        label={t.calendars.eve}
        min={0}
        max={mostEveMinutes}
        allowDecimal={false}
        readOnly={isReadOnly}
        value={rules.eveShorterMinutes}
        onChange={(value) => set({ ...rules, eveShorterMinutes: Number(value) || 0 })}
      />
    </section>
  )
}
