import { ActionIcon, Popover, TextInput } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { later } from '../shell/later.tsx'
import { dateText, parseDate } from './date-text.ts'

const MonthPage = later(
  async () => (await import('./month-page.tsx')).MonthPage,
  () => <div className="month-page" />,
)

type Props = {
  label: ReactNode
  /** "2026-12-31", with `withTime` "2026-12-31T09:30"; empty for none. */
  value: string
  /** Called with a whole day or moment, and with nothing once the field is emptied. */
  set: (value: string) => void
  withTime?: boolean
  /** The first and last day that may be chosen. */
  min?: string
  max?: string
  size?: 'xs' | 'sm'
  description?: ReactNode
  required?: boolean
  mt?: string
  className?: string
  /** Where the field itself lies in what opens and shuts: a click on the month must not shut that. */
  isNested?: boolean
}

/** A day typed or chosen, written as the interface's language writes it whatever the browser speaks. */
export function DateInput({ value, set, withTime = false, min, max, isNested = false, ...rest }: Props) {
  const { t } = useI18n()
  const [typed, setTyped] = useState<string | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [isWrong, setWrong] = useState(false)
  const fits = (one: string) => (min ?? '') <= one.slice(0, 10) && (max === undefined || one.slice(0, 10) <= max)
  const type = (text: string) => {
    const found = parseDate(text, withTime)
    setTyped(text)
    setWrong(false)
    if (text.trim() === '') set('')
    else if (found !== null && fits(found)) set(found)
  }
  const leave = () => {
    const found = typed === null ? value : parseDate(typed, withTime)
    const isMeant = typed === null || typed.trim() === '' || (found !== null && fits(found))
    setWrong(!isMeant)
    if (isMeant) setTyped(null)
  }
  const choose = (date: string) => {
    set(withTime ? `${date}T${value.split('T')[1] ?? '09:00'}` : date)
    setTyped(null)
    setWrong(false)
    setOpen(false)
  }
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      shadow="md"
      withinPortal={!isNested}
      trapFocus
      returnFocus
    >
      <TextInput
        {...rest}
        inputMode={withTime ? 'text' : 'numeric'}
        autoComplete="off"
        placeholder={withTime ? t.dates.patternWithTime : t.dates.pattern}
        value={typed ?? dateText(value)}
        error={isWrong && (withTime ? t.dates.wrongWithTime : t.dates.wrong)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={leave}
        rightSection={
          <Popover.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t.dates.choose} onClick={() => setOpen(!isOpen)}>
              <IconCalendar size={16} stroke={1.8} aria-hidden />
            </ActionIcon>
          </Popover.Target>
        }
      />
      <Popover.Dropdown p={10} aria-label={t.dates.choose}>
        {isOpen && <MonthPage chosen={value.slice(0, 10)} choose={choose} fits={fits} />}
      </Popover.Dropdown>
    </Popover>
  )
}
