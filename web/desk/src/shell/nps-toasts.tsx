import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import type { LiveEvent } from '../live/live-client.ts'
import { useLiveEvents } from '../live/use-live.tsx'
import { useConsole } from './console-context.tsx'
import { formatRoute } from './route.ts'
import { useSignals } from './signals.ts'
import { beep } from './sound.ts'

/** That NPS fell is told once, so the notice stays until somebody closes it; the board keeps the alert. */
export function NpsToasts() {
  const { t } = useI18n()
  const { departmentName } = useConsole()
  const { sound } = useSignals()
  const client = useQueryClient()
  const hear = useCallback(
    (event: LiveEvent) => {
      if (event.kind !== 'nps') return
      client.invalidateQueries({ queryKey: ['nps-watch'] }).catch(() => undefined)
      const { alertId, departmentId, what } = event.news
      if (what !== 'fell') return
      if (sound) beep('warned')
      const id = `nps-${alertId}`
      notifications.show({
        id,
        color: 'red',
        autoClose: false,
        title: t.watch.falling(departmentId === null ? t.watch.bank : departmentName(departmentId)),
        message: (
          <Button
            component="a"
            href={formatRoute({ page: 'statistics', section: 'satisfaction' })}
            size="compact-xs"
            variant="light"
            mt={6}
            onClick={() => notifications.hide(id)}
          >
            {t.watch.open}
          </Button>
        ),
      })
    },
    [t, departmentName, sound, client],
  )
  useLiveEvents(hear)
  return null
}
