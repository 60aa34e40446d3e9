import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { type FourTexts, languages, type TemplateVersionView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { goTo } from '../shell/route.ts'
import { type DraftGap, type DraftParts, draftFrom, freshDraft, gapsOf, inputOf, maySave, noTexts } from './draft-parts.ts'
import { DraftTexts } from './draft-texts.tsx'
import { FileFields } from './file-fields.tsx'
import { ScopeFields } from './scope-fields.tsx'
import { VariableFields } from './variable-fields.tsx'

const shortcutRule = /^[\p{Ll}\p{N}]+(-[\p{Ll}\p{N}]+)*$/u

/** A new template: its shortcut, its four titles, and everything a draft has. */
export function NewTemplate() {
  const { t } = useI18n()
  const [shortcut, setShortcut] = useState('')
  const [title, setTitle] = useState<FourTexts>(noTexts)
  const isNamed = shortcutRule.test(shortcut) && languages.every((language) => title[language].trim() !== '')
  const close = () => goTo({ page: 'templates', templateId: null })
  return (
    <section className="panel template-detail">
      <header>
        <h2>{t.library.newTemplate}</h2>
      </header>
      <TextInput
        maw={340}
        label={t.library.shortcut}
        description={t.library.shortcutHint}
        required
        maxLength={64}
        leftSection={<span aria-hidden>{'/'}</span>}
        value={shortcut}
        onChange={(event) => setShortcut(event.currentTarget.value)}
      />
      <TitleFields title={title} set={setTitle} />
      <DraftForm
        start={freshDraft}
        before={noTexts}
        isNamed={isNamed}
        close={close}
        target={{
          method: 'POST',
          path: '/api/templates',
          extra: { shortcut, title },
          done: t.library.created,
        }}
      />
    </section>
  )
}

export function TitleFields({ title, set }: { title: FourTexts; set: (title: FourTexts) => void }) {
  const { t } = useI18n()
  return (
    <fieldset className="title-fields">
      <legend>{t.library.titles}</legend>
      {languages.map((language) => (
        <TextInput
          key={language}
          size="xs"
          lang={language}
          label={t.words.languages[language]}
          required
          maxLength={120}
          value={title[language]}
          onChange={(event) => set({ ...title, [language]: event.currentTarget.value })}
        />
      ))}
    </fieldset>
  )
}

/** The next version, or the draft of it, of a template that exists. */
export function DraftEditor(props: { templateId: string; version: TemplateVersionView; isNext: boolean; close: () => void }) {
  const { t } = useI18n()
  const { templateId, version, isNext, close } = props
  return (
    <DraftForm
      start={draftFrom(version, isNext)}
      before={version.texts}
      isNamed
      close={close}
      target={{
        method: isNext ? 'POST' : 'PATCH',
        path: isNext ? `/api/templates/${templateId}/versions` : `/api/template-versions/${version.versionId}`,
        extra: {},
        done: t.templates.done.saved,
      }}
    />
  )
}

type Target = { method: 'POST' | 'PATCH'; path: string; extra: object; done: string }
type FormProps = { start: DraftParts; before: FourTexts; isNamed: boolean; target: Target; close: () => void }

function DraftForm({ start, before, isNamed, target, close }: FormProps) {
  const { t } = useI18n()
  const send = useSend()
  const [draft, setDraft] = useState(start)
  const [isUploading, setUploading] = useState(false)
  const put = (part: Partial<DraftParts>) => setDraft((now) => ({ ...now, ...part }))
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      method: target.method,
      path: target.path,
      body: { ...inputOf(draft), ...target.extra },
      done: target.done,
      stale: ['template', 'library'],
    }),
  )
  return (
    <form onSubmit={submit} className="draft-form">
      <h3>{t.library.texts}</h3>
      <DraftTexts draft={draft} before={before} put={put} />
      <VariableFields variables={draft.variables} set={(variables) => put({ variables })} />
      <FileFields files={draft.files} set={(files) => put({ files })} busy={setUploading} />
      <ScopeFields draft={draft} put={put} />
      <Gaps gaps={gapsOf(draft)} />
      <FormButtons
        close={close}
        submit={t.library.saveDraft}
        isReady={isNamed && !isUploading && maySave(draft)}
        isBusy={isBusy}
      />
    </form>
  )
}

/** What still keeps it from review; a draft may be saved with it. */
function Gaps({ gaps }: { gaps: readonly DraftGap[] }) {
  const { t } = useI18n()
  if (gaps.length === 0) return null
  const sentenceOf = (gap: DraftGap) => {
    const language = t.words.languages[gap.language]
    if (gap.kind === 'empty') return t.library.gapEmpty(language)
    return gap.kind === 'unused' ? t.library.gapUnused(language, gap.name) : t.library.gapUndeclared(language, gap.name)
  }
  return (
    <section className="gap-box" data-bad={gaps.some(({ kind }) => kind === 'undeclared') || undefined}>
      <b>{t.library.gaps}</b>
      <ul className="gap-list">
        {gaps.map((gap) => (
          <li key={sentenceOf(gap)}>{sentenceOf(gap)}</li>
        ))}
      </ul>
    </section>
  )
}
