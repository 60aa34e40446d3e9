import type { TemplateEditView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'

/** A text with what was taken out and what was put in, said also to whoever does not see colours. */
export function ChangedWords({ parts }: { parts: TemplateEditView['parts'] }) {
  const { t } = useI18n()
  return (
    <p className="changed-words">
      {parts.map((part, index) => {
        const key = `${index}-${part.kind}`
        if (part.kind === 'same') return <span key={key}>{part.text}</span>
        const Tag = part.kind === 'added' ? 'ins' : 'del'
        return (
          <Tag key={key} title={part.kind === 'added' ? t.proof.added : t.proof.removed}>
            {part.text}
          </Tag>
        )
      })}
    </p>
  )
}
