import { useI18n } from '../i18n/i18n.tsx'
import { ApprovalsList } from '../public/approvals-list.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { permissionOfSection } from '../shell/page-permissions.ts'
import { type SectionOf, sectionsOf } from '../shell/route.ts'
import { useApprovals, useNotReceived } from './arrivals-queries.ts'
import { NotReceivedList } from './not-received-list.tsx'

/** Replies that did not arrive, and replies in public that wait for a second person. */
export function DeliveriesPage({ section }: { section: SectionOf<'deliveries'> }) {
  const { t, format } = useI18n()
  const { may } = useConsole()
  const sections = sectionsOf.deliveries.filter((one) => may(permissionOfSection[one]))
  const shown = sections.find((one) => one === section) ?? 'not_received'
  const notReceived = useNotReceived().data?.pages.flatMap((page) => page.items).length ?? 0
  const waiting = useApprovals().data?.length ?? 0
  const named = (name: string, count: number) => (count === 0 ? name : t.arrivals.countOf(name, format.number(count)))
  const names = {
    not_received: named(t.arrivals.tabs.not_received, notReceived),
    approvals: named(t.arrivals.tabs.approvals, waiting),
  }
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={sections.length > 1 ? t.arrivals.title : t.arrivals.tabs.not_received} lead={t.arrivals.lead} />
      {sections.length > 1 && (
        <PageTabs
          label={t.arrivals.title}
          section={shown}
          names={names}
          sections={sections}
          routeOf={(one) => ({ page: 'deliveries', section: one })}
        />
      )}
      {shown === 'not_received' ? <NotReceivedList /> : <ApprovalsList />}
    </main>
  )
}
