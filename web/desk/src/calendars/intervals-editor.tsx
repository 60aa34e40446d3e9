import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { WorkInterval } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { areSound } from './month-days.ts'

const mostIntervals = 6

type Props = {
  label: string
  intervals: readonly WorkInterval[]
  set: (intervals: WorkInterval[]) => void
  isReadOnly: boolean
}

/** Working hours of a day: several stretches, lunch is the gap between them. "24:00" is the end of the day. */
export function IntervalsEditor({ label, intervals, set, isReadOnly }: Props) {
  const { t } = useI18n()
  const change = (index: number, part: Partial<WorkInterval>) =>
    set(intervals.map((one, at) => (at === index ? { ...one, ...part } : one)))
  const last = intervals.at(-1)
  return (
    <fieldset className="intervals-editor" aria-label={label}>
      {intervals.length === 0 && <span className="soft">{t.calendars.dayOff}</span>}
      {intervals.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no name but its place in the day.
        <span key={index} className="interval">
          <Wall
            name={`${label} ${index + 1}: ${t.calendars.intervalFrom}`}
            value={one.from}
            isReadOnly={isReadOnly}
            set={(from) => change(index, { from })}
          />
          <span aria-hidden>{'–'}</span>
          <Wall
            name={`${label} ${index + 1}: ${t.calendars.intervalTo}`}
            value={one.to}
            isReadOnly={isReadOnly}
            set={(to) => change(index, { to })}
          />
          {!isReadOnly && (
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`${t.settings.remove}: ${label} ${index + 1}`}
              onClick={() => set(intervals.filter((_, at) => at !== index))}
            >
              <IconX size={13} />
            </ActionIcon>
          )}
        </span>
      ))}
      {!isReadOnly && intervals.length < mostIntervals && (
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={13} aria-hidden />}
          aria-label={`${t.calendars.addInterval}: ${label}`}
          onClick={() => set([...intervals, last ? { from: last.to, to: '18:00' } : { from: '09:00', to: '18:00' }])}
        >
          {t.settings.add}
        </Button>
      )}
      {!areSound(intervals) && <p className="field-fault">{t.calendars.badIntervals}</p>}
    </fieldset>
  )
}

type WallProps = { name: string; value: string; set: (value: string) => void; isReadOnly: boolean }

function Wall({ name, value, set, isReadOnly }: WallProps) {
  return (
    <TextInput
      size="xs"
      w={62}
      aria-label={name}
      inputMode="numeric"
      maxLength={5}
      placeholder="09:00"
      readOnly={isReadOnly}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      // "9:00" and "900" are how people type it.
      onBlur={() => set(tidied(value))}
    />
  )
}

function tidied(text: string): string {
  const digits = /^(\d{1,2}):?(\d{2})$/.exec(text.trim())
  return digits ? `${(digits[1] ?? '').padStart(2, '0')}:${digits[2]}` : text
}
