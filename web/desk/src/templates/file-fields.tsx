import { Button, FileButton, Progress } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { mostTemplateFiles, mostUploadBytes, type TemplateFile } from '#contracts'
import { sendFile } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

const bytesOf = (file: TemplateFile) => `/api/template-files/${file.id}`

type Props = { files: readonly TemplateFile[]; set: (files: readonly TemplateFile[]) => void; busy: (isBusy: boolean) => void }

/** The files that go with the words: put in one by one, in the order they are sent. */
export function FileFields({ files, set, busy }: Props) {
  const { t, format, explain } = useI18n()
  const [sent, setSent] = useState<number | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const add = async (file: File | null) => {
    if (file === null) return
    setRefusal(file.size > mostUploadBytes ? t.files.tooLarge(format.size(mostUploadBytes)) : null)
    if (file.size > mostUploadBytes) return
    setSent(0)
    busy(true)
    try {
      const following = { told: setSent, signal: new AbortController().signal }
      set([...files, await sendFile<TemplateFile>('/api/template-files', file, following)])
    } catch (error) {
      setRefusal(`${file.name}: ${explain(error) ?? t.toast.failed}`)
    }
    setSent(null)
    busy(false)
  }
  return (
    <fieldset className="file-fields">
      <legend>{t.library.files}</legend>
      <p className="soft form-hint">{t.library.filesHint}</p>
      <ul className="template-files">
        {files.map((file) => (
          <li key={file.id}>
            <FileName file={file} />
            <button
              type="button"
              className="small-button"
              aria-label={`${t.composer.detach}: ${file.fileName}`}
              onClick={() => set(files.filter(({ id }) => id !== file.id))}
            >
              <IconX size={13} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {sent !== null && <Progress size={4} value={sent * 100} aria-label={t.composer.uploading} />}
      {refusal !== null && (
        <p className="attached-note" data-fault role="alert">
          {refusal}
        </p>
      )}
      {files.length < mostTemplateFiles && (
        <FileButton onChange={(file) => void add(file)}>
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="light"
              disabled={sent !== null}
              leftSection={<IconPaperclip size={15} aria-hidden />}
            >
              {t.library.addFile}
            </Button>
          )}
        </FileButton>
      )}
    </fieldset>
  )
}

function FileName({ file }: { file: TemplateFile }) {
  const { format } = useI18n()
  return (
    <>
      <a href={bytesOf(file)} target="_blank" rel="noreferrer">
        {file.fileName}
      </a>
      <small className="soft">{format.size(file.sizeBytes)}</small>
    </>
  )
}

/** What goes out with the words, to look at before it is approved. */
export function FilesOfVersion({ files }: { files: readonly TemplateFile[] }) {
  const { t } = useI18n()
  if (files.length === 0) return null
  return (
    <ul className="template-files" aria-label={t.library.files}>
      {files.map((file) => (
        <li key={file.id}>
          <IconPaperclip size={15} aria-hidden />
          <FileName file={file} />
        </li>
      ))}
    </ul>
  )
}
