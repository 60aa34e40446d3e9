import { ActionIcon, NumberInput, Select } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { useMemo, useRef } from 'react'
import { type ChannelKind, channelKinds, type Priority, priorities, type RequestType, requestTypes } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'

type Matching = { priority?: Priority | undefined; type?: RequestType | undefined; channel?: ChannelKind | undefined }

/** Three cells: for which priority, type and channel a rule is; an empty one means every. */
export function MatchCells<R extends Matching>({ rule, put }: { rule: R; put: (rule: R) => void }) {
  const { t } = useI18n()
  // A rule is read more often than changed: the words get the room of the chevron.
  const common = { size: 'xs', clearable: true, placeholder: t.settings.every, rightSectionWidth: 22 } as const
  /** A word that is not given is not there, rather than there and empty. */
  const withWord = (key: keyof Matching, value: string | null) => {
    const { [key]: _, ...rest } = rule
    put((value === null ? rest : { ...rest, [key]: value }) as R)
  }
  return (
    <>
      <td>
        <Select
          {...common}
          aria-label={t.facts.priority}
          data={priorities.map((value) => ({ value, label: t.words.priorities[value] }))}
          value={rule.priority ?? null}
          onChange={(value) => withWord('priority', value)}
        />
      </td>
      <td>
        <Select
          {...common}
          aria-label={t.facts.type}
          data={requestTypes.map((value) => ({ value, label: t.words.types[value] }))}
          value={rule.type ?? null}
          onChange={(value) => withWord('type', value)}
        />
      </td>
      <td>
        <Select
          {...common}
          aria-label={t.statistics.channel}
          data={channelKinds.map((value) => ({ value, label: t.words.channels[value] }))}
          value={rule.channel ?? null}
          onChange={(value) => withWord('channel', value)}
        />
      </td>
    </>
  )
}

/** The heads of those three cells. */
export function MatchHeads() {
  const { t } = useI18n()
  return (
    <>
      <th scope="col" className="left">
        {t.facts.priority}
      </th>
      <th scope="col" className="left">
        {t.facts.type}
      </th>
      <th scope="col" className="left">
        {t.statistics.channel}
      </th>
    </>
  )
}

type NumberProps = {
  label: string
  value: number | null | undefined
  set: (value: number | null) => void
  min?: number
  max?: number
  placeholder?: string
  isWhole?: boolean
}

/** A number in a table; an empty field is null. */
export function NumberCell({ label, value, set, min = 0, max = 525_600, placeholder = '', isWhole = false }: NumberProps) {
  return (
    <NumberInput
      size="xs"
      hideControls
      aria-label={label}
      min={min}
      max={max}
      allowDecimal={!isWhole}
      allowNegative={false}
      placeholder={placeholder}
      value={value ?? ''}
      onChange={(given) => set(given === '' ? null : Number(given))}
    />
  )
}

type OrderProps = { index: number; count: number; name: string; move: (by: 1 | -1) => void; remove: () => void }

/** Up, down, away: the order of rules is their meaning. */
export function OrderCell({ index, count, name, move, remove }: OrderProps) {
  const { t } = useI18n()
  const look = { variant: 'subtle', color: 'gray', size: 26 } as const
  return (
    <td className="order-cell">
      <ActionIcon {...look} aria-label={`${t.policy.moveUp}: ${name}`} disabled={index === 0} onClick={() => move(-1)}>
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon {...look} aria-label={`${t.policy.moveDown}: ${name}`} disabled={index === count - 1} onClick={() => move(1)}>
        <IconArrowDown size={15} />
      </ActionIcon>
      <ActionIcon {...look} color="red" aria-label={`${t.settings.remove}: ${name}`} onClick={remove}>
        <IconTrash size={15} />
      </ActionIcon>
    </td>
  )
}

export type ListEdits<T> = {
  put(index: number, item: T): void
  remove(index: number): void
  add(item: T): void
  move(index: number, by: 1 | -1): void
}

/** What may be done to a list whose order counts. */
export function listEdits<T>(list: readonly T[], set: (list: T[]) => void): ListEdits<T> {
  return {
    put: (index, item) => set(list.map((one, at) => (at === index ? item : one))),
    remove: (index) => set(list.filter((_, at) => at !== index)),
    add: (item) => set([...list, item]),
    move: (index, by) => {
      const next = [...list]
      const [moved] = next.splice(index, 1)
      if (moved !== undefined) next.splice(index + by, 0, moved)
      set(next)
    },
  }
}

/** The same for a table of many fields: what is handed out never changes, so that only the row that was written in is drawn anew. */
export function useListEdits<T>(list: readonly T[], set: (list: T[]) => void): ListEdits<T> {
  const newest = useRef(() => listEdits(list, set))
  newest.current = () => listEdits(list, set)
  return useMemo(
    () => ({
      put: (index, item) => newest.current().put(index, item),
      remove: (index) => newest.current().remove(index),
      add: (item) => newest.current().add(item),
      move: (index, by) => newest.current().move(index, by),
    }),
    [],
  )
}
