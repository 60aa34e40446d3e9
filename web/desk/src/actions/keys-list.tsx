import { Text } from '@mantine/core'
import { useI18n } from '../i18n/i18n.tsx'
import { type ActionId, keyLabel } from './action-list.ts'

const columns: readonly (readonly ActionId[])[] = [
  ['next', 'previous', 'search', 'goMine', 'goQueue', 'goAll', 'goBoard', 'goStatistics', 'palette', 'keys'],
  ['take', 'reply', 'template', 'note', 'transfer', 'release', 'pause', 'resume', 'close', 'reopen'],
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
  return (
    <>
      <Text className="soft" fz="sm" mb="sm">
        {t.dialogs.keysHint}
      </Text>
      <div className="keys-list">
        {columns.map((ids) => (
          <ul key={ids[0]}>
            {ids.map((id) => (
              <KeyLine key={id} label={t.actions[id]} keys={keyLabel(id)} />
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
