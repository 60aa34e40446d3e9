import { ActionIcon, FileButton, Loader, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFile, IconPaperclip, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { AttachmentView } from '#contracts'
import { sendFile } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { makeId } from './make-id.ts'

/** `id` is null while the file is on its way. */
type Attached = { readonly key: string; readonly name: string; readonly sizeBytes: number; readonly id: string | null }
export type Attachments = ReturnType<typeof useAttachments>

/** The most one reply may carry; the hub's own limit. */
const mostFiles = 10

/** Files of the reply being written: chosen, pasted or dropped, uploaded at once. */
export function useAttachments() {
  const { t, explain } = useI18n()
  const [items, setItems] = useState<readonly Attached[]>([])
  const remove = (key: string) => setItems((list) => list.filter((one) => one.key !== key))
  const upload = async (file: File) => {
    const key = makeId()
    setItems((list) => [...list, { key, name: file.name, sizeBytes: file.size, id: null }])
    try {
      const stored = await sendFile<AttachmentView>('/api/attachments', file)
      setItems((list) => list.map((one) => (one.key === key ? { ...one, id: stored.id } : one)))
    } catch (error) {
      remove(key)
      notifications.show({ color: 'red', title: file.name, message: explain(error) ?? t.toast.failed })
    }
  }
  return {
    items,
    isReady: items.every((one) => one.id !== null),
    remove,
    add: (files: Iterable<File> | ArrayLike<File>) => {
      for (const file of Array.from(files).slice(0, mostFiles - items.length)) void upload(file)
    },
    clear: () => setItems([]),
    restore: (list: readonly Attached[]) => setItems((now) => (now.length === 0 ? list : now)),
  }
}

export function AttachButton({ files }: { files: Attachments }) {
  const { t } = useI18n()
  return (
    <FileButton multiple onChange={files.add}>
      {(props) => (
        <Tooltip label={t.composer.attach}>
          <ActionIcon {...props} variant="subtle" color="gray" size={30} aria-label={t.composer.attach}>
            <IconPaperclip size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
    </FileButton>
  )
}

export function AttachedFiles({ files }: { files: Attachments }) {
  const { t, format } = useI18n()
  if (files.items.length === 0) return null
  return (
    <ul className="attached-files">
      {files.items.map((one) => (
        <li key={one.key} aria-busy={one.id === null}>
          {one.id === null ? (
            <Loader size={14} aria-label={t.composer.uploading} />
          ) : (
            <IconFile size={15} stroke={1.7} aria-hidden />
          )}
          <span className="ellipsis">{one.name}</span>
          <small className="soft">{format.size(one.sizeBytes)}</small>
          <button type="button" aria-label={`${t.composer.detach}: ${one.name}`} onClick={() => files.remove(one.key)}>
            <IconX size={13} />
          </button>
        </li>
      ))}
    </ul>
  )
}
