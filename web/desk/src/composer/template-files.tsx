import { IconPaperclip } from '@tabler/icons-react'
import type { PlaceView, TemplateView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { faultOfFile } from './file-standing.ts'

type Props = {
  template: TemplateView | null
  /** Where the words go; null until the hub has said. */
  place: PlaceView | null
}

/** Whether the place takes all of the template's files. */
export const areFilesTaken = ({ template, place }: Props): boolean =>
  (template?.files ?? []).every((file) => faultOfFile(file, place) === null)

/** The approved files that go with a template, and whether the channel takes them. */
export function TemplateFiles({ template, place }: Props) {
  const { t, format } = useI18n()
  const files = template?.files ?? []
  if (files.length === 0) return null
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
