import { useI18n } from '../i18n/i18n.tsx'
import { TemplateDetailPane } from './template-detail.tsx'
import { TemplateList } from './template-list.tsx'

/** The library of approved words: what is sent now, what waits for approval, who wrote and who approved. */
export function TemplatesPage({ templateId }: { templateId: string | null }) {
  const { t } = useI18n()
  return (
    <main id="main" tabIndex={-1} className="page scroll">
      <header className="page-head">
        <div>
          <h1>{t.templates.title}</h1>
          <p className="soft">{t.templates.lead}</p>
        </div>
      </header>
      <div className="library">
        <TemplateList chosenId={templateId} />
        {templateId === null ? (
          <section className="panel soft">{t.templates.choose}</section>
        ) : (
          <TemplateDetailPane key={templateId} templateId={templateId} />
        )}
      </div>
    </main>
  )
}
