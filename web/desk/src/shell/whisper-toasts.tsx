import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import type { LiveEvent } from '../live/live-client.ts'
import { useLiveEvents } from '../live/use-live.tsx'
import { formatRoute } from './route.ts'

/** What a supervisor or mentor whispers to whoever is at this console; it stays until it is read, because somebody waits for that. */
export function WhisperToasts() {
  const { t } = useI18n()
  const hear = useCallback(
    (event: LiveEvent) => {
      if (event.kind !== 'whisper') return
      const { requestId, number, note } = event.news
      const id = `whisper-${note.id}`
      const address = formatRoute({ page: 'inbox', view: 'mine', requestId })
      notifications.show({
        id,
        color: 'grape',
        autoClose: false,
        title: t.manager.desk.whisperFrom(note.authorName ?? '', number),
        message: (
          <>
            <Text fz="sm">{note.text}</Text>
            <Button
              component="a"
              href={address}
              size="compact-xs"
              variant="light"
              mt={6}
              onClick={() => notifications.hide(id)}
            >
              {t.toast.openIt}
            </Button>
          </>
        ),
      })
    },
    [t],
  )
  useLiveEvents(hear)
  return null
}
