import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import type { LiveEvent } from '../live/live-client.ts'
import type { ClockAlert, ClockNews, TemplateNews } from '../live/live-state.ts'
import { useLiveClient, useLiveEvents } from '../live/use-live.tsx'
import { createCrowd } from './alert-crowd.ts'
import { useConsole } from './console-context.tsx'
import { formatRoute, goTo, useRoute } from './route.ts'
import { notify, useSignals } from './signals.ts'
import { beep } from './sound.ts'

const crowdId = 'clock-crowd'

/** Leads to what breaches next: the crowd's requests are on top there. */
function OpenAllButton() {
  const { t } = useI18n()
  const open = () => {
    goTo({ page: 'inbox', view: 'all_open', requestId: null })
    notifications.hide(crowdId)
  }
  return (
    <Button size="compact-xs" variant="light" mt={6} onClick={open}>
      {t.toast.openIt}
    </Button>
  )
}

function OpenButton({ requestId, toastId }: { requestId: string; toastId: string }) {
  const { t } = useI18n()
  const open = () => {
    goTo({ page: 'inbox', view: 'all_open', requestId })
    notifications.hide(toastId)
  }
  return (
    <Button size="compact-xs" variant="light" mt={6} onClick={open}>
      {t.toast.openIt}
    </Button>
  )
}

type ClockToast = { id: string; color: string; title: string; requestId: string; autoClose: number }

/** Shows a notice about a clock, or gathers a crowd of them into one. */
function useClockToast(): (toast: ClockToast) => void {
  const { t } = useI18n()
  const crowd = useRef(createCrowd())

  return (toast) => {
    const many = crowd.current.add(toast.id, Date.now())
    if (many === null) {
      const message = <OpenButton requestId={toast.requestId} toastId={toast.id} />
      notifications.show({ id: toast.id, color: toast.color, title: toast.title, message, autoClose: toast.autoClose })
      return
    }
    for (const id of many.hide) notifications.hide(id)
    const title = t.toast.manyClocks(many.count)
    const gathered = { id: crowdId, color: 'red', title, message: <OpenAllButton />, autoClose: 15_000 }
    // The first of a crowd is shown, the next ones only change its figure: each call leaves the other's case alone.
    notifications.show(gathered)
    notifications.update(gathered)
  }
}

/** The board, whispers and NPS are heard where they are shown. */
type Heard = Exclude<LiveEvent['kind'], 'board' | 'whisper' | 'nps' | 'requests'>
type Hearers = { [K in Heard]: (event: Extract<LiveEvent, { kind: K }>) => void }

const hearerOf = (hearers: Hearers, event: LiveEvent) =>
  (hearers as Partial<Record<LiveEvent['kind'], (event: never) => void>>)[event.kind]?.(event as never)

/** Hears what passes: clock alerts, new requests, new messages; says it aloud, in a toast, and in the tab's title. */
export function Alerts({ signedOut }: { signedOut: () => void }) {
  const { t } = useI18n()
  const route = useRoute()
  const [spoken, setSpoken] = useState('')
  const openId = route.page === 'inbox' ? route.requestId : null
  const live = useLiveClient()
  const nameOf = (requestId: string) => live.getState().requests.get(requestId)?.value.contactName ?? ''
  const { departmentName } = useConsole()
  const stale = useStaleQueries()

  const clockToast = useClockToast()
  const { say, count } = useVoice()
  const alertToast = (alert: ClockAlert) => {
    const text = t.toast[alert.what](alert.number, t.words.clocks[alert.clock])
    const id = `alert-${alert.requestId}-${alert.clock}-${alert.what}`
    say(alert.what, text, alert.requestId)
    const isBreach = alert.what === 'breached'
    clockToast({
      id,
      color: isBreach ? 'red' : 'yellow',
      title: text,
      requestId: alert.requestId,
      autoClose: isBreach ? 15_000 : 8_000,
    })
  }
  const newsToast = (news: ClockNews) => {
    const title =
      news.kind === 'inner_wait.overdue'
        ? t.waits.toast(news.number, departmentName(news.departmentId))
        : t.steps.toast(news.number, t.words.clocks[news.clock], t.steps.kinds[news.action])
    const id = `news-${news.requestId}-${news.feedNo}`
    say('warned', title, news.requestId)
    clockToast({ id, color: 'yellow', title, requestId: news.requestId, autoClose: 8_000 })
  }
  const assignedToast = (requestId: string, name: string) => {
    if (requestId === openId) return
    const id = `assigned-${requestId}`
    say('new', t.toast.assigned(name), requestId)
    notifications.show({ id, title: t.toast.assigned(name), message: <OpenButton requestId={requestId} toastId={id} /> })
  }
  const goneToast = (requestId: string) => {
    if (requestId !== openId || route.page !== 'inbox') return
    location.replace(formatRoute({ page: 'inbox', view: route.view, requestId: null }))
    notifications.show({ color: 'gray', message: <Text fz="sm">{t.toast.gone}</Text> })
  }
  const clientWrote = (requestId: string, text: string) => {
    notify(t.signals.wrote(nameOf(requestId)), requestId)
    count()
    if (requestId === openId) setSpoken(t.timeline.newMessage(nameOf(requestId), text))
  }
  const hearers: Hearers = {
    alert: ({ alert }) => alertToast(alert),
    clock_news: ({ news }) => newsToast(news),
    template: ({ news }) => stale.template(news),
    incident: () => stale.incident(),
    arrivals: () => stale.arrivals(),
    resumed: () => stale.resumed(),
    assigned: ({ request }) => assignedToast(request.id, request.contactName),
    gone: ({ requestId }) => goneToast(requestId),
    signed_out: signedOut,
    message: ({ requestId, message }) => {
      if (message.authorKind === 'client') clientWrote(requestId, message.text)
    },
  }
  useLiveEvents((event) => hearerOf(hearers, event))
  return (
    <div className="visually-hidden" aria-live="polite" role="log">
      {spoken}
    </div>
  )
}

/** Calls somebody who looks elsewhere: by sound, by a notice of the desktop, by a figure in the tab's title. */
function useVoice() {
  const [unseen, setUnseen] = useState(0)
  const { sound, counter } = useSignals()
  useTitle(counter ? unseen : 0, () => setUnseen(0))
  const count = () => {
    if (document.visibilityState === 'hidden') setUnseen((n) => n + 1)
  }
  return {
    count,
    say: (what: 'warned' | 'breached' | 'new', title: string, requestId: string) => {
      if (sound) beep(what)
      notify(title, requestId)
      count()
    },
  }
}

/** What was read over HTTP and a frame says is no longer true is read again where it is shown. */
function useStaleQueries() {
  const client = useQueryClient()
  const forget = (...keys: readonly string[]) => {
    for (const key of keys) client.invalidateQueries({ queryKey: [key] }).catch(() => undefined)
  }
  return {
    template: ({ templateId }: TemplateNews) => {
      forget('library', 'templates')
      client.invalidateQueries({ queryKey: ['template', templateId] }).catch(() => undefined)
    },
    incident: () => forget('incidents'),
    arrivals: () => forget('not-received', 'asked-replies'),
    resumed: () =>
      forget('library', 'templates', 'template', 'incidents', 'not-received', 'asked-replies', 'places', 'nps-watch'),
  }
}

/** What came while the tab was hidden is counted in its title, until somebody looks. */
function useTitle(unseen: number, seen: () => void): void {
  const { t } = useI18n()
  const { me } = useConsole()
  const newest = useRef(seen)
  newest.current = seen
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && newest.current()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  useEffect(() => {
    const title = [t.words.product, me.displayName].join(' · ')
    document.title = unseen > 0 ? `(${unseen}) ${title}` : title
  }, [unseen, t, me])
}
