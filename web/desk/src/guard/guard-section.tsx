import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { GuardListName, GuardLists, GuardListsView } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { SaveBar } from '../settings/save-bar.tsx'
import { useSettingsDraft } from '../settings/use-settings-draft.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { ListEditor } from './list-editor.tsx'
import { changeOf, groupNames, listGroups } from './list-groups.ts'
import { TryText } from './try-text.tsx'

/** The words and numbers by which personal data is found, as the bank keeps them. */
export function GuardSection() {
  const { t } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const [chosen, setChosen] = useState<GuardListName>('forbiddenWords')
  const view = useQuery({ queryKey: ['guard-lists'], queryFn: () => getJson<GuardListsView>('/api/guard/lists') })
  const draft = useSettingsDraft<GuardLists>(view.data?.lists)
  if (view.isError && !view.data) return <FaultScreen error={view.error} retry={() => view.refetch()} />
  if (!view.data || !draft.value) return <PanelSkeleton />
  const { version, shipped } = view.data
  const lists = draft.value
  const save = () =>
    send({
      path: '/api/guard/lists',
      body: { lists, expectedVersion: version },
      done: t.guardLists.saved,
      stale: ['guard-lists'],
    })
  return (
    <>
      <p className="soft form-hint">
        {t.guardLists.lead}{' '}
        <span className="standing">{version === 0 ? t.guardLists.asShipped : t.guardLists.version(version)}</span>
      </p>
      <div className="guard-columns">
        <ListMenu lists={lists} shipped={shipped} chosen={chosen} choose={setChosen} />
        <ListEditor
          key={chosen}
          name={chosen}
          list={lists[chosen]}
          shipped={shipped[chosen]}
          put={(list) => draft.put({ [chosen]: list })}
        />
        <TryText />
      </div>
      <SaveBar isDirty={draft.isDirty} mayEdit={may('settings.edit')} save={save} revert={draft.revert} />
    </>
  )
}

type MenuProps = {
  lists: GuardLists
  shipped: GuardLists
  chosen: GuardListName
  choose: (name: GuardListName) => void
}

/** All lists in their groups, found by their name or by a word in them. */
function ListMenu({ lists, shipped, chosen, choose }: MenuProps) {
  const { t } = useI18n()
  const [wanted, setWanted] = useState('')
  const sought = wanted.trim().toLowerCase()
  const isWanted = (name: GuardListName) =>
    sought === '' ||
    t.guardLists.names[name].toLowerCase().includes(sought) ||
    lists[name].some((word) => word.toLowerCase().includes(sought))
  return (
    <nav className="panel guard-menu" aria-label={t.guardLists.lists}>
      <TextInput
        size="xs"
        leftSection={<IconSearch size={14} aria-hidden />}
        aria-label={t.guardLists.search}
        placeholder={t.guardLists.search}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {groupNames.map((group) => {
        const names: readonly GuardListName[] = listGroups[group]
        const shown = names.filter(isWanted)
        if (shown.length === 0) return null
        return (
          <section key={group}>
            <h3>{t.guardLists.groups[group]}</h3>
            {shown.map((name) => {
              const { added, removed } = changeOf(name, lists, shipped)
              return (
                <button
                  key={name}
                  type="button"
                  aria-current={name === chosen ? 'true' : undefined}
                  onClick={() => choose(name)}
                >
                  <span>{t.guardLists.names[name]}</span>
                  {added.length > 0 && <small className="guard-added">{t.guardLists.added(added.length)}</small>}
                  {removed.length > 0 && <small className="guard-removed">{t.guardLists.removed(removed.length)}</small>}
                  <small className="soft tabular">{t.guardLists.count(lists[name].length)}</small>
                </button>
              )
            })}
          </section>
        )
      })}
    </nav>
  )
}
