import { useQuery } from '@tanstack/react-query'
import { type ComponentType, type ReactElement, useEffect, useState } from 'react'
import type { Directory, Me, Permission } from '#contracts'
import { ActionsProvider } from '../actions/actions-context.tsx'
import { Dialogs } from '../actions/dialogs.tsx'
import { palette } from '../actions/palette-store.ts'
import { getJson } from '../api/http.ts'
import { SetUpInvitation } from '../house/set-up-invitation.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { InboxPage } from '../inbox/inbox-page.tsx'
import { CountsProvider, useReadCounts } from '../inbox/use-counts.ts'
import { LiveProvider } from '../live/use-live.tsx'
import { AskedToasts } from '../public/asked-toasts.tsx'
import { IncidentBanner } from '../routing/incident-banner.tsx'
import { whenIdle } from './after-picture.ts'
import { Alerts } from './alerts.tsx'
import { ConsoleProvider, useConsole } from './console-context.tsx'
import { ConsoleSkeleton } from './console-skeleton.tsx'
import { FaultScreen } from './fault-screen.tsx'
import { type Later, later } from './later.tsx'
import { LiveBanner } from './live-banner.tsx'
import { NpsToasts } from './nps-toasts.tsx'
import { permissionOfPage } from './page-permissions.ts'
import { PageSkeleton } from './page-skeleton.tsx'
import { Rail } from './rail.tsx'
import { type Route, useRoute } from './route.ts'
import { WhisperToasts } from './whisper-toasts.tsx'

const StatisticsPage = later(async () => (await import('../statistics/statistics-page.tsx')).StatisticsPage, PageSkeleton)
const BoardPage = later(async () => (await import('../board/board-page.tsx')).BoardPage, PageSkeleton)
const QualityPage = later(async () => (await import('../quality/quality-page.tsx')).QualityPage, PageSkeleton)
const TemplatesPage = later(async () => (await import('../templates/templates-page.tsx')).TemplatesPage, PageSkeleton)
const PolicyPage = later(async () => (await import('../policy/policy-page.tsx')).PolicyPage, PageSkeleton)
const CalendarsPage = later(async () => (await import('../calendars/calendars-page.tsx')).CalendarsPage, PageSkeleton)
const ChannelsPage = later(async () => (await import('../channels/channels-page.tsx')).ChannelsPage, PageSkeleton)
const DeliveriesPage = later(async () => (await import('../deliveries/deliveries-page.tsx')).DeliveriesPage, PageSkeleton)
const HousePage = later(async () => (await import('../house/house-page.tsx')).HousePage, PageSkeleton)
const SecurityPage = later(async () => (await import('../security/security-page.tsx')).SecurityPage, PageSkeleton)
const RecordsPage = later(async () => (await import('../records/records-page.tsx')).RecordsPage, PageSkeleton)
const RoutingPage = later(async () => (await import('../routing/routing-page.tsx')).RoutingPage, PageSkeleton)

/** The console of the person signed in: directory, live truth, and the frame around the pages. */
export function ConsoleRoot({ me, left }: { me: Me; left: () => void }) {
  const directory = useQuery({ queryKey: ['directory'], queryFn: () => getJson<Directory>('/api/directory') })
  if (directory.isError) return <FaultScreen error={directory.error} retry={() => directory.refetch()} />
  if (!directory.data) return <ConsoleSkeleton />
  return (
    <LiveProvider
      me={me}
      fallback={<ConsoleSkeleton />}
      failed={(retry) => <FaultScreen error={new TypeError('live')} retry={retry} />}
    >
      <ConsoleProvider me={me} directory={directory.data}>
        <ActionsProvider>
          <ConsoleFrame left={left} />
          <Dialogs />
          <PaletteWhenIdle />
          <PagesWhenIdle />
        </ActionsProvider>
      </ConsoleProvider>
    </LiveProvider>
  )
}

function ConsoleFrame({ left }: { left: () => void }) {
  const { t } = useI18n()
  const counts = useReadCounts()
  return (
    <CountsProvider value={counts}>
      <div className="console">
        <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
          {t.common.skip}
        </button>
        <Rail left={left} />
        <LiveBanner />
        <WhisperToasts />
        <NpsToasts />
        <AskedToasts />
        <Alerts signedOut={left} />
        <div className="console-main">
          <SetUpInvitation />
          <IncidentBanner />
          <Page />
        </div>
      </div>
    </CountsProvider>
  )
}

/** Not part of the first picture. Whoever presses Ctrl-K before it is here has it as soon as it is. */
function PaletteWhenIdle() {
  const [Palette, setPalette] = useState<ComponentType | null>(null)
  useEffect(() => whenIdle(() => void import('../actions/palette.tsx').then((one) => setPalette(() => one.Palette))), [])
  useEffect(() => {
    if (Palette !== null) return
    const press = (event: KeyboardEvent) => {
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      palette.open()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [Palette])
  return Palette && <Palette />
}

const codeOfPage: Record<keyof PageOf, Pick<Later<never>, 'ahead'>> = {
  board: BoardPage,
  statistics: StatisticsPage,
  quality: QualityPage,
  templates: TemplatesPage,
  deliveries: DeliveriesPage,
  channels: ChannelsPage,
  routing: RoutingPage,
  policy: PolicyPage,
  calendars: CalendarsPage,
  house: HousePage,
  records: RecordsPage,
  security: SecurityPage,
}

/** The pages this person may see are fetched one by one behind the first picture, so that each is there when it is gone to. */
function PagesWhenIdle() {
  const { may } = useConsole()
  useEffect(() => {
    let isWanted = true
    const left = (Object.keys(codeOfPage) as (keyof PageOf)[]).filter((page) => may(permissionOfPage[page]))
    const fetchNext = () => {
      const page = left.shift()
      if (page && isWanted) void codeOfPage[page].ahead().then(() => whenIdle(fetchNext))
    }
    whenIdle(fetchNext)
    return () => {
      isWanted = false
    }
  }, [may])
  return null
}

function Page() {
  const route = useRoute()
  const { may } = useConsole()
  const section = sectionOf(route, may)
  if (section) return section
  return route.page === 'inbox' ? (
    <InboxPage view={route.view} requestId={route.requestId} />
  ) : (
    <InboxPage view="mine" requestId={null} />
  )
}

type PageOf = { [P in Exclude<Route['page'], 'inbox'>]: (route: Extract<Route, { page: P }>) => ReactElement }

const pages: PageOf = {
  board: () => <BoardPage />,
  quality: () => <QualityPage />,
  statistics: ({ section }) => <StatisticsPage section={section} />,
  routing: ({ section }) => <RoutingPage section={section} />,
  policy: ({ section }) => <PolicyPage section={section} />,
  deliveries: ({ section }) => <DeliveriesPage section={section} />,
  channels: ({ section }) => <ChannelsPage section={section} />,
  house: ({ section }) => <HousePage section={section} />,
  security: ({ section }) => <SecurityPage section={section} />,
  records: ({ section }) => <RecordsPage section={section} />,
  calendars: ({ calendarId }) => <CalendarsPage calendarId={calendarId} />,
  templates: ({ templateId }) => <TemplatesPage templateId={templateId} />,
}

/** The page of this address where this person may see it; null for the inbox and for what they may not. */
function sectionOf(route: Route, may: (permission: Permission) => boolean): ReactElement | null {
  if (route.page === 'inbox' || !may(permissionOfPage[route.page])) return null
  return (pages[route.page] as (route: Route) => ReactElement)(route)
}
