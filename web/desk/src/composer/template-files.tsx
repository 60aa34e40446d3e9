import { IconPaperclip } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { faultOfFile } from './file-standing.ts'
import type { ComposerState } from './use-composer.ts'

/** The approved files that go with the template in the composer, and whether the channel takes them. */
export function TemplateFiles({ composer }: { composer: ComposerState }) {
  const { t, format } = useI18n()
  const { draft, place } = composer
  const files = draft.template?.files ?? []
  if (draft.mode !== 'reply' || files.length === 0) return null
  const faultOf = (file: (typeof files)[number]) => {
    const fault = faultOfFile(file, place)
    if (fault === null) return null
    return fault.what === 'too_large' ? t.files.tooLarge(format.size(fault.mostBytes)) : t.files.faults[fault.what]
  }
  return (
    <ul className="template-files" aria-label={t.files.withTemplate}>
      {files.map((file) => (
        <li key={file.id} data-fault={faultOf(file) !== null || undefined}>
          <IconPaperclip size={15} aria-hidden />
          <a href={`/api/template-files/${file.id}`} target="_blank" rel="noreferrer">
            {file.fileName}
          </a>
          <small className="soft">{format.size(file.sizeBytes)}</small>
          {faultOf(file) !== null && <small role="alert">{faultOf(file)}</small>}
        </li>
      ))}
    </ul>
  )
}
