import { Skeleton, Text } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { ActionBar } from '../actions/action-bar.tsx'
import { keyLabel } from '../actions/action-list.ts'
import { Composer } from '../composer/composer.tsx'
import { OutboxProvider } from '../composer/outbox.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { Previews } from './previews.tsx'
import { RequestHead } from './request-head.tsx'
import { Timeline } from './timeline.tsx'

/** The list does not need it: fetched beside it, and here by the time a request is opened. */
const factsPane = import('../facts/facts-pane.tsx').then(({ FactsPane }) => ({ default: FactsPane }))
const FactsPane = lazy(() => factsPane)

/** The open request: its timeline and composer in the centre, what is known about it on the right. */
export function RequestView({ requestId }: { requestId: string | null }) {
  const live = useLiveClient()
  const [fault, setFault] = useState<unknown>(null)
  const open = useCallback(() => {
    setFault(null)
    live.open(requestId).catch(setFault)
  }, [live, requestId])
  useEffect(open, [open])
  const isLoaded = useLive((state) => requestId !== null && Boolean(state.timelines.get(requestId)?.facts))
  if (requestId === null) return <NothingOpen />
  if (fault !== null && !isLoaded) {
    return (
      <main id="main" tabIndex={-1} className="pane centre-pane">
        <FaultScreen error={fault} retry={open} />
      </main>
    )
  }
  return isLoaded ? <LoadedRequest requestId={requestId} /> : <RequestSkeleton />
}

function LoadedRequest({ requestId }: { requestId: string }) {
  const request = useLive((state) => state.requests.get(requestId)?.value)
  const timeline = useLive((state) => state.timelines.get(requestId))
  if (!request || !timeline?.facts) return <NothingOpen />
  return (
    <OutboxProvider request={request}>
      <main id="main" tabIndex={-1} className="pane centre-pane" data-public={request.visibility === 'public' || undefined}>
        <RequestHead request={request} />
        <ActionBar />
        <Previews messages={timeline.messages}>
          <Timeline request={request} timeline={timeline} />
        </Previews>
        <Composer request={request} timeline={timeline} />
      </main>
      <Suspense fallback={<aside className="pane facts-pane" aria-busy="true" />}>
        <FactsPane request={request} facts={timeline.facts.value} />
      </Suspense>
    </OutboxProvider>
  )
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

function RequestSkeleton() {
  const { t } = useI18n()
  return (
    <main id="main" tabIndex={-1} className="pane centre-pane" aria-busy="true" aria-label={t.common.loading}>
      <div className="request-head">
        <Skeleton height={18} width={220} />
      </div>
      <div className="timeline-skeleton">
        <Skeleton height={54} width="58%" radius="lg" />
        <Skeleton height={78} width="64%" radius="lg" ml="auto" />
        <Skeleton height={40} width="40%" radius="lg" />
      </div>
    </main>
  )
}
