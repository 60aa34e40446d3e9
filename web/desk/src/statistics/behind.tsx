import { Button, Drawer, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { BehindReport, BehindRow } from '#contracts'
import { addressOf, getJson, type Query } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'

/** Which number was pressed: its name for the reader, its measure and what narrows the report's own filter. */
type Asked = {
  readonly name: string
  readonly measure: string
  readonly narrow?: Query
  /** Of `requests`: which they are. */
  readonly ids?: readonly string[]
}
type Behind = { readonly query: Query; readonly open: (asked: Asked) => void }
const BehindContext = createContext<Behind>({ query: {}, open: () => undefined })

/** Lets every number below it open the requests it counts, within this filter. */
export function BehindNumbers({ query, children }: { query: Query; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const behind = useMemo(() => ({ query, open: (one: Asked) => setAsked(one) }), [query])
  return (
    <BehindContext value={behind}>
      {children}
      <BehindDrawer query={query} asked={asked} close={() => setAsked(null)} />
    </BehindContext>
  )
}

type NumberProps = Asked & { readonly value: number; readonly children?: ReactNode }

/** A number that opens its requests; zero opens nothing. */
export function CountedNumber({ value, children, ...asked }: NumberProps) {
  const { t, format } = useI18n()
  const { query, open } = useContext(BehindContext)
  const { may } = useConsole()
  const shown = children ?? format.number(value)
  if (value === 0 || !may('statistics.read')) return <span className="tabular">{shown}</span>
  return (
    <button
      type="button"
      className="counted tabular"
      data-behind={addressOf('', askedQuery(query, asked, 0))}
      data-count={value}
      aria-label={t.manager.behind.open(asked.name, format.number(value))}
      onClick={() => open(asked)}
    >
      {shown}
    </button>
  )
}

/** For drawings whose parts open requests too. */
export const useBehind = () => useContext(BehindContext).open

const pageSize = 50

/** Requests named one by one are asked for page by page; a number's own query knows its pages. */
function askedQuery(query: Query, { measure, narrow, ids }: Asked, offset: number): Query {
  if (ids === undefined) return { ...query, ...narrow, measure, offset, limit: pageSize }
  return { ...query, measure, ids: ids.slice(offset, offset + pageSize).join(','), limit: pageSize }
}

function BehindDrawer({ query, asked, close }: { query: Query; asked: Asked | null; close: () => void }) {
  const { t, format, explain } = useI18n()
  const pages = useInfiniteQuery({
    queryKey: ['behind', query, asked],
    enabled: asked !== null,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      getJson<BehindReport>('/api/statistics/behind', asked === null ? query : askedQuery(query, asked, pageParam), signal),
    getNextPageParam: (last, all) =>
      all.length * pageSize < (asked?.ids?.length ?? last.total) ? all.length * pageSize : undefined,
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  const total = pages.data && (asked?.ids?.length ?? pages.data.pages[0]?.total)
  return (
    <Drawer
      opened={asked !== null}
      onClose={close}
      position="right"
      size="lg"
      title={<b>{t.manager.behind.title(asked?.name ?? '')}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {pages.isError && <p className="rejection">{explain(pages.error)}</p>}
      {pages.isPending && <Skeleton height={320} radius="md" />}
      {total !== undefined && <p className="soft">{t.manager.behind.total(format.number(total))}</p>}
      {total === 0 && <p className="soft panel-empty">{t.manager.behind.none}</p>}
      <ul className="behind-list">
        {rows.map((row) => (
          // The same request may be counted more than once: two next responses, two closings.
          <BehindLine key={`${row.requestId}-${row.at}-${row.state}`} row={row} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button variant="default" fullWidth loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t.manager.behind.more}
        </Button>
      )}
    </Drawer>
  )
}

function BehindLine({ row }: { row: BehindRow }) {
  const { t, format } = useI18n()
  const { topicName, operatorName } = useConsole()
  const who = row.operatorId === null ? t.manager.cuts.nobody : operatorName(row.operatorId)
  const address = formatRoute({ page: 'inbox', view: row.closedAt ? 'closed' : 'all_open', requestId: row.requestId })
  return (
    <li>
      <a href={address}>
        <b>{row.number}</b>
        <span className="soft">
          {[t.words.channels[row.channel], t.words.types[row.type], topicName(row.topic)].join(' · ')}
        </span>
        <span className="soft">{[format.moment(row.at, Date.now()), who].join(' · ')}</span>
        {row.tookMs !== null && <span className="behind-took tabular">{format.duration(row.tookMs)}</span>}
      </a>
    </li>
  )
}
