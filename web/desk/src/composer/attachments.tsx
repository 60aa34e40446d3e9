import { ActionIcon, FileButton, Progress } from '@mantine/core'
import { IconAlertTriangle, IconFile, IconFileTypePdf, IconMusic, IconPaperclip, IconVideo, IconX } from '@tabler/icons-react'
import { memo } from 'react'
import type { MessageKind } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { Hint } from '../shell/hint.tsx'
import type { AttachedFile, Attachments } from './use-attachments.ts'

export const AttachButton = memo(function AttachButton({ add }: { add: (files: File[]) => void }) {
  const { t } = useI18n()
  return (
    <FileButton multiple onChange={add}>
      {(props) => (
        <Hint label={t.composer.attach}>
          <ActionIcon {...props} variant="subtle" color="gray" size={30} aria-label={t.composer.attach}>
            <IconPaperclip size={18} stroke={1.7} />
          </ActionIcon>
        </Hint>
      )}
    </FileButton>
  )
})

/** What goes out with the reply, seen before it does. */
export function AttachedFiles({ items, remove }: Pick<Attachments, 'items' | 'remove'>) {
  const { t } = useI18n()
  if (items.length === 0) return null
  return (
    <ul className="attached-files" aria-label={t.files.attached}>
      {items.map((file) => (
        <AttachedCard key={file.key} file={file} remove={() => remove(file.key)} />
      ))}
    </ul>
  )
}

function useFault(file: AttachedFile): string | null {
  const { t, format, explain } = useI18n()
  if (file.refusal !== null) return explain(file.refusal)
  if (file.fault?.what === 'too_large') return t.files.tooLarge(format.size(file.fault.mostBytes))
  return file.fault && t.files.faults[file.fault.what]
}

function AttachedCard({ file, remove }: { file: AttachedFile; remove: () => void }) {
  const { t, format } = useI18n()
  const fault = useFault(file)
  const isUploading = file.id === null && fault === null
  return (
    <li data-fault={fault !== null || undefined} aria-busy={isUploading}>
      <Preview file={file} />
      <span className="attached-about">
        <b title={file.name}>{file.name}</b>
        {fault === null ? (
          <small className="attached-note">{format.size(file.sizeBytes)}</small>
        ) : (
          <small className="attached-note" role="alert">
            {fault}
          </small>
        )}
        {isUploading && <Progress size={4} value={file.sent * 100} aria-label={`${t.composer.uploading}: ${file.name}`} />}
      </span>
      <button type="button" className="small-button" aria-label={`${t.composer.detach}: ${file.name}`} onClick={remove}>
        <IconX size={14} />
      </button>
    </li>
  )
}

const icons: Partial<Record<MessageKind, typeof IconFile>> = { audio: IconMusic, voice: IconMusic, video: IconVideo }

function Preview({ file }: { file: AttachedFile }) {
  if (file.refusal !== null || file.fault !== null)
    return <IconAlertTriangle className="attached-icon" size={22} stroke={1.6} aria-hidden />
  if (file.picture) return <img className="attached-thumb" src={file.picture} alt="" />
  const Icon = icons[file.kind] ?? (/\.pdf$/i.test(file.name) ? IconFileTypePdf : IconFile)
  return <Icon className="attached-icon" size={22} stroke={1.6} aria-hidden />
}
