import { UnstyledButton } from '@mantine/core'
import {
  IconBroadcast,
  IconBuildingBank,
  IconCalendarTime,
  IconChartBar,
  IconChecks,
  IconClockCheck,
  IconHourglassHigh,
  IconInbox,
  IconLayoutDashboard,
  IconMailExclamation,
  IconRosetteDiscountCheck,
  IconRoute,
  IconShieldSearch,
  IconStack2,
  IconTemplate,
  IconUser,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { QueueView } from '#contracts'
import { type ActionId, keyLabel } from '../actions/action-list.ts'
import { useWaitingCount } from '../deliveries/arrivals-queries.ts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Dictionary } from '../i18n/uz-latn.ts'
import { useViewCount } from '../inbox/use-counts.ts'
import { useConsole } from './console-context.tsx'
import { Hint } from './hint.tsx'
import { Logo } from './logo.tsx'
import { permissionOfPage } from './page-permissions.ts'
import { PresenceSwitch } from './presence-switch.tsx'
import { formatRoute, queueViews, type Route, useRoute } from './route.ts'
import { UserMenu } from './user-menu.tsx'

const viewIcons: Record<QueueView, typeof IconUser> = {
  mine: IconUser,
  queue: IconInbox,
  all_open: IconStack2,
  waiting_client: IconHourglassHigh,
  closed: IconChecks,
}
const viewActions: Record<QueueView, ActionId> = {
  mine: 'goMine',
  queue: 'goQueue',
  all_open: 'goAll',
  waiting_client: 'goWaiting',
  closed: 'goClosed',
}
type RailPage = {
  to: Exclude<Route, { page: 'inbox' }>
  Icon: typeof IconUser
  action: ActionId
  nameOf: (t: Dictionary) => string
  /** How much waits there; null: the page has no figure. */
  useCount?: () => string
}
const railPages: readonly RailPage[] = [
  {
    to: { page: 'deliveries', section: 'not_received' },
    Icon: IconMailExclamation,
    action: 'goDeliveries',
    nameOf: (t) => t.arrivals.rail,
    useCount: useWaitingCount,
  },
  { to: { page: 'board' }, Icon: IconLayoutDashboard, action: 'goBoard', nameOf: (t) => t.shell.board },
  {
    to: { page: 'statistics', section: 'sla' },
    Icon: IconChartBar,
    action: 'goStatistics',
    nameOf: (t) => t.shell.statistics,
  },
  { to: { page: 'quality' }, Icon: IconRosetteDiscountCheck, action: 'goQuality', nameOf: (t) => t.satisfaction.tabs.quality },
  { to: { page: 'templates', templateId: null }, Icon: IconTemplate, action: 'goTemplates', nameOf: (t) => t.templates.rail },
  { to: { page: 'routing', section: 'topics' }, Icon: IconRoute, action: 'goRouting', nameOf: (t) => t.routing.rail },
  { to: { page: 'policy', section: 'targets' }, Icon: IconClockCheck, action: 'goPolicy', nameOf: (t) => t.nav.policy },
  {
    to: { page: 'calendars', calendarId: null },
    Icon: IconCalendarTime,
    action: 'goCalendars',
    nameOf: (t) => t.nav.calendars,
  },
  { to: { page: 'records', section: 'audit' }, Icon: IconShieldSearch, action: 'goRecords', nameOf: (t) => t.records.rail },
  { to: { page: 'channels', section: 'accounts' }, Icon: IconBroadcast, action: 'goChannels', nameOf: (t) => t.channels.rail },
  { to: { page: 'house', section: 'staff' }, Icon: IconBuildingBank, action: 'goHouse', nameOf: (t) => t.house.rail },
]

/** For where the rail has room for three figures: thousands, rounded down. Undefined where the count is short as it is. */
const shortCount = (count: string) => (Number(count) >= 1_000 ? `${Math.floor(Number(count) / 1_000)}k` : undefined)

function RailLink(props: { to: Route; isHere: boolean; icon: ReactNode; label: string; keys?: string; count?: string }) {
  return (
    <Hint label={props.keys ? `${props.label}  ${props.keys}` : props.label} side="right">
      <UnstyledButton
        component="a"
        href={formatRoute(props.to)}
        className="rail-link"
        data-here={props.isHere || undefined}
        aria-current={props.isHere ? 'page' : undefined}
        aria-label={props.count ? `${props.label}: ${props.count}` : props.label}
      >
        {props.icon}
        <span className="rail-label">{props.label}</span>
        {props.count && (
          <span className="rail-count tabular" data-short={shortCount(props.count)}>
            {props.count}
          </span>
        )}
      </UnstyledButton>
    </Hint>
  )
}

function CountedLink({ view }: { view: Exclude<QueueView, 'closed'> }) {
  const count = useViewCount(view)
  return <ViewLink view={view} count={count === 0 ? '' : String(count)} />
}

function ViewLink({ view, count }: { view: QueueView; count: string }) {
  const { t } = useI18n()
  const route = useRoute()
  const Icon = viewIcons[view]
  return (
    <RailLink
      to={{ page: 'inbox', view, requestId: null }}
      isHere={route.page === 'inbox' && route.view === view}
      icon={<Icon size={20} stroke={1.7} aria-hidden />}
      label={t.shell.views[view]}
      keys={keyLabel(viewActions[view])}
      count={count}
    />
  )
}

const noCount = () => ''

function PageLink({ page, isHere }: { page: RailPage; isHere: boolean }) {
  const { t } = useI18n()
  const { to, Icon, action, nameOf, useCount = noCount } = page
  return (
    <RailLink
      to={to}
      isHere={isHere}
      icon={<Icon size={20} stroke={1.7} aria-hidden />}
      label={nameOf(t)}
      keys={keyLabel(action)}
      count={useCount()}
    />
  )
}

/** The left rail: views with live counts, sections, presence and the person. */
export function Rail(props: { left: () => void }) {
  const { t } = useI18n()
  const { directory, may } = useConsole()
  const route = useRoute()
  return (
    <header className="rail">
      <div className="rail-logo">
        <Logo isSmall />
        <b className="rail-label">{directory.bankName ?? t.words.product}</b>
      </div>
      <nav aria-label={t.shell.viewsLabel} className="rail-group">
        {queueViews.map((view) =>
          // Closed ones are history: no figure.
          view === 'closed' ? <ViewLink key={view} view={view} count="" /> : <CountedLink key={view} view={view} />,
        )}
      </nav>
      <nav aria-label={t.shell.sectionsLabel} className="rail-group rail-sections">
        {railPages
          .filter(({ to }) => may(permissionOfPage[to.page]))
          .map((page) => (
            <PageLink key={page.to.page} page={page} isHere={route.page === page.to.page} />
          ))}
      </nav>
      <div className="rail-foot">
        {may('request.take') && <PresenceSwitch />}
        <UserMenu {...props} />
      </div>
    </header>
  )
}
