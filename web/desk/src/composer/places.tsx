import { Select, TextInput } from '@mantine/core'
import type { TemplateVariable, TemplateView } from '#contracts'
import { DateInput } from '../dates/date-input.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import type { Gap } from './template-text.ts'

type Props = {
  template: TemplateView
  gaps: readonly Gap[]
  values: Readonly<Record<string, string>>
  put: (name: string, value: string) => void
}

/** A field for each open place, of the place's own type: a date is picked, a choice is chosen, a number is a number. */
export function Places({ template, gaps, values, put }: Props) {
  const { t, language } = useI18n()
  const names = [...new Set(gaps.map((gap) => gap.name))]
  if (names.length === 0) return null
  const labels: Readonly<Record<string, string>> = t.composer.variables
  return (
    <fieldset className="places" aria-label={t.places.label}>
      {names.map((name) => {
        const variable = template.variables.find((one) => one.name === name)
        const field = { label: labels[name] ?? name, value: values[name] ?? '', required: variable?.isRequired ?? true }
        return variable?.type === 'choice' ? (
          <Select
            key={name}
            {...field}
            size="xs"
            placeholder={t.places.choose}
            data={(variable.choices ?? []).map((choice) => ({ value: choice.value, label: choice.texts[language] }))}
            value={field.value || null}
            onChange={(value) => put(name, value ?? '')}
          />
        ) : (
          <WrittenPlace key={name} {...field} variable={variable} put={(value) => put(name, value)} />
        )
      })}
    </fieldset>
  )
}

type WrittenProps = {
  label: string
  value: string
  required: boolean
  variable: TemplateVariable | undefined
  put: (value: string) => void
}

function WrittenPlace({ variable, put, ...field }: WrittenProps) {
  if (variable?.type === 'date') return <DateInput {...field} size="xs" set={put} />
  return (
    <TextInput
      {...field}
      size="xs"
      {...(variable?.type === 'number' && { inputMode: 'decimal' as const })}
      onChange={(event) => put(event.currentTarget.value)}
    />
  )
}
