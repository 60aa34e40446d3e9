import '../look/channels.css'
import { GuardSection } from '../guard/guard-section.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { permissionOfSection } from '../shell/page-permissions.ts'
import { type SectionOf, sectionsOf } from '../shell/route.ts'
import { AccountsSection } from './accounts-section.tsx'
import { WebhooksSection } from './webhooks-section.tsx'

/** The bank's accounts on its channels, what guards the words on them, and who else is told. */
export function ChannelsPage({ section }: { section: SectionOf<'channels'> }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const sections = sectionsOf.channels.filter((one) => may(permissionOfSection[one]))
  const shown = sections.find((one) => one === section) ?? 'accounts'
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.channels.title} lead={t.channels.lead} />
      {sections.length > 1 && (
        <PageTabs
          label={t.channels.title}
          section={shown}
          names={t.channels.tabs}
          sections={sections}
          routeOf={(one) => ({ page: 'channels', section: one })}
        />
      )}
      {shown === 'accounts' && <AccountsSection />}
      {shown === 'guard' && <GuardSection />}
      {shown === 'webhooks' && <WebhooksSection />}
    </main>
  )
}
