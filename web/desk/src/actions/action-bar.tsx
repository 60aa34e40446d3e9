import { Button } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCircleCheck,
  IconHandGrab,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
} from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { Hint } from '../shell/hint.tsx'
import { type ActionId, actionName, keyLabel } from './action-list.ts'
import { useActions } from './actions-context.tsx'

const shown: readonly { id: ActionId; Icon: typeof IconHandGrab; variant: 'filled' | 'default' }[] = [
  { id: 'transfer', Icon: IconArrowForwardUp, variant: 'default' },
  { id: 'release', Icon: IconArrowBackUp, variant: 'default' },
  { id: 'pause', Icon: IconPlayerPause, variant: 'default' },
  { id: 'resume', Icon: IconPlayerPlay, variant: 'default' },
  { id: 'reopen', Icon: IconRefresh, variant: 'filled' },
  { id: 'close', Icon: IconCircleCheck, variant: 'default' },
  { id: 'take', Icon: IconHandGrab, variant: 'filled' },
]

/** What can be done with the open request now, each with its key. */
export function ActionBar() {
  const { t } = useI18n()
  const { allowed, run } = useActions()
  const possible = shown.filter(({ id }) => allowed.has(id))
  if (possible.length === 0) return <hr className="action-bar-none" />
  return (
    <div className="action-bar" role="toolbar" aria-label={t.actions.label}>
      {possible.map(({ id, Icon, variant }) => (
        <Hint key={id} label={`${actionName(t, id)}  ${keyLabel(id)}`}>
          <Button
            size="xs"
            variant={variant}
            leftSection={<Icon size={16} stroke={1.8} aria-hidden />}
            rightSection={<span className="key">{keyLabel(id)}</span>}
            onClick={() => run(id)}
            className={id === 'release' ? 'action-quiet' : 'action'}
            aria-label={actionName(t, id)}
          >
            <span className="action-label">{actionName(t, id)}</span>
          </Button>
        </Hint>
      ))}
    </div>
  )
}
