import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Me } from '#contracts'
import { parseRoute } from '../shell/route.ts'
import { takeFirstPage } from './first-page.ts'
import { LiveClient, type LiveEvent } from './live-client.ts'
import type { LiveStatus } from './live-socket.ts'
import type { LiveState } from './live-state.ts'

const LiveContext = createContext<LiveClient | null>(null)

/** Starts the live client for the person signed in; `fallback` stands until the first snapshot is here. */
export function LiveProvider(props: {
  me: Me
  fallback: ReactNode
  failed: (retry: () => void) => ReactNode
  children: ReactNode
}) {
  const { me } = props
  const [client, setClient] = useState<LiveClient | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new start of the same person's client.
  useLayoutEffect(() => {
    const fresh = new LiveClient(me)
    const first = takeFirstPage()
    let isCurrent = true
    setFailed(false)
    // With its first page here it is drawn in the same picture.
    if (first) {
      fresh.startFrom(first)
      setClient(fresh)
    } else {
      const route = parseRoute(location.hash)
      fresh
        .start(route.page === 'inbox' ? route.view : 'mine')
        .then(() => isCurrent && setClient(fresh))
        .catch(() => isCurrent && setFailed(true))
    }
    // Asked for before anything is drawn for the new address: the answer is on its way meanwhile.
    const openAhead = () => {
      const route = parseRoute(location.hash)
      if (route.page === 'inbox' && route.requestId !== null) fresh.openAhead(route.requestId)
    }
    addEventListener('hashchange', openAhead)
    return () => {
      isCurrent = false
      removeEventListener('hashchange', openAhead)
      fresh.stop()
    }
  }, [me.operatorId, me.csrfToken, attempt])
  if (hasFailed) return props.failed(() => setAttempt((n) => n + 1))
  return client ? <LiveContext value={client}>{props.children}</LiveContext> : props.fallback
}

export function useLiveClient(): LiveClient {
  const client = useContext(LiveContext)
  if (!client) throw new Error('the live client is used outside LiveProvider')
  return client
}

/** A part of the live state; the screen is drawn again only when that part is another. */
export function useLive<T>(select: (state: LiveState) => T): T {
  const client = useLiveClient()
  return useSyncExternalStore(client.subscribe, () => select(client.getState()))
}

export function useLiveStatus(): LiveStatus {
  const client = useLiveClient()
  return useSyncExternalStore(client.subscribe, client.getStatus)
}

/** Calls the newest `hearer` for every passing event. */
export function useLiveEvents(hearer: (event: LiveEvent) => void): void {
  const client = useLiveClient()
  const newest = useRef(hearer)
  newest.current = hearer
  useEffect(() => client.hear((event) => newest.current(event)), [client])
}
