import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { type FourTexts, languages, type TemplateDraftInput, type TemplateVersionView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'

const longestText = 4000

type Props = { templateId: string; version: TemplateVersionView; isNext: boolean; close: () => void }

/** The four texts side by side; the variables and the scope stay as they were in the version begun from. */
export function DraftEditor({ templateId, version, isNext, close }: Props) {
  const { t } = useI18n()
  const send = useSend()
  const [texts, setTexts] = useState<FourTexts>(version.texts)
  const { isBusy, submit } = useSubmit(close, () => {
    const { variables, scope, validUntil } = version
    // Begun from an older version, its first day is past: the next one comes in force when it is approved.
    const body: TemplateDraftInput = { texts, variables, scope, ...(!isNext && { validFrom: version.validFrom, validUntil }) }
    return send({
      method: isNext ? 'POST' : 'PATCH',
      path: isNext ? `/api/templates/${templateId}/versions` : `/api/template-versions/${version.versionId}`,
      body,
      done: t.templates.done.saved,
      stale: ['template', 'library'],
    })
  })
  const isChanged = languages.some((language) => texts[language] !== version.texts[language])
  const isFull = languages.every((language) => texts[language].trim() !== '')
  return (
    <form onSubmit={submit}>
      <div className="four-texts">
        {languages.map((language) => (
          <Textarea
            key={language}
            lang={language}
            label={t.words.languages[language]}
            autosize
            minRows={5}
            maxRows={16}
            maxLength={longestText}
            value={texts[language]}
            onChange={(event) => {
              const { value } = event.currentTarget
              setTexts((now) => ({ ...now, [language]: value }))
            }}
          />
        ))}
      </div>
      <FormButtons close={close} submit={t.templates.save} isReady={isChanged && isFull} isBusy={isBusy} />
    </form>
  )
}
