import { MultiSelect, Select, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type FourTexts, languages, type TemplateView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

const hourMs = 3_600_000
const lastsHours = [1, 2, 4, 8, 24] as const
const mostTopics = 50
const longestBanner = 500

export type IncidentDraft = { readonly topics: string[]; readonly departmentId: string | null; readonly banner: FourTexts }

const emptyDraft: IncidentDraft = {
  topics: [],
  departmentId: null,
  banner: { 'uz-Latn': '', 'uz-Cyrl': '', ru: '', en: '' },
}

/**
 * Leading topics to one department for a while, with the words everybody sees meanwhile.
 * @param draft what it begins with; all of it can be changed.
 */
export function IncidentForm({ close, draft = emptyDraft }: { close: () => void; draft?: IncidentDraft }) {
  const { t, format } = useI18n()
  const { directory, topicName, departmentName } = useConsole()
  const send = useSend()
  const [topics, setTopics] = useState<string[]>(draft.topics)
  const [departmentId, setDepartmentId] = useState<string | null>(draft.departmentId)
  const [hours, setHours] = useState<number>(2)
  const [templateId, setTemplateId] = useState<string | null>(null)
  const [banner, setBanner] = useState<FourTexts>(draft.banner)
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      path: '/api/incidents',
      body: {
        topics,
        departmentId,
        banner,
        ...(templateId && { templateId }),
        until: new Date(Date.now() + hours * hourMs).toISOString(),
      },
      done: t.routing.startDone,
      stale: ['incidents'],
    }),
  )
  const isWritten = languages.every((language) => banner[language].trim() !== '')
  return (
    <form onSubmit={submit}>
      <MultiSelect
        label={t.routing.topicsLed}
        required
        searchable
        maxValues={mostTopics}
        data={directory.topics.map(({ code }) => ({ value: code, label: topicName(code) }))}
        value={topics}
        onChange={setTopics}
      />
      <div className="form-pair">
        <Select
          label={t.routing.toDepartment}
          required
          data={directory.departments.map(({ id }) => ({ value: id, label: departmentName(id) }))}
          value={departmentId}
          onChange={setDepartmentId}
        />
        <Select
          label={t.routing.lasts}
          allowDeselect={false}
          data={lastsHours.map((one) => ({ value: String(one), label: format.duration(one * hourMs) }))}
          value={String(hours)}
          onChange={(value) => setHours(Number(value ?? 2))}
        />
      </div>
      <IncidentTemplate templateId={templateId} choose={setTemplateId} />
      <p className="soft form-hint">{t.routing.bannerHint}</p>
      <BannerFields banner={banner} set={setBanner} />
      <FormButtons
        close={close}
        submit={t.routing.start}
        isReady={topics.length > 0 && departmentId !== null && isWritten}
        isBusy={isBusy}
      />
    </form>
  )
}

function BannerFields({ banner, set }: { banner: FourTexts; set: (banner: FourTexts) => void }) {
  const { t } = useI18n()
  return (
    <div className="four-texts">
      {languages.map((language) => (
        <Textarea
          key={language}
          lang={language}
          label={t.words.languages[language]}
          required
          autosize
          minRows={2}
          maxLength={longestBanner}
          value={banner[language]}
          onChange={(event) => {
            const { value } = event.currentTarget
            set({ ...banner, [language]: value })
          }}
        />
      ))}
    </div>
  )
}

/** Approved words for everybody who writes about it; offered first while the incident lasts. */
function IncidentTemplate({ templateId, choose }: { templateId: string | null; choose: (id: string | null) => void }) {
  const { t, language } = useI18n()
  const { may } = useConsole()
  const templates = useQuery({
    queryKey: ['templates', 'incident'],
    enabled: may('templates.read'),
    queryFn: () => getJson<TemplateView[]>('/api/templates', { limit: 50 }),
  })
  return (
    <Select
      mt="sm"
      label={t.routingMore.bannerTemplate}
      placeholder={t.routingMore.noTemplate}
      searchable
      clearable
      nothingFoundMessage={t.actions.nothingFound}
      data={(templates.data ?? []).map(({ id, title }) => ({ value: id, label: title[language] }))}
      value={templateId}
      onChange={choose}
    />
  )
}
