import { Button } from '@mantine/core'
import { IconChevronLeft, IconPlus } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { PageHead } from '../shell/page-head.tsx'
import { formatRoute } from '../shell/route.ts'
import { TemplateDetailPane } from './template-detail.tsx'
import { NewTemplate } from './template-editor.tsx'
import { TemplateList } from './template-list.tsx'

/** In the address instead of an id: the template that is being written. */
const newId = 'new'

/** The library of approved words: what is sent now, what waits for approval, who wrote and who approved. */
export function TemplatesPage({ templateId }: { templateId: string | null }) {
  const { t } = useI18n()
  const { may } = useConsole()
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <PageHead title={t.templates.title} lead={t.templates.lead}>
        {may('templates.edit') && (
          <Button
            component="a"
            href={formatRoute({ page: 'templates', templateId: newId })}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            {t.library.newTemplate}
          </Button>
        )}
      </PageHead>
      <div className="library" data-open={templateId !== null || undefined}>
        <a className="library-back" href={formatRoute({ page: 'templates', templateId: null })}>
          <IconChevronLeft size={16} aria-hidden />
          {t.templates.title}
        </a>
        <TemplateList chosenId={templateId} />
        {templateId === null && <section className="panel soft">{t.templates.choose}</section>}
        {templateId === newId && <NewTemplate />}
        {templateId !== null && templateId !== newId && <TemplateDetailPane key={templateId} templateId={templateId} />}
      </div>
    </main>
  )
}
