import { useI18n } from '../i18n/i18n.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { type SectionOf, sectionsOf } from '../shell/route.ts'
import { AuditSection } from './audit-section.tsx'
import { RetentionSection } from './retention-section.tsx'

/** For compliance and administrators: what was done and read, and how long what is kept. */
export function RecordsPage({ section }: { section: SectionOf<'records'> }) {
  const { t } = useI18n()
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.records.title} lead={t.records.lead} />
      <PageTabs
        label={t.records.title}
        section={section}
        names={{ audit: t.records.tabAudit, retention: t.records.tabRetention }}
        sections={sectionsOf.records}
        routeOf={(one) => ({ page: 'records', section: one })}
      />
      {section === 'audit' ? <AuditSection /> : <RetentionSection />}
    </main>
  )
}
