import '../look/house.css'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { permissionOfHouse } from '../shell/page-permissions.ts'
import { type SectionOf, sectionsOf } from '../shell/route.ts'
import { DepartmentsSection } from './departments-section.tsx'
import { HealthSection } from './health-section.tsx'
import { SetUpSection } from './set-up-section.tsx'
import { StaffSection } from './staff-section.tsx'

/** The house for whoever administers it: people, departments, how the program does, and the first set-up. */
export function HousePage({ section }: { section: SectionOf<'house'> }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const sections = sectionsOf.house.filter((one) => may(permissionOfHouse[one]))
  const shown = sections.find((one) => one === section) ?? sections[0]
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.house.title} lead={t.house.lead} />
      <PageTabs
        label={t.house.title}
        section={shown ?? 'staff'}
        names={t.house.tabs}
        sections={sections}
        routeOf={(one) => ({ page: 'house', section: one })}
      />
      {shown === 'staff' && <StaffSection />}
      {shown === 'departments' && <DepartmentsSection />}
      {shown === 'health' && <HealthSection />}
      {shown === 'set_up' && <SetUpSection />}
    </main>
  )
}
