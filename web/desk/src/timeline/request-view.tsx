import { Text } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { useCallback, useEffect, useLayoutEffect, useState } from 'react'
import { keyLabel } from '../actions/action-list.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { whenIdle } from '../shell/after-picture.ts'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { later } from '../shell/later.tsx'
import { RequestHead } from './request-head.tsx'

/** The list does not need it: fetched behind the first picture, and here by the time a request is opened. */
const LoadedRequest = later(async () => (await import('./loaded-request.tsx')).LoadedRequest, RequestSkeleton)

/** The open request: its timeline and composer in the centre, what is known about it on the right. */
export function RequestView({ requestId }: { requestId: string | null }) {
  const live = useLiveClient()
  const [fault, setFault] = useState<unknown>(null)
  const open = useCallback(() => {
    setFault(null)
    live.open(requestId).catch(setFault)
  }, [live, requestId])
  // Asked for before the outline is drawn, not after.
  useLayoutEffect(open, [open])
  useEffect(() => whenIdle(() => void LoadedRequest.ahead()), [])
  const isLoaded = useLive((state) => requestId !== null && Boolean(state.timelines.get(requestId)?.facts))
  if (requestId === null) return <NothingOpen />
  if (fault !== null && !isLoaded) {
    return (
      <main id="main" tabIndex={-1} className="pane centre-pane">
        <FaultScreen error={fault} retry={open} />
      </main>
    )
  }
  if (!isLoaded) return <RequestSkeleton requestId={requestId} />
  return <LoadedRequest requestId={requestId} none={<NothingOpen />} />
}

function NothingOpen() {
  const { t } = useI18n()
  const keys = [keyLabel('next'), keyLabel('previous'), keyLabel('take'), keyLabel('reply')]
  return (
    <main id="main" tabIndex={-1} className="pane centre-pane">
      <div className="nothing nothing-page">
        <IconMessages size={52} stroke={1.1} aria-hidden />
        <h2>{t.list.selectTitle}</h2>
        <Text className="soft">{t.list.selectText}</Text>
        <span className="nothing-keys">
          {keys.map((key) => (
            <kbd key={key} className="key">
              {key}
            </kbd>
          ))}
          <Text span className="soft" fz="xs">
            {t.list.selectKeys}
          </Text>
        </span>
      </div>
    </main>
  )
}

/** What the list knows of it stands at once; its words follow. */
function RequestSkeleton({ requestId }: { requestId: string }) {
  const { t } = useI18n()
  const request = useLive((state) => state.requests.get(requestId)?.value)
  return (
    <main id="main" tabIndex={-1} className="pane centre-pane" aria-busy="true" aria-label={t.common.loading}>
      {request ? (
        <RequestHead request={request} />
      ) : (
        <div className="request-head">
          <span className="bone bone-name" />
        </div>
      )}
      <div className="timeline-skeleton">
        <span className="bone" />
        <span className="bone" />
        <span className="bone" />
      </div>
    </main>
  )
}
