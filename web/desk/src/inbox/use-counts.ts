import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useRef } from 'react'
import type { QueueCounts, QueueView } from '#contracts'
import { getJson } from '../api/http.ts'
import { countView } from '../live/queue-order.ts'
import { useLive, useLiveEvents } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'

const key = ['queue-counts']
/** However many frames come, the hub is asked at most once in this time. */
const restMs = 1_500
/** Time alone makes requests late. */
const lookAgainMs = 30_000

const CountsContext = createContext<QueueCounts | undefined>(undefined)
/** Gives the hub's exact figures to whatever shows one: they are read once for all. */
export const CountsProvider = CountsContext.Provider

/** Reads the figures, again and again, for whoever gives them to the others. */
export function useReadCounts(): QueueCounts | undefined {
  useFreshCounts()
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => getJson<QueueCounts>('/api/queue/counts'),
    refetchInterval: lookAgainMs,
    staleTime: restMs,
  })
  return data
}

/** The hub's exact figures; undefined until they came. */
export const useCounts = (): QueueCounts | undefined => useContext(CountsContext)

/** Asks for the figures again soon after anything about a request has changed; what is only read changes none of them. */
function useFreshCounts(): void {
  const client = useQueryClient()
  const timer = useRef<number | null>(null)
  useLiveEvents(({ kind }) => {
    if (kind !== 'requests' && kind !== 'resumed') return
    timer.current ??= window.setTimeout(() => {
      timer.current = null
      client.invalidateQueries({ queryKey: key }).catch(() => undefined)
    }, restMs)
  })
  useEffect(
    () => () => {
      if (timer.current !== null) window.clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
}

/** How many requests a view holds: what the screen has, where it has all; what the hub counts, where it has not. */
export function useViewCount(view: Exclude<QueueView, 'closed'>): number {
  const { me } = useConsole()
  const counts = useCounts()
  const here = useLive((state) => {
    const { count, isAtLeast } = countView(state, view, me.operatorId)
    return isAtLeast ? -1 - count : count
  })
  if (here >= 0) return here
  return counts ? counts[view] : -1 - here
}
