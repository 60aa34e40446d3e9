import { Text } from '@mantine/core'
import { useI18n } from '../i18n/i18n.tsx'
import { type ActionId, actionName, keyLabel, pageMoves, requestSteps, tabMoves } from './action-list.ts'
import { useActions } from './actions-context.tsx'

const columns: readonly (readonly ActionId[])[] = [
  [...pageMoves, 'next', 'previous', ...tabMoves, 'search', 'palette', 'keys'],
  ['take', 'reply', 'template', 'note', ...requestSteps],
]

function KeyLine({ label, keys }: { label: string; keys: string }) {
  return (
    <li>
      <span>{label}</span>
      <span>
        {keys.split(' ').map((key) => (
          <kbd key={key} className="key">
            {key}
          </kbd>
        ))}
      </span>
    </li>
  )
}

/** Every key in two columns: moving about, and doing things. */
export function KeysList() {
  const { t } = useI18n()
  const { allowed } = useActions()
  // A page this person may not see has no key; what a request allows comes and goes and is always listed.
  const isMine = (id: ActionId) => !pageMoves.includes(id) || allowed.has(id)
  return (
    <>
      <Text className="soft" fz="sm" mb="sm">
        {t.dialogs.keysHint}
      </Text>
      <div className="keys-list">
        {columns.map((ids) => (
          <ul key={ids[0]}>
            {ids.filter(isMine).map((id) => (
              <KeyLine key={id} label={actionName(t, id)} keys={keyLabel(id)} />
            ))}
            {ids.includes('reply') && (
              <>
                <KeyLine label={t.actions.send} keys="Ctrl Enter" />
                <KeyLine label={t.actions.nextVariable} keys="Tab" />
              </>
            )}
          </ul>
        ))}
      </div>
    </>
  )
}
