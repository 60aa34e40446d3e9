import { IconX } from '@tabler/icons-react'
import { memo, useEffect, useRef } from 'react'
import type { QueueView } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon } from '../inbox/badges.tsx'
import { DueDot } from '../inbox/due-clock.tsx'
import { useLive } from '../live/use-live.tsx'
import { afterPicture } from './after-picture.ts'
import { changeTabs, type OpenTab, useOpenTabs, withTab } from './open-tabs.ts'
import { formatRoute } from './route.ts'
import { useSteady } from './use-steady.ts'

/** The requests somebody works on at once: each a tab with its clock's colour, and a mark where the client wrote meanwhile. */
export function RequestTabs({ view, openId }: { view: QueueView; openId: string | null }) {
  const { t } = useI18n()
  const tabs = useOpenTabs()
  const { closeTab } = useActions()
  const { close } = useSteady({ close: closeTab })
  const opened = useLive((state) => (openId === null ? undefined : state.requests.get(openId)?.value))
  useEffect(() => {
    if (opened) changeTabs((now) => withTab(now, opened))
  }, [opened])
  if (tabs.length === 0) return null
  return (
    <nav className="request-tabs" aria-label={t.tabs.label}>
      {tabs.map((tab) => (
        <Tab key={tab.id} tab={tab} view={view} isHere={tab.id === openId} close={close} />
      ))}
    </nav>
  )
}

type TabProps = { tab: OpenTab; view: QueueView; isHere: boolean; close: (requestId: string) => void }

const Tab = memo(function Tab({ tab, view, isHere, close }: TabProps) {
  const { t } = useI18n()
  const request = useLive((state) => state.requests.get(tab.id)?.value)
  const isUnread = !isHere && (request?.lastClientSeq ?? 0) > tab.seenSeq
  const name = request?.contactName ?? tab.name
  const link = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (isHere) afterPicture(() => link.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }))
  }, [isHere])
  return (
    <span className="request-tab" data-here={isHere || undefined} data-unread={isUnread || undefined}>
      <a
        ref={link}
        href={formatRoute({ page: 'inbox', view, requestId: tab.id })}
        aria-current={isHere ? 'page' : undefined}
        aria-label={isUnread ? `${name}: ${t.tabs.unread}` : name}
      >
        <ChannelIcon channel={tab.channel} size={14} />
        <span className="ellipsis">{name}</span>
        {request && <DueDot request={request} />}
      </a>
      <button type="button" aria-label={t.tabs.close(name)} onClick={() => close(tab.id)}>
        <IconX size={13} aria-hidden />
      </button>
    </span>
  )
})
