import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { AskedReplyView, NotReceivedPage } from '#contracts'
import { getJson } from '../api/http.ts'
import { useConsole } from '../shell/console-context.tsx'

type Page = z.infer<typeof NotReceivedPage>
export type NotReceived = Page['items'][number]

const pageSize = 50
/** Frames tell of what changes; this is for what a frame could not tell. */
const lookAgainMs = 60_000

/** Replies the client has not received, newest first. */
export function useNotReceived() {
  const { may } = useConsole()
  return useInfiniteQuery({
    queryKey: ['not-received'],
    enabled: may('request.read'),
    refetchInterval: lookAgainMs,
    initialPageParam: '',
    queryFn: ({ pageParam }) => getJson<Page>('/api/not-received', { limit: pageSize, cursor: pageParam }),
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** Replies in public that wait for a second person, longest waiting first. */
export function useApprovals() {
  const { may } = useConsole()
  return useQuery({
    queryKey: ['asked-replies'],
    enabled: may('reply.approve'),
    refetchInterval: lookAgainMs,
    queryFn: () => getJson<AskedReplyView[]>('/api/asked-replies'),
  })
}

/** What waits on the page of deliveries, as its figure in the rail; empty where nothing does. */
export function useWaitingCount(): string {
  const arrivals = useNotReceived()
  const approvals = useApprovals()
  const pages = arrivals.data?.pages ?? []
  const count = pages.reduce((sum, page) => sum + page.items.length, 0) + (approvals.data?.length ?? 0)
  if (count === 0) return ''
  return `${count}${pages.at(-1)?.nextCursor ? '+' : ''}`
}
