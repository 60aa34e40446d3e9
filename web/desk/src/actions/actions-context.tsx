import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { QueueView, RequestSummary } from '#contracts'
import { shownRows } from '../inbox/shown-rows.ts'
import { listView } from '../live/queue-order.ts'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { changeTabs, neighbour, openTabs, ownTabs, withoutTab } from '../shell/open-tabs.ts'
import { goTo, useRoute } from '../shell/route.ts'
import { type ActionId, allowedActions } from './action-list.ts'
import { palette } from './palette-store.ts'
import { type Performer, usePerformer } from './perform.ts'
import { useKeys } from './use-keys.ts'

export type DialogName = 'transfer' | 'pause' | 'close' | 'reopen' | 'noReply' | 'ask' | 'appeal' | 'extend' | 'keys'
/** What the composer is asked to do from elsewhere. */
export type ComposerWish = 'reply' | 'note' | 'template'

export type Actions = {
  readonly request: RequestSummary | null
  readonly allowed: ReadonlySet<ActionId>
  readonly perform: Performer
  run(id: ActionId): void
  showKeys(): void
  readonly dialog: DialogName | null
  closeDialog(): void
  /** Opens the next request of the view, or the list where there is none. */
  openNext(): void
  onWish(hearer: (wish: ComposerWish) => void): () => void
  /** Closes a tab; from the one that is open to its neighbour, or to the list. */
  closeTab(requestId: string): void
}

const ActionsContext = createContext<Actions | null>(null)

const inbox = (view: QueueView) => goTo({ page: 'inbox', view, requestId: null })
/** Where each key of moving leads. */
const goes = {
  goMine: () => inbox('mine'),
  goQueue: () => inbox('queue'),
  goAll: () => inbox('all_open'),
  goWaiting: () => inbox('waiting_client'),
  goClosed: () => inbox('closed'),
  goBoard: () => goTo({ page: 'board' }),
  goStatistics: () => goTo({ page: 'statistics', section: 'sla' }),
  goSatisfaction: () => goTo({ page: 'statistics', section: 'satisfaction' }),
  goTemplates: () => goTo({ page: 'templates', templateId: null }),
  goRouting: () => goTo({ page: 'routing', section: 'topics' }),
  goPolicy: () => goTo({ page: 'policy', section: 'targets' }),
  goCalendars: () => goTo({ page: 'calendars', calendarId: null }),
  goQuality: () => goTo({ page: 'quality' }),
  goDeliveries: () => goTo({ page: 'deliveries', section: 'not_received' }),
  goApprovals: () => goTo({ page: 'deliveries', section: 'approvals' }),
  goChannels: () => goTo({ page: 'channels', section: 'accounts' }),
  goGuard: () => goTo({ page: 'channels', section: 'guard' }),
  goHooks: () => goTo({ page: 'channels', section: 'webhooks' }),
  goHouse: () => goTo({ page: 'house', section: 'staff' }),
  goRecords: () => goTo({ page: 'records', section: 'audit' }),
}

/** Actions on the request that is open, however they are asked for: button, key or palette. */
export function ActionsProvider({ children }: { children: ReactNode }) {
  const route = useRoute()
  const { me, may } = useConsole()
  const requestId = route.page === 'inbox' ? route.requestId : null
  const request = useLive((state) => (requestId ? (state.requests.get(requestId)?.value ?? null) : null))
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const hearers = useRef(new Set<(wish: ComposerWish) => void>())
  const allowed = useMemo(() => allowedActions(request, me.operatorId, may), [request, me, may])

  const { step, openNext } = useSteps(requestId)
  const tabs = useTabSteps(requestId)
  const perform = usePerformer(request, openNext)
  const wish = (what: ComposerWish) => {
    for (const hearer of hearers.current) hearer(what)
  }
  const run = (id: ActionId) => {
    const doing: Record<ActionId, () => void> = {
      take: () => perform.take(),
      reply: () => wish('reply'),
      template: () => wish('template'),
      note: () => wish('note'),
      transfer: () => setDialog('transfer'),
      release: () => perform.release(),
      pause: () => setDialog('pause'),
      resume: () => perform.resume(),
      close: () => setDialog('close'),
      reopen: () => setDialog('reopen'),
      noReply: () => setDialog('noReply'),
      ask: () => setDialog('ask'),
      appeal: () => setDialog('appeal'),
      extend: () => setDialog('extend'),
      next: () => step(1),
      previous: () => step(-1),
      ...goes,
      nextTab: tabs.nextTab,
      previousTab: tabs.previousTab,
      closeTab: () => tabs.closeTab(),
      search: () => document.getElementById('list-search')?.focus(),
      palette: palette.toggle,
      keys: () => setDialog('keys'),
    }
    if (allowed.has(id)) doing[id]()
  }
  useKeys(allowed, run)
  // A dialog belongs to the request it was opened for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another request closes the dialog.
  useEffect(() => setDialog(null), [requestId])

  const value: Actions = {
    request,
    allowed,
    perform,
    run,
    showKeys: () => setDialog('keys'),
    dialog,
    closeDialog: () => setDialog(null),
    openNext,
    closeTab: tabs.closeTab,
    onWish: (hearer) => {
      hearers.current.add(hearer)
      return () => hearers.current.delete(hearer)
    },
  }
  return <ActionsContext value={value}>{children}</ActionsContext>
}

/** Moving through the open tabs, which belong to whoever is signed in. */
function useTabSteps(requestId: string | null) {
  const route = useRoute()
  const { me } = useConsole()
  ownTabs(me.operatorId)
  const view = route.page === 'inbox' ? route.view : 'mine'
  const go = (id: string | null) => goTo({ page: 'inbox', view, requestId: id })
  const step = (by: 1 | -1) => {
    const next = neighbour(openTabs(), requestId, by)
    if (next) go(next)
  }
  const closeTab = (id: string) => {
    const next = neighbour(openTabs(), id, 1)
    changeTabs((tabs) => withoutTab(tabs, id))
    if (id === requestId) go(next)
  }
  return {
    nextTab: () => step(1),
    previousTab: () => step(-1),
    closeTab: (id?: string) => {
      const closing = id ?? requestId
      if (closing) closeTab(closing)
    },
  }
}

/** Moving through the view in its order, as it stands at the moment of the key. */
function useSteps(requestId: string | null) {
  const route = useRoute()
  const { me } = useConsole()
  const client = useLiveClient()
  const place = () => {
    const whole = () =>
      route.page === 'inbox' ? listView(client.getState(), route.view, me.operatorId).map((one) => one.id) : []
    const ids = shownRows(requestId) ?? whole()
    return { ids, here: requestId ? ids.indexOf(requestId) : -1 }
  }
  return {
    step: (by: 1 | -1) => {
      const { ids, here } = place()
      const next = ids[Math.min(ids.length - 1, Math.max(0, here + by))]
      if (next && route.page === 'inbox') goTo({ ...route, requestId: next })
    },
    openNext: () => {
      const { ids, here } = place()
      const next = ids[here + 1] ?? ids.find((id) => id !== requestId) ?? null
      if (route.page === 'inbox') goTo({ ...route, requestId: next })
    },
  }
}

export function useActions(): Actions {
  const value = useContext(ActionsContext)
  if (!value) throw new Error('useActions is used outside ActionsProvider')
  return value
}
