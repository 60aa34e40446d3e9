import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { languages, type TemplateDetail, type TemplateVersionView } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { DraftEditor } from './draft-editor.tsx'
import { Standing } from './template-list.tsx'
import { VersionActions } from './version-actions.tsx'

/** One template: the version looked at with its four texts, and every version there was. */
export function TemplateDetailPane({ templateId }: { templateId: string }) {
  const { explain, language } = useI18n()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [editing, setEditing] = useState<'draft' | 'next' | null>(null)
  const detail = useQuery({
    queryKey: ['template', templateId],
    queryFn: () => getJson<TemplateDetail>(`/api/templates/${encodeURIComponent(templateId)}`),
  })
  if (detail.isError) return <section className="panel soft">{explain(detail.error)}</section>
  const versions = detail.data?.versions ?? []
  const version = versions.find((one) => one.versionId === chosenId) ?? versions[0]
  if (!detail.data || !version) return <section className="panel" aria-busy="true" />
  return (
    <section className="panel template-detail">
      <header>
        <h2>{detail.data.title[language]}</h2>
        <code className="soft">{detail.data.shortcut}</code>
        <Standing standing={version.standing} version={version.version} />
      </header>
      {editing ? (
        <DraftEditor
          key={version.versionId}
          templateId={templateId}
          version={version}
          isNext={editing === 'next'}
          close={() => {
            setEditing(null)
            setChosenId(null)
          }}
        />
      ) : (
        <>
          <VersionActions
            version={version}
            hasOpen={versions.some((one) => one.standing === 'draft' || one.standing === 'review')}
            edit={setEditing}
          />
          <Texts version={version} />
          <Scope version={version} />
          <Versions versions={versions} shownId={version.versionId} show={setChosenId} />
        </>
      )}
    </section>
  )
}

function Texts({ version }: { version: TemplateVersionView }) {
  const { t } = useI18n()
  return (
    <>
      {version.rejection && (
        <p className="rejection">
          {t.templates.cameBack(version.rejection.by?.name ?? t.common.none, version.rejection.reason)}
        </p>
      )}
      <div className="four-texts">
        {languages.map((language) => (
          <article key={language} lang={language}>
            <h3>
              {t.words.languages[language]}
              {version.stale.includes(language) && <span className="growth">{t.templates.staleMark}</span>}
            </h3>
            <p>{version.texts[language]}</p>
          </article>
        ))}
      </div>
    </>
  )
}

function Scope({ version }: { version: TemplateVersionView }) {
  const { t } = useI18n()
  const { topicName, departmentName } = useConsole()
  const { topic, channels, departmentIds, visibility, botMayAnswer } = version.scope
  const listed = (names: readonly string[]) => (names.length === 0 ? t.templates.everywhere : names.join(', '))
  const facts: readonly (readonly [string, string])[] = [
    [t.facts.topic, topic === null ? t.common.none : topicName(topic)],
    [t.statistics.channel, listed(channels.map((one) => t.words.channels[one]))],
    [t.facts.department, listed(departmentIds.map(departmentName))],
    [t.templates.where, t.words[visibility]],
    [t.templates.bot, botMayAnswer ? t.templates.yes : t.templates.no],
  ]
  return (
    <dl className="scope">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="soft">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type VersionsProps = { versions: readonly TemplateVersionView[]; shownId: string; show: (versionId: string) => void }

function Versions({ versions, shownId, show }: VersionsProps) {
  const { t, format } = useI18n()
  const dated = (at: string | null) => (at === null ? t.common.none : format.moment(at, Date.now()))
  return (
    <div className="table-place scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.templates.version}</th>
            <th scope="col" className="left">
              {t.templates.author}
            </th>
            <th scope="col" className="left">
              {t.templates.approver}
            </th>
            <th scope="col">{t.templates.written}</th>
            <th scope="col">{t.templates.published}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((one) => (
            <tr key={one.versionId}>
              <th scope="row">
                <button
                  type="button"
                  className="version-link"
                  aria-pressed={one.versionId === shownId}
                  onClick={() => show(one.versionId)}
                >
                  <Standing standing={one.standing} version={one.version} />
                </button>
              </th>
              <td className="left">{one.author?.name ?? t.templates.withProgram}</td>
              <td className="left">{one.approver?.name ?? (one.publishedAt ? t.templates.withProgram : t.common.none)}</td>
              <td>{dated(one.createdAt)}</td>
              <td>{dated(one.publishedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
