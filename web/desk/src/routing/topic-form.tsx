import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { languages, type TopicView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

const code = /^[a-z][a-z0-9_]{1,39}$/
const fresh: TopicView = { code: '', names: { 'uz-Latn': '', 'uz-Cyrl': '', ru: '', en: '' }, departmentId: '' }

/** A topic with its four names and the department it goes to. @param topic null for a new one. */
export function TopicForm({ topic, close }: { topic: TopicView | null; close: () => void }) {
  const { t } = useI18n()
  const { directory, departmentName } = useConsole()
  const send = useSend()
  const [draft, setDraft] = useState(topic ?? fresh)
  const { isBusy, submit } = useSubmit(close, () =>
    send({ path: '/api/routing/topics', body: draft, done: t.routingMore.topicSaved, stale: ['directory'] }),
  )
  const isNamed = languages.every((language) => draft.names[language].trim() !== '')
  return (
    <form onSubmit={submit}>
      {topic === null && (
        <TextInput
          mb="sm"
          label={t.routingMore.topicCode}
          description={t.routingMore.topicCodeHint}
          required
          maxLength={40}
          data-autofocus
          value={draft.code}
          onChange={(event) => setDraft({ ...draft, code: event.currentTarget.value })}
        />
      )}
      {languages.map((language) => (
        <TextInput
          key={language}
          mb="xs"
          lang={language}
          label={t.words.languages[language]}
          required
          maxLength={80}
          value={draft.names[language]}
          onChange={(event) => setDraft({ ...draft, names: { ...draft.names, [language]: event.currentTarget.value } })}
        />
      ))}
      <Select
        label={t.facts.department}
        required
        data={directory.departments.map(({ id }) => ({ value: id, label: departmentName(id) }))}
        value={draft.departmentId || null}
        onChange={(departmentId) => setDraft({ ...draft, departmentId: departmentId ?? '' })}
      />
      <FormButtons
        close={close}
        submit={t.settings.save}
        isReady={isNamed && code.test(draft.code) && draft.departmentId !== ''}
        isBusy={isBusy}
      />
    </form>
  )
}
