import { SegmentedControl, Skeleton, TextInput } from '@mantine/core'
import { IconPaperclip, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { type Language, languages, type TemplateView } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useSettled } from '../inbox/use-settled.ts'
import { fillTemplate, readableText } from './template-text.ts'

type Props = {
  requestId: string
  /** What is known already, to show the text as the client would read it. */
  known: Readonly<Record<string, string>>
  language: Language
  setLanguage: (language: Language) => void
  picked: (template: TemplateView) => void
  /** Told which versions stand in the list. */
  offered: (versionIds: readonly string[]) => void
  closed: () => void
}

/** Approved texts a few letters away: search folds scripts and apostrophes on the hub, arrows choose, Enter puts it in. */
export function TemplatePicker({ requestId, known, language, setLanguage, picked, offered, closed }: Props) {
  const { t } = useI18n()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const settled = useSettled(text, 110)
  const found = useQuery({
    queryKey: ['templates', requestId, settled],
    queryFn: ({ signal }) => getJson<TemplateView[]>('/api/templates', { text: settled, requestId }, signal),
    placeholderData: (previous) => previous,
    staleTime: 30_000,
  })
  const templates = found.data ?? []
  const chosen = templates[Math.min(at, templates.length - 1)]
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told changes with the list alone.
  useEffect(() => offered((found.data ?? []).map((one) => one.versionId)), [found.data])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search starts at its best match.
  useEffect(() => setAt(0), [settled])
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowDown: () => setAt((n) => Math.min(templates.length - 1, n + 1)),
      ArrowUp: () => setAt((n) => Math.max(0, n - 1)),
      Enter: () => chosen && picked(chosen),
      Tab: () => chosen && picked(chosen),
      Escape: closed,
    }
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    step()
  }
  return (
    <div className="picker" role="dialog" aria-label={t.composer.templatesLabel}>
      <div className="picker-head">
        <TextInput
          className="picker-search"
          autoFocus
          size="sm"
          value={text}
          role="combobox"
          aria-expanded
          aria-controls="template-options"
          aria-activedescendant={chosen ? `template-${chosen.id}` : undefined}
          aria-label={t.composer.searchTemplates}
          placeholder={t.composer.searchTemplates}
          leftSection={<IconSearch size={16} aria-hidden />}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={press}
          onBlur={(event) => {
            if (!event.relatedTarget?.closest('.picker')) closed()
          }}
        />
        <SegmentedControl
          size="xs"
          value={language}
          aria-label={t.shell.language}
          data={languages.map((one) => ({ value: one, label: t.words.languages[one] }))}
          onChange={(value) => setLanguage(value as Language)}
        />
      </div>
      <div className="picker-list scroll" role="listbox" id="template-options" aria-label={t.composer.templatesLabel}>
        {found.isPending && <Skeleton height={54} m="xs" w="auto" />}
        {!found.isPending && templates.length === 0 && <p className="picker-none">{t.composer.noTemplates}</p>}
        {templates.map((template) => (
          <Option key={template.id} {...{ template, language, known, isChosen: template === chosen, picked }} />
        ))}
      </div>
      <div className="picker-foot">
        <kbd className="key">↑↓</kbd>
        <kbd className="key">Enter</kbd>
        <kbd className="key">Esc</kbd>
        <span>{t.composer.pickHint}</span>
      </div>
    </div>
  )
}

type OptionProps = Pick<Props, 'known' | 'language' | 'picked'> & { template: TemplateView; isChosen: boolean }

function Option({ template, language, known, isChosen, picked }: OptionProps) {
  const { t, language: screen } = useI18n()
  const preview = readableText(fillTemplate(template, language, known).text, t.composer.variables)
  const files = template.files ?? []
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isChosen) element.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <div
      ref={element}
      id={`template-${template.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className="picker-option"
      onMouseDown={(event) => {
        event.preventDefault()
        picked(template)
      }}
    >
      <span className="picker-title">
        <b>{template.title[screen]}</b>
        <code>{`/${template.shortcut}`}</code>
      </span>
      <span className="picker-text" lang={language}>
        {preview}
      </span>
      {files.length > 0 && (
        <span className="picker-files">
          <IconPaperclip size={13} role="img" aria-label={t.files.withTemplate} />
          <span className="ellipsis">{files.map((file) => file.fileName).join(', ')}</span>
        </span>
      )}
    </div>
  )
}
