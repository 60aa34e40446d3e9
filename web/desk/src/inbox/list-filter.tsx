import { ActionIcon, CloseButton, Indicator, Popover, SegmentedControl, TextInput } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react'
import { memo } from 'react'
import type { QueueView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { Hint } from '../shell/hint.tsx'
import { FilterFields } from './filter-fields.tsx'
import { SavedViews } from './saved-views.tsx'
import { countParts, type Filter } from './use-rows.ts'

type Props = { view: QueueView; filter: Filter; setFilter: (filter: Filter) => void }

/** Search over words, names and numbers in either script, the filters behind a button, and the views kept under a name. */
export const ListFilter = memo(function ListFilter({ view, filter, setFilter }: Props) {
  const { t } = useI18n()
  const text = filter.text ?? ''
  return (
    <>
      <search className="list-filter">
        <TextInput
          id="list-search"
          size="sm"
          aria-label={t.list.searchLabel}
          placeholder={t.list.search}
          value={text}
          maxLength={200}
          leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
          rightSection={
            text ? (
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
        <FilterButton {...{ view, filter, setFilter }} />
        {(text !== '' || countParts(filter) > 0) && (
          <SegmentedControl
            className="list-where"
            size="xs"
            aria-label={t.find.where}
            value={filter.isEverywhere ? 'everywhere' : 'here'}
            data={[
              { value: 'here', label: t.find.here },
              { value: 'everywhere', label: t.find.everywhere },
            ]}
            onChange={(value) => setFilter({ ...filter, isEverywhere: value === 'everywhere' })}
          />
        )}
      </search>
      <SavedViews {...{ view, filter }} />
    </>
  )
})

function FilterButton({ view, filter, setFilter }: Props) {
  const { t } = useI18n()
  const count = countParts(filter)
  const label = count === 0 ? t.list.filters : `${t.list.filters}: ${count}`
  return (
    <Popover width={344} position="bottom-end" shadow="md" trapFocus>
      <Hint label={label}>
        <Indicator disabled={count === 0} label={count} size={16} offset={3}>
          <Popover.Target>
            <ActionIcon size={34} variant="default" aria-label={label}>
              <IconAdjustmentsHorizontal size={18} stroke={1.7} />
            </ActionIcon>
          </Popover.Target>
        </Indicator>
      </Hint>
      <Popover.Dropdown>
        <FilterFields {...{ view, filter, setFilter }} />
      </Popover.Dropdown>
    </Popover>
  )
}
