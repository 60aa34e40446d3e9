import '@mantine/spotlight/styles.css'
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData, useSpotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { openSaved, useSavedViews } from '../inbox/saved-views.tsx'
import { useLiveClient } from '../live/use-live.tsx'
import { goTo } from '../shell/route.ts'
import { type ActionId, actionIds, actionName, keyLabel, pageMoves, tabMoves } from './action-list.ts'
import { useActions } from './actions-context.tsx'
import { paletteStore } from './palette-store.ts'

/** More than this is not chosen from by eye. */
const maxRequests = 200
const moving: readonly ActionId[] = ['next', 'previous', ...tabMoves, ...pageMoves, 'search']
const writing: readonly ActionId[] = ['reply', 'template', 'note']
const other: readonly ActionId[] = ['keys']
const hidden: readonly ActionId[] = ['palette']

/** Everything the console can do, and every request it knows, a few letters away (Ctrl-K). */
export function Palette() {
  const { t } = useI18n()
  const { allowed, run } = useActions()
  const client = useLiveClient()
  const { opened } = useSpotlight(paletteStore)
  // As they stood when it was opened: a list that moves under the hand is no help, and a closed one need not be made.
  const requests = useMemo(() => (opened ? client.getState().requests : null), [opened, client])
  const views = useSavedViews()
  const actionsOf = (ids: readonly ActionId[]): SpotlightActionData[] =>
    ids
      .filter((id) => allowed.has(id))
      .map((id) => ({
        id,
        label: actionName(t, id),
        rightSection: <span className="key">{keyLabel(id)}</span>,
        onClick: () => run(id),
      }))
  const inRequest = actionIds.filter((id) => ![...moving, ...writing, ...other, ...hidden].includes(id))
  const found: SpotlightActionData[] = [...(requests?.values() ?? [])].slice(0, maxRequests).map(({ value }) => ({
    id: value.id,
    label: `${value.contactName} · ${value.number}`,
    description: value.lastMessage?.text.slice(0, 90) ?? '',
    onClick: () => goTo({ page: 'inbox', view: value.status === 'closed' ? 'closed' : 'all_open', requestId: value.id }),
  }))
  const kept: SpotlightActionData[] = views.map((saved) => ({
    id: `view-${saved.id}`,
    label: saved.name,
    onClick: () => openSaved(saved),
  }))
  const groups: SpotlightActionGroupData[] = [
    { group: t.actions.groups.request, actions: actionsOf(inRequest) },
    { group: t.actions.groups.writing, actions: actionsOf(writing) },
    { group: t.actions.groups.moving, actions: actionsOf(moving) },
    { group: t.find.views, actions: kept },
    { group: t.actions.groups.other, actions: actionsOf(other) },
    { group: t.actions.groups.requests, actions: found },
  ]
  return (
    <Spotlight
      actions={groups.filter((group) => group.actions.length > 0)}
      store={paletteStore}
      shortcut={['mod + K']}
      limit={24}
      scrollable
      maxHeight={420}
      radius="lg"
      highlightQuery
      nothingFound={t.actions.nothingFound}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t.actions.searchPlaceholder,
        'aria-label': t.actions.palette,
      }}
    />
  )
}
