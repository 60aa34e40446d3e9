import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { QueueCounts, QueueFilter, QueueMatch, QueuePage, QueueView, RequestSummary } from '#contracts'
import { getJson } from '../api/http.ts'
import { listView } from '../live/queue-order.ts'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { useCounts } from './use-counts.ts'
import { useFarRows } from './use-far-rows.ts'
import { useSettled } from './use-settled.ts'

/** What a list is narrowed to. */
export type Filter = QueueFilter & {
  /** Looks beyond the view: open, waiting and closed alike. */
  readonly isEverywhere?: boolean
}
export const noFilter: Filter = {}

/** So many rows from the top follow every frame; what lies deeper is fetched where it is looked at. */
const mostFromTop = 300
/** Beyond this a browser's scroll bar has no place for them; nobody works from there. */
const mostRows = 150_000

const partsOf = ({ isEverywhere: _, text: __, ...parts }: Filter) => parts
/** How many conditions stand beside the text. */
export const countParts = (filter: Filter) => Object.values(partsOf(filter)).filter((value) => value !== undefined).length
export const isFiltered = (filter: Filter) => (filter.text ?? '').trim() !== '' || countParts(filter) > 0

export type Rows = {
  /** What was read from the top, in order and kept up to date. */
  readonly items: readonly RequestSummary[]
  /** How long the whole list is, as far as it is known. */
  readonly total: number
  /** A row of the whole list; undefined where it is not here yet. */
  at(index: number): RequestSummary | undefined
  /** Ids of the rows that are here but not in `items`, each run without a gap. */
  farRuns(): readonly (readonly string[])[]
  /** Says which rows are in sight, so that they are fetched. */
  look(first: number, last: number): void
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
  const live = useLiveRows(view, !isFiltered(filter))
  const found = useFoundRows(view, filter)
  return isFiltered(filter) ? found : live
}

/** The top of the list, exact at every frame, and whatever is in sight far below it, by its rank. */
function useLiveRows(view: QueueView, isWanted: boolean): Rows {
  const client = useLiveClient()
  const { me } = useConsole()
  // What is typed goes before news of the list.
  const requests = useDeferredValue(useLive((state) => state.requests))
  const { isLoaded, nextCursor } = useLive((state) => state.views[view])
  const [error, setError] = useState<unknown>(null)
  const read = () => {
    setError(null)
    client.readView(view).catch(setError)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a view is read once, when it is first opened.
  useEffect(() => {
    if (!isLoaded) read()
  }, [view, isLoaded])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows depend on these parts of the state alone.
  const items = useMemo(
    () => listView(client.getState(), view, me.operatorId),
    [requests, isLoaded, nextCursor, view, me.operatorId],
  )
  const counted = useCounts()?.[view as keyof QueueCounts]
  const hasMore = nextCursor !== null
  const total = hasMore && typeof counted === 'number' ? Math.min(mostRows, Math.max(counted, items.length)) : items.length
  const far = useFarRows(view, isWanted && total > items.length ? items.length : null)
  const at = (index: number) => items[index] ?? far.at(index)
  return {
    items,
    total,
    at,
    farRuns: far.runs,
    look: far.look,
    isLoading: !isLoaded && error === null,
    hasMore,
    error,
    more: () => items.length < mostFromTop && read(),
    matches: noMatches,
  }
}

function useFoundRows(view: QueueView, filter: Filter): Rows {
  const requests = useDeferredValue(useLive((state) => state.requests))
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
    total: items.length,
    at: (index) => items[index],
    farRuns: () => [],
    look: () => undefined,
    matches,
    isLoading: query.isPending && isFiltered(filter),
    hasMore: query.hasNextPage,
    error: query.error,
    more: () => {
      if (!query.isFetchingNextPage) query.fetchNextPage().catch(() => undefined)
    },
  }
}
