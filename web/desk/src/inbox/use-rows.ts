import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { QueueFilter, QueueMatch, QueuePage, QueueView, RequestSummary } from '#contracts'
import { getJson } from '../api/http.ts'
import { listView } from '../live/queue-order.ts'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'

/** What a list is narrowed to. */
export type Filter = QueueFilter & {
  /** Looks beyond the view: open, waiting and closed alike. */
  readonly isEverywhere?: boolean
}
export const noFilter: Filter = {}

const partsOf = ({ isEverywhere: _, text: __, ...parts }: Filter) => parts
/** How many conditions stand beside the text. */
export const countParts = (filter: Filter) => Object.values(partsOf(filter)).filter((value) => value !== undefined).length
export const isFiltered = (filter: Filter) => (filter.text ?? '').trim() !== '' || countParts(filter) > 0

export type Rows = {
  readonly items: readonly RequestSummary[]
  readonly isLoading: boolean
  readonly hasMore: boolean
  readonly error: unknown
  more(): void
  /** Where the words looked for stand, by request. */
  readonly matches: ReadonlyMap<string, QueueMatch>
}
const noMatches: ReadonlyMap<string, QueueMatch> = new Map()

/** The live rows of a view; with a filter, what the hub finds, kept up to date by the live store. */
export function useRows(view: QueueView, filter: Filter): Rows {
  const live = useLiveRows(view)
  const found = useFoundRows(view, filter)
  return isFiltered(filter) ? found : live
}

function useLiveRows(view: QueueView): Rows {
  const client = useLiveClient()
  const { me } = useConsole()
  const state = useLive((one) => one)
  const [error, setError] = useState<unknown>(null)
  const { isLoaded, nextCursor } = state.views[view]
  const read = () => {
    setError(null)
    client.readView(view).catch(setError)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a view is read once, when it is first opened.
  useEffect(() => {
    if (!isLoaded) read()
  }, [view, isLoaded])
  const { requests, views } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows depend on these two parts of the state alone.
  const items = useMemo(() => listView(state, view, me.operatorId), [requests, views, view, me.operatorId])
  return { items, isLoading: !isLoaded && error === null, hasMore: nextCursor !== null, error, more: read, matches: noMatches }
}

function useFoundRows(view: QueueView, filter: Filter): Rows {
  const requests = useLive((state) => state.requests)
  const text = useSettled((filter.text ?? '').trim(), 250)
  const { isEverywhere, ...asked } = filter
  const query = useInfiniteQuery({
    queryKey: ['found', view, { ...filter, text }],
    enabled: isFiltered(filter),
    initialPageParam: '',
    staleTime: 5_000,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      getJson<QueuePage>(
        '/api/queue',
        {
          ...asked,
          view: isEverywhere ? 'any' : view,
          limit: 60,
          text,
          cursor: pageParam,
        },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = useMemo(
    () => (query.data?.pages ?? []).flatMap((page) => page.items).map((item) => requests.get(item.id)?.value ?? item),
    [query.data, requests],
  )
  const matches = useMemo(
    () => new Map((query.data?.pages ?? []).flatMap((page) => page.matches ?? []).map((one) => [one.requestId, one])),
    [query.data],
  )
  return {
    items,
    matches,
    isLoading: query.isPending && isFiltered(filter),
    hasMore: query.hasNextPage,
    error: query.error,
    more: () => {
      if (!query.isFetchingNextPage) query.fetchNextPage().catch(() => undefined)
    },
  }
}

/** The value once it has stood still for a while: no question to the hub at every letter. */
export function useSettled<T>(value: T, afterMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return settled
}
