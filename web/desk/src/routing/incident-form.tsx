import { MultiSelect, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { type FourTexts, languages } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

const hourMs = 3_600_000
const lastsHours = [1, 2, 4, 8, 24] as const
const mostTopics = 50
const longestBanner = 500

/** Leading topics to one department for a while, with the words everybody sees meanwhile. */
export function IncidentForm({ close }: { close: () => void }) {
  const { t, format } = useI18n()
  const { directory, topicName, departmentName } = useConsole()
  const send = useSend()
  const [topics, setTopics] = useState<string[]>([])
  const [departmentId, setDepartmentId] = useState<string | null>(null)
  const [hours, setHours] = useState<number>(2)
  const [banner, setBanner] = useState<FourTexts>({ 'uz-Latn': '', 'uz-Cyrl': '', ru: '', en: '' })
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      path: '/api/incidents',
      body: { topics, departmentId, banner, until: new Date(Date.now() + hours * hourMs).toISOString() },
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
      <p className="soft form-hint">{t.routing.bannerHint}</p>
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
              setBanner((now) => ({ ...now, [language]: value }))
            }}
          />
        ))}
      </div>
      <FormButtons
        close={close}
        submit={t.routing.start}
        isReady={topics.length > 0 && departmentId !== null && isWritten}
        isBusy={isBusy}
      />
    </form>
  )
}
