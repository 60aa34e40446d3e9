import { ActionIcon, Button, CloseButton, Indicator, Popover, Select, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react'
import { channelKinds, priorities, requestTypes } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { type Filter, isFiltered, noFilter } from './use-rows.ts'

type Props = { filter: Filter; setFilter: (filter: Filter) => void }

/** Search over names, numbers and texts, and three filters behind a button. */
export function ListFilter({ filter, setFilter }: Props) {
  const { t } = useI18n()
  return (
    <search className="list-filter">
      <TextInput
        id="list-search"
        size="sm"
        aria-label={t.list.searchLabel}
        placeholder={t.list.search}
        value={filter.text}
        maxLength={200}
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
        rightSection={
          filter.text ? (
            <CloseButton size="sm" aria-label={t.list.clear} onClick={() => setFilter({ ...filter, text: '' })} />
          ) : (
            <span className="key">S</span>
          )
        }
        onChange={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          setFilter({ ...filter, text: '' })
          event.currentTarget.blur()
        }}
      />
      <FilterButton filter={filter} setFilter={setFilter} />
    </search>
  )
}

function FilterButton({ filter, setFilter }: Props) {
  const { t } = useI18n()
  const isOn = isFiltered({ ...filter, text: '' })
  const field = { size: 'sm', clearable: true, comboboxProps: { withinPortal: false } } as const
  return (
    <Popover width={260} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={t.list.filters}>
          <Indicator disabled={!isOn} size={8} offset={4}>
            <ActionIcon size={34} variant="default" aria-label={t.list.filters}>
              <IconAdjustmentsHorizontal size={18} stroke={1.7} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Select
            {...field}
            label={t.list.filterType}
            data={requestTypes.map((value) => ({ value, label: t.words.types[value] }))}
            value={filter.type}
            onChange={(type) => setFilter({ ...filter, type })}
          />
          <Select
            {...field}
            label={t.list.filterPriority}
            data={priorities.map((value) => ({ value, label: t.words.priorities[value] }))}
            value={filter.priority}
            onChange={(priority) => setFilter({ ...filter, priority })}
          />
          <Select
            {...field}
            label={t.list.filterChannel}
            data={channelKinds.map((value) => ({ value, label: t.words.channels[value] }))}
            value={filter.channel}
            onChange={(channel) => setFilter({ ...filter, channel })}
          />
          <Button size="xs" variant="subtle" disabled={!isOn} onClick={() => setFilter({ ...noFilter, text: filter.text })}>
            {t.list.clear}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
