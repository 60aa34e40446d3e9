import { useQueries } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useState } from 'react'
import type { QueueView, RequestSummary } from '#contracts'
import { pageSize } from '../live/live-client.ts'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { useSettled } from './use-settled.ts'

/** A page far down is true as of when it was read: while it is in sight it is read again this often. */
const readAgainMs = 5_000
/** Whoever drags the scroll bar past a thousand pages wants the one where they stop. */
const restMs = 80
/** A page left behind is kept this long, for whoever scrolls back. */
const keptMs = 30_000
const aboveRows = 20
const belowRows = 60

type FarRows = {
  at(index: number): RequestSummary | undefined
  runs(): readonly (readonly string[])[]
  look(first: number, last: number): void
}

const pageOf = (index: number) => Math.max(0, Math.floor(index / pageSize))

/**
 * Rows far down a long list, fetched by their rank where they are looked at; what frames have said of one since is shown.
 * @param from the first rank that is not known from the top; null where nothing lies below.
 */
export function useFarRows(view: QueueView, from: number | null): FarRows {
  const client = useLiveClient()
  const requests = useDeferredValue(useLive((state) => state.requests))
  const [wanted, setWanted] = useState<readonly [first: number, last: number] | null>(null)
  const settled = useSettled(from === null ? null : wanted, restMs)
  const look = useCallback(
    (first: number, last: number) => {
      const next =
        from === null || last + belowRows < from ? null : ([pageOf(first - aboveRows), pageOf(last + belowRows)] as const)
      setWanted((now) => (now?.[0] === next?.[0] && now?.[1] === next?.[1] ? now : next))
    },
    [from],
  )
  const pages = settled === null ? [] : Array.from({ length: settled[1] - settled[0] + 1 }, (_, at) => settled[0] + at)
  const read = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['rank', view, page],
      queryFn: ({ signal }: { signal: AbortSignal }) => client.readPage({ view, offset: page * pageSize }, signal),
      staleTime: readAgainMs,
      refetchInterval: readAgainMs,
      gcTime: keptMs,
    })),
  })
  const known = new Map(pages.map((page, at) => [page, read[at]?.data?.items]))
  const at = (index: number) => {
    const item = known.get(pageOf(index))?.[index % pageSize]
    return item && (requests.get(item.id)?.value ?? item)
  }
  const runs = () => {
    const run = pages.flatMap((page) => known.get(page) ?? []).map((item) => item.id)
    return run.length === 0 ? [] : [run]
  }
  return { at, runs, look }
}
