import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { PageHead, PageTabs } from '../shell/page-head.tsx'
import { type SectionOf, sectionsOf } from '../shell/route.ts'
import { Incidents } from './incidents.tsx'
import { OverflowTable } from './overflow-table.tsx'
import { RulesSection } from './rules-section.tsx'
import { SkillsTable } from './skills-table.tsx'
import { TopicTable } from './topic-table.tsx'
import { TryMessage } from './try-message.tsx'
import { WordsSection } from './words-section.tsx'

/** Where requests go and why: topics, incidents, a message to try; the rules of giving, the skills, the freedom of words. */
export function RoutingPage({ section }: { section: SectionOf<'routing'> }) {
  const { t } = useI18n()
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.routing.title} lead={t.routing.lead} />
      <PageTabs
        label={t.routing.title}
        section={section}
        names={t.routingMore.tabs}
        sections={sectionsOf.routing}
        routeOf={(one) => ({ page: 'routing', section: one })}
      />
      {section === 'topics' && <TopicsSection />}
      {section === 'rules' && (
        <>
          <RulesSection />
          <OverflowTable />
        </>
      )}
      {section === 'staff' && <SkillsTable />}
      {section === 'words' && <WordsSection />}
    </main>
  )
}

function TopicsSection() {
  const { may } = useConsole()
  return (
    <div className="board-columns">
      <div className="board-side">
        <TryMessage />
        {may('queue.read') && <Incidents />}
      </div>
      <TopicTable />
    </div>
  )
}
