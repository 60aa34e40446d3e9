import { UnstyledButton } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { PresenceState } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole, useOperators } from './console-context.tsx'
import { Hint } from './hint.tsx'

/** Online or away: whether new requests are assigned to this person. Shown at once, taken back if refused. */
export function PresenceSwitch() {
  const { t, explain } = useI18n()
  const { me } = useConsole()
  const known = useOperators().find((operator) => operator.id === me.operatorId)?.presence
  const [wanted, setWanted] = useState<PresenceState | null>(null)
  const change = useMutation({
    mutationFn: (state: PresenceState) => sendJson('POST', '/api/me/presence', { state }),
    onMutate: (state) => setWanted(state),
    onError: (error) => {
      setWanted(null)
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) })
    },
  })
  const state = wanted ?? known ?? 'offline'
  const isOnline = state === 'online'
  return (
    <Hint label={isOnline ? t.shell.presenceOn : t.shell.presenceOff} side="right">
      <UnstyledButton
        className="presence"
        role="switch"
        aria-checked={isOnline}
        aria-label={t.shell.presence}
        data-state={state}
        onClick={() => change.mutate(isOnline ? 'away' : 'online')}
      >
        <span className="presence-track" aria-hidden>
          <span className="presence-knob" />
        </span>
        <span className="rail-label">{t.words.presence[state]}</span>
      </UnstyledButton>
    </Hint>
  )
}
