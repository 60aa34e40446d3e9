import { Button, Group, Select, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import { channelKinds, languages, priorities, type QueueView, requestTypes } from '#contracts'
import { DateInput } from '../dates/date-input.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { useSaveView } from './saved-views.tsx'
import { countParts, type Filter, isFiltered } from './use-rows.ts'

type Props = { view: QueueView; filter: Filter; setFilter: (filter: Filter) => void }
type Choice = { value: string; label: string }
type FieldKey = 'type' | 'priority' | 'channel' | 'departmentId' | 'topic' | 'holderId' | 'language'

/** The choices of each field in the language of the screen. */
function useChoices(): Record<FieldKey, { label: string; data: Choice[] }> {
  const { t } = useI18n()
  const { directory, departmentName, topicName } = useConsole()
  const operators = useOperators()
  const named = <T extends string>(values: readonly T[], names: Readonly<Record<string, string>>) =>
    values.map((value) => ({ value, label: names[value] ?? value }))
  return {
    type: { label: t.list.filterType, data: named(requestTypes, t.words.types) },
    priority: { label: t.list.filterPriority, data: named(priorities, t.words.priorities) },
    channel: { label: t.list.filterChannel, data: named(channelKinds, t.words.channels) },
    departmentId: {
      label: t.find.filterDepartment,
      data: directory.departments.map(({ id }) => ({ value: id, label: departmentName(id) })),
    },
    topic: { label: t.find.filterTopic, data: directory.topics.map(({ code }) => ({ value: code, label: topicName(code) })) },
    holderId: { label: t.find.filterHolder, data: operators.map(({ id, displayName }) => ({ value: id, label: displayName })) },
    language: { label: t.find.filterLanguage, data: named(languages, t.words.detected) },
  }
}

/** Everything a list can be narrowed by; all of it holds at once. */
export function FilterFields({ view, filter, setFilter }: Props) {
  const { t } = useI18n()
  const choices = useChoices()
  const put = (part: Partial<Filter>) => {
    const next = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== undefined && value !== '')
    setFilter(Object.fromEntries(next) as Filter)
  }
  const keys = Object.keys(choices) as FieldKey[]
  return (
    <div className="filter-fields">
      {keys.map((key) => (
        <Select
          key={key}
          size="xs"
          clearable
          searchable={choices[key].data.length > 8}
          comboboxProps={{ withinPortal: false }}
          label={choices[key].label}
          placeholder={t.common.none}
          data={choices[key].data}
          value={filter[key] ?? null}
          onChange={(value) => put({ [key]: value ?? undefined })}
        />
      ))}
      <span className="filter-days">
        {(['openedFrom', 'openedTo'] as const).map((key) => (
          <DateInput
            key={key}
            size="xs"
            isNested
            label={t.find[key]}
            value={filter[key] ?? ''}
            set={(date) => put({ [key]: date })}
          />
        ))}
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        disabled={countParts(filter) === 0}
        onClick={() => setFilter({ text: filter.text ?? '' })}
      >
        {t.list.clear}
      </Button>
      <SaveForm view={view} filter={filter} />
    </div>
  )
}

function SaveForm({ view, filter }: Omit<Props, 'setFilter'>) {
  const { t, explain } = useI18n()
  const [name, setName] = useState('')
  const save = useSaveView()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { isEverywhere, ...parts } = filter
    save.mutate(
      { name: name.trim(), view: isEverywhere ? 'any' : view, filter: parts },
      {
        onSuccess: () => {
          notifications.show({ color: 'green', message: t.find.saved(name.trim()) })
          setName('')
        },
        onError: (error) => notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) }),
      },
    )
  }
  return (
    <form className="filter-save" onSubmit={submit}>
      <Group gap={6} align="end" wrap="nowrap">
        <TextInput
          size="xs"
          flex={1}
          label={t.find.saveAs}
          description={t.find.saveHint}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          size="xs"
          type="submit"
          variant="light"
          loading={save.isPending}
          disabled={name.trim() === '' || !isFiltered(filter)}
        >
          {t.find.save}
        </Button>
      </Group>
    </form>
  )
}
