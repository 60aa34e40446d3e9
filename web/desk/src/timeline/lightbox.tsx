import { ActionIcon, Button, Modal, Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload, IconPhotoOff } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { type Preview, previewKind } from './preview-kind.ts'

type Props = { previews: readonly Preview[]; openId: string; choose: (attachmentId: string | null) => void }

/** The files of a request, large, one after another: arrows go through them, Esc leads back. */
export function Lightbox({ previews, openId, choose }: Props) {
  const { t, format } = useI18n()
  const now = useMinute()
  const at = previews.findIndex(({ attachment }) => attachment.id === openId)
  const open = previews[at]
  if (!open) return null
  const { attachment, message } = open
  const name = attachment.fileName ?? t.timeline.kinds[attachment.kind] ?? attachment.kind
  const step = (by: 1 | -1) => {
    const next = previews[at + by]
    if (next) choose(next.attachment.id)
  }
  const press = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key] as 1 | -1 | undefined
    if (by === undefined) return
    event.preventDefault()
    step(by)
  }
  const about = [
    previews.length > 1 && t.files.place(at + 1, previews.length),
    format.moment(message.sentAt, now),
    attachment.sizeBytes !== null && format.size(attachment.sizeBytes),
  ]
  return (
    <Modal
      opened
      fullScreen
      onClose={() => choose(null)}
      onKeyDown={press}
      closeButtonProps={{ 'aria-label': t.common.close }}
      classNames={{ content: 'lightbox', header: 'lightbox-head', body: 'lightbox-body', title: 'lightbox-title' }}
      title={
        <>
          <b className="ellipsis">{name}</b>
          <span className="soft tabular">{about.filter(Boolean).join(' · ')}</span>
          <Button
            component="a"
            href={`/api/attachments/${attachment.id}`}
            download={name}
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {t.files.open}
          </Button>
        </>
      }
    >
      <Step label={t.files.previous} isThere={at > 0} go={() => step(-1)} side="left" />
      <Shown key={attachment.id} preview={open} name={name} />
      <Step label={t.files.next} isThere={at < previews.length - 1} go={() => step(1)} side="right" />
    </Modal>
  )
}

type StepProps = { label: string; isThere: boolean; go: () => void; side: 'left' | 'right' }

function Step({ label, isThere, go, side }: StepProps) {
  const Icon = side === 'left' ? IconChevronLeft : IconChevronRight
  return (
    <Tooltip label={label} position={side === 'left' ? 'right' : 'left'}>
      <ActionIcon
        className="lightbox-step"
        data-side={side}
        variant="default"
        radius="xl"
        size={42}
        aria-label={label}
        disabled={!isThere}
        onClick={go}
      >
        <Icon size={22} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

/** A picture to the size of the window, or at its own size after a press; a document in the browser's own viewer. */
function Shown({ preview, name }: { preview: Preview; name: string }) {
  const { t } = useI18n()
  const [isLarge, setLarge] = useState(false)
  const [isBroken, setBroken] = useState(false)
  const address = `/api/attachments/${preview.attachment.id}`
  if (previewKind(preview.attachment) === 'document') return <iframe className="lightbox-document" src={address} title={name} />
  if (isBroken)
    return (
      <p className="lightbox-broken">
        <IconPhotoOff size={40} stroke={1.3} aria-hidden />
        {t.files.notShown}
      </p>
    )
  const caption = preview.message.text.trim()
  return (
    <figure className="lightbox-picture scroll" data-large={isLarge || undefined}>
      <button type="button" aria-pressed={isLarge} aria-label={`${t.files.zoom}: ${name}`} onClick={() => setLarge(!isLarge)}>
        <img src={address} alt={caption || name} onError={() => setBroken(true)} />
      </button>
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  )
}
