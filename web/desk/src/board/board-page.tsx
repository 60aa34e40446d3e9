import { ActionIcon, Progress } from '@mantine/core'
import { IconArrowsRightLeft, IconEye } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { OperatorView, QueueCounts, QueueView, RequestSummary } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon, HolderMark, initialsOf, PriorityBadge, TypeBadge } from '../inbox/badges.tsx'
import { DueClock } from '../inbox/due-clock.tsx'
import { useCounts } from '../inbox/use-counts.ts'
import { useNow } from '../inbox/use-now.ts'
import { listView } from '../live/queue-order.ts'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { Incidents } from '../routing/incidents.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'
import { ChannelsCard } from './channels-card.tsx'
import { ClassifierCard } from './classifier-card.tsx'
import { MoveModal } from './move-form.tsx'
import { NpsCard } from './nps-card.tsx'
import { OperatorMenu } from './operator-menu.tsx'
import { ProblemsCard } from './problems-card.tsx'
import { Tile } from './tile.tsx'
import { useBoard } from './use-board.ts'
import { WatchDrawer } from './watch-drawer.tsx'

/** Loads change with every holder; frames carry them, this mends what a lost frame left. */
const operatorsEveryMs = 20_000
const shownNext = 12

function useOpenRequests(): RequestSummary[] {
  const { me } = useConsole()
  const state = useLive((one) => one)
  return useMemo(() => listView(state, 'all_open', me.operatorId), [state, me])
}

/** The supervisor's board: what waits, what breaches next, who is here and how much they hold. */
export function BoardPage() {
  const { t } = useI18n()
  const live = useLiveClient()
  useQuery({
    queryKey: ['operators'],
    refetchInterval: operatorsEveryMs,
    queryFn: async () => {
      const operators = await getJson<OperatorView[]>('/api/operators')
      live.putOperators(operators)
      return operators.length
    },
  })
  const open = useOpenRequests()
  const board = useBoard()
  const known = useCounts()
  const counts = board?.counts ?? known
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <header className="page-head">
        <div>
          <h1>{t.board.title}</h1>
          <p className="soft">{t.board.lead}</p>
        </div>
      </header>
      <Figures counts={counts} />
      <div className="board-columns">
        <div className="board-side">
          <DueNext open={open} />
          <ProblemsCard pushed={board?.problems ?? null} />
        </div>
        <div className="board-side">
          <NpsCard />
          <Incidents isRunningOnly />
          <Operators />
          {board?.channels && <ChannelsCard channels={board.channels} />}
          <ByDepartment counts={counts} />
          <ClassifierCard />
        </div>
      </div>
    </main>
  )
}

const addressOf = (view: QueueView) => formatRoute({ page: 'inbox', view, requestId: null })

function Figures({ counts }: { counts: QueueCounts | undefined }) {
  const { t, format } = useI18n()
  const now = useNow()
  const operators = useOperators()
  const staff = operators.filter((one) => one.capacity > 0)
  const online = staff.filter((one) => one.presence === 'online')
  const figure = (of: (known: QueueCounts) => number) => (counts === undefined ? '…' : String(of(counts)))
  const oldest = counts?.oldestWaitingAt ?? null
  return (
    <div className="tiles">
      <Tile name={t.board.inQueue} value={figure((known) => known.queue)} href={addressOf('queue')} />
      <Tile
        name={t.board.oldest}
        value={oldest === null ? t.common.none : format.ticking(now - Date.parse(oldest))}
        href={addressOf('queue')}
      />
      <Tile
        name={t.board.pastDue}
        value={figure((known) => known.pastDue)}
        isBad={(counts?.pastDue ?? 0) > 0}
        href={addressOf('all_open')}
      />
      <Tile name={t.board.open} value={figure((known) => known.all_open)} href={addressOf('all_open')} />
      <Tile name={t.board.online} value={`${online.length} / ${staff.length}`} isBad={online.length === 0} />
    </div>
  )
}

function DueNext({ open }: { open: readonly RequestSummary[] }) {
  const { t } = useI18n()
  const { topicName, may } = useConsole()
  const [watched, setWatched] = useState<RequestSummary | null>(null)
  const [moved, setMoved] = useState<RequestSummary | null>(null)
  const next = open.filter((one) => one.nextDueAt !== null).slice(0, shownNext)
  return (
    <section className="panel">
      <h2>{t.board.next}</h2>
      {next.length === 0 && <p className="soft panel-empty">{t.board.noBreaching}</p>}
      <ul className="due-next">
        {next.map((request) => (
          <li key={request.id}>
            <a href={formatRoute({ page: 'inbox', view: 'all_open', requestId: request.id })}>
              <ChannelIcon channel={request.channel} />
              <span className="due-next-who">
                <b className="ellipsis">{request.contactName}</b>
                <span className="soft ellipsis">{[request.number, topicName(request.topic)].join(' · ')}</span>
              </span>
              <PriorityBadge priority={request.priority} isQuiet />
              <TypeBadge type={request.type} />
              <HolderMark request={request} />
              <DueClock request={request} />
            </a>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`${t.manager.desk.watch}: ${request.number}`}
              title={t.manager.desk.watch}
              onClick={() => setWatched(request)}
            >
              <IconEye size={18} aria-hidden />
            </ActionIcon>
            {may('request.assign_others') && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${t.manager.desk.move}: ${request.number}`}
                title={t.manager.desk.move}
                onClick={() => setMoved(request)}
              >
                <IconArrowsRightLeft size={17} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <WatchDrawer request={watched} close={() => setWatched(null)} />
      <MoveModal request={moved} close={() => setMoved(null)} />
    </section>
  )
}

const presenceRank = { online: 0, away: 1, offline: 2 } as const

function Operators() {
  const { t } = useI18n()
  const staff = useOperators()
    .filter((one) => one.capacity > 0 || one.openCount > 0)
    .sort((a, b) => presenceRank[a.presence] - presenceRank[b.presence] || b.openCount - a.openCount)
  return (
    <section className="panel">
      <h2>{t.board.operators}</h2>
      {staff.length === 0 && <p className="soft panel-empty">{t.board.noOperators}</p>}
      <ul className="operators">
        {staff.map((operator) => (
          <OperatorLine key={operator.id} operator={operator} />
        ))}
      </ul>
    </section>
  )
}

function OperatorLine({ operator }: { operator: OperatorView }) {
  const { t } = useI18n()
  const { departmentName } = useConsole()
  const share = operator.capacity === 0 ? 0 : operator.openCount / operator.capacity
  return (
    <li>
      <span className="client-avatar operator-avatar" data-state={operator.presence} aria-hidden>
        {initialsOf(operator.displayName)}
      </span>
      <span className="operator-name">
        <b className="ellipsis">{operator.displayName}</b>
        <span className="soft ellipsis">{operator.departmentIds.map(departmentName).join(', ')}</span>
      </span>
      <span className="presence-word" data-state={operator.presence}>
        {t.words.presence[operator.presence]}
      </span>
      <span className="operator-load">
        <span className="tabular">
          {operator.capacity === 0 ? t.board.noCapacity : t.dialogs.load(operator.openCount, operator.capacity)}
        </span>
        <Progress
          value={Math.min(100, share * 100)}
          size="sm"
          color={share >= 1 ? 'red' : 'bank'}
          aria-label={`${t.board.load}: ${operator.displayName}`}
        />
      </span>
      <OperatorMenu operator={operator} />
    </li>
  )
}

function ByDepartment({ counts: all }: { counts: QueueCounts | undefined }) {
  const { t } = useI18n()
  const { departmentName } = useConsole()
  const counts = (all?.departments ?? []).filter((one) => one.open > 0)
  if (counts.length === 0) return null
  return (
    <section className="panel">
      <h2>{t.board.byDepartment}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.facts.department}</th>
            <th scope="col">{t.board.inQueue}</th>
            <th scope="col">{t.board.pastDue}</th>
            <th scope="col">{t.board.open}</th>
          </tr>
        </thead>
        <tbody>
          {counts.map((one) => (
            <tr key={one.departmentId}>
              <th scope="row">{departmentName(one.departmentId)}</th>
              <td className="tabular">{one.queued}</td>
              <td className="tabular">{one.pastDue}</td>
              <td className="tabular">{one.open}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
