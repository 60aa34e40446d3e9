import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { languages, type TemplateDetail, type TemplateVersionView } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { FilesOfVersion } from './file-fields.tsx'
import { DraftEditor } from './template-editor.tsx'
import { Standing } from './template-list.tsx'
import { TemplateMenu } from './template-menu.tsx'
import { TemplateUsage } from './template-usage.tsx'
import { VersionActions } from './version-actions.tsx'
import { VersionDifference } from './version-difference.tsx'

/** One template: the version looked at with its four texts, and every version there was. */
export function TemplateDetailPane({ templateId }: { templateId: string }) {
  const { t, explain, language } = useI18n()
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
        {detail.data.isArchived && <span className="standing">{t.library.archived}</span>}
        <span className="spacer" />
        <TemplateMenu template={detail.data} />
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
          <VersionView key={version.versionId} templateId={templateId} version={version} versions={versions} />
          <Versions versions={versions} shownId={version.versionId} show={setChosenId} />
        </>
      )}
    </section>
  )
}

const views = ['texts', 'difference', 'usage'] as const
type View = (typeof views)[number]
type VersionViewProps = { templateId: string; version: TemplateVersionView; versions: readonly TemplateVersionView[] }

/** The version looked at: its words, what it changed in the one before, and how the template is used. */
function VersionView({ templateId, version, versions }: VersionViewProps) {
  const { t } = useI18n()
  const { may } = useConsole()
  const [view, setView] = useState<View>('texts')
  const shown = views.filter((one) => one !== 'usage' || may('statistics.read'))
  return (
    <>
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label={t.templates.title}
        value={view}
        data={shown.map((value) => ({ value, label: t.library.views[value] }))}
        onChange={(value) => setView(shown.find((one) => one === value) ?? 'texts')}
      />
      {view === 'texts' && (
        <>
          <Texts version={version} />
          <Variables version={version} />
          <FilesOfVersion files={version.files} />
          <Scope version={version} />
        </>
      )}
      {view === 'difference' && <VersionDifference version={version} versions={versions} />}
      {view === 'usage' && <TemplateUsage templateId={templateId} />}
    </>
  )
}

/** Each open place: its type, whether it must be filled, the word said where it is not. */
function Variables({ version }: { version: TemplateVersionView }) {
  const { t, language } = useI18n()
  if (version.variables.length === 0) return null
  return (
    <ul className="variable-list" aria-label={t.library.variables}>
      {version.variables.map(({ name, type, isRequired, fallback, choices }) => (
        <li key={name}>
          <code>{`{{${name}}}`}</code>
          <span className="soft">{t.library.types[type ?? 'text']}</span>
          {isRequired && <span className="growth">{t.library.required}</span>}
          {fallback && <span>{`«${fallback[language]}»`}</span>}
          {choices && <span>{choices.map((one) => one.texts[language]).join(' / ')}</span>}
        </li>
      ))}
    </ul>
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
  const { t, format } = useI18n()
  const { topicName, departmentName } = useConsole()
  const dated = (at: string | null) => (at === null ? t.common.none : format.full(at))
  const { topic, isTopicOnly, channels, departmentIds, visibility, botMayAnswer } = version.scope
  const topicNamed = topic === null ? t.common.none : topicName(topic)
  const listed = (names: readonly string[]) => (names.length === 0 ? t.templates.everywhere : names.join(', '))
  const facts: readonly (readonly [string, string])[] = [
    [t.facts.topic, isTopicOnly ? `${topicNamed}${t.words.separator}${t.library.topicOnly}` : topicNamed],
    [t.statistics.channel, listed(channels.map((one) => t.words.channels[one]))],
    [t.facts.department, listed(departmentIds.map(departmentName))],
    [t.templates.where, t.words[visibility]],
    [t.templates.bot, botMayAnswer ? t.templates.yes : t.templates.no],
    [t.library.from, dated(version.validFrom)],
    [t.library.until, dated(version.validUntil)],
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
