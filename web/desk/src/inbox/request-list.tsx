import { Button, Text } from '@mantine/core'
import { IconInboxOff } from '@tabler/icons-react'
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { QueueView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { afterPicture } from '../shell/after-picture.ts'
import { RowSkeleton, RowSkeletons } from '../shell/console-skeleton.tsx'
import { goTo } from '../shell/route.ts'
import { useFilter } from './current-filter.ts'
import { ListFilter } from './list-filter.tsx'
import { RequestRow } from './request-row.tsx'
import { tellShown } from './shown-rows.ts'
import { useViewCount } from './use-counts.ts'
import { type Filter, isFiltered, noFilter, type Rows, useRows } from './use-rows.ts'

const rowHeightPx = 96

/** The list of one view, what breaches next on top; only the rows in sight are drawn. */
export function RequestList({ view, openId }: { view: QueueView; openId: string | null }) {
  const { t } = useI18n()
  const [filter, setFilter] = useFilter(view)
  const rows = useRows(view, filter)
  const isSearch = isFiltered(filter)
  useEffect(() => {
    tellShown(isSearch ? { found: () => [rows.items.map((item) => item.id)] } : { far: rows.farRuns })
  })
  useEffect(() => () => tellShown({}), [])
  return (
    <section className="pane list-pane" aria-label={t.list.title}>
      <div className="list-head">
        <h1>{t.shell.views[view]}</h1>
        <span className="soft tabular">{!rows.isLoading && <ListCount view={view} rows={rows} isSearch={isSearch} />}</span>
      </div>
      <ListFilter view={view} filter={filter} setFilter={setFilter} />
      <div className="visually-hidden" aria-live="polite">
        {isSearch && !rows.isLoading && t.list.found(rows.items.length)}
      </div>
      <ListBody {...{ rows, view, openId, isSearch, filter, setFilter }} />
    </section>
  )
}

/** An exact figure where there is one; what was found or looked back at may go on. */
function ListCount({ view, rows, isSearch }: { view: QueueView; rows: Rows; isSearch: boolean }) {
  const shown = `${rows.items.length}${rows.hasMore ? '+' : ''}`
  return isSearch || view === 'closed' ? shown : <ViewCount view={view} />
}

function ViewCount({ view }: { view: Exclude<QueueView, 'closed'> }) {
  return useViewCount(view)
}

type BodyProps = {
  rows: Rows
  view: QueueView
  openId: string | null
  isSearch: boolean
  filter: Filter
  setFilter: (filter: Filter) => void
}

function ListBody(props: BodyProps) {
  const { rows } = props
  const { t, explain } = useI18n()
  if (rows.error !== null && rows.items.length === 0) {
    return (
      <div className="nothing" role="alert">
        <Text className="soft">{explain(rows.error)}</Text>
        <Button size="xs" variant="light" onClick={rows.more}>
          {t.common.retry}
        </Button>
      </div>
    )
  }
  if (rows.isLoading) return <RowSkeletons />
  return rows.items.length === 0 ? <EmptyList {...props} /> : <VirtualRows {...props} />
}

function EmptyList({ view, isSearch, filter, setFilter }: BodyProps) {
  const { t } = useI18n()
  const [title, hint] = t.list.empty[isSearch ? 'search' : view]
  return (
    <div className="nothing">
      <IconInboxOff size={34} stroke={1.3} aria-hidden />
      <b>{title}</b>
      <Text className="soft" fz="sm">
        {hint}
      </Text>
      {isSearch && !filter.isEverywhere && (
        <Button size="xs" variant="filled" onClick={() => setFilter({ ...filter, isEverywhere: true })}>
          {t.find.lookEverywhere}
        </Button>
      )}
      {isSearch && (
        <Button size="xs" variant="light" onClick={() => setFilter(noFilter)}>
          {t.list.clear}
        </Button>
      )}
      {!isSearch && view === 'mine' && (
        <Button size="xs" variant="light" onClick={() => goTo({ page: 'inbox', view: 'queue', requestId: null })}>
          {t.list.goToQueue}
        </Button>
      )}
    </div>
  )
}

function VirtualRows({ rows, view, openId, filter }: BodyProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { items, total, hasMore, matches } = rows
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeightPx,
    overscan: 6,
    // About right until it is measured: the rows are in the same picture as their list.
    initialRect: { width: 0, height: innerHeight },
    getItemKey: (index) => items[index]?.id ?? index,
  })
  const drawn = virtual.getVirtualItems()
  useFetching(rows, drawn[0]?.index ?? 0, drawn.at(-1)?.index ?? 0)
  const openIndex = openId === null ? -1 : items.findIndex((item) => item.id === openId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a newly opened request is brought into sight.
  useEffect(() => {
    if (openIndex < 0 || isInSight(virtual, openIndex)) return
    afterPicture(() => virtual.scrollToIndex(openIndex, { align: 'auto' }))
  }, [openId])
  return (
    <div ref={frame} className="rows scroll">
      <ul style={{ height: virtual.getTotalSize() }} className="rows-inner">
        {drawn.map((row) => {
          const request = rows.at(row.index)
          return (
            <li
              key={row.key}
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
              aria-setsize={hasMore && total === items.length ? -1 : total}
              aria-posinset={row.index + 1}
              aria-busy={request === undefined || undefined}
            >
              {request ? (
                <RequestRow
                  request={request}
                  view={view}
                  isOpen={request.id === openId}
                  match={matches.get(request.id) ?? null}
                  typed={filter.text ?? ''}
                />
              ) : (
                <RowSkeleton />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** By what is known already: to measure the list would lay the page out once more for every request that is opened. */
function isInSight({ scrollOffset, scrollRect }: Virtualizer<HTMLDivElement, Element>, index: number): boolean {
  if (scrollOffset === null || scrollRect === null) return false
  return index * rowHeightPx >= scrollOffset && (index + 1) * rowHeightPx <= scrollOffset + scrollRect.height
}

/** What comes near the sight is fetched: the next page from the top, or the pages around a place far below. */
function useFetching({ items, hasMore, more, look }: Rows, first: number, last: number): void {
  const isNearEnd = last >= items.length - 10 && first <= items.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again only when the end comes near.
  useEffect(() => {
    if (hasMore && isNearEnd) more()
  }, [isNearEnd, hasMore, items.length])
  useEffect(() => look(first, last), [look, first, last])
}
