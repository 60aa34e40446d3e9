import {
  IconAddressBook,
  IconDownload,
  IconEye,
  IconFile,
  IconFileAlert,
  IconFileTypePdf,
  IconMapPin,
  IconMicrophone,
  IconPointer,
} from '@tabler/icons-react'
import type { AttachmentView, MessageView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { previewKind } from './preview-kind.ts'
import { useOpenPreview } from './previews.tsx'

/** What a message carries beside its text: files, a place, a contact, buttons. */
export function MessageExtras({ message }: { message: MessageView }) {
  const { t } = useI18n()
  const { content } = message
  return (
    <>
      {message.attachments.map((attachment) => (
        <Attachment key={attachment.id} attachment={attachment} />
      ))}
      {message.kind === 'sticker' && <span className="sticker">{content.emoji ?? t.timeline.kinds['sticker']}</span>}
      {message.kind === 'unknown' && <span className="soft">{t.timeline.unknownKind(content.vendorKind ?? '?')}</span>}
      {message.kind === 'button' && (
        <span className="extra-line">
          <IconPointer size={14} aria-hidden />
          {t.timeline.pressed}
        </span>
      )}
      {content.location && (
        <span className="extra-line">
          <IconMapPin size={16} aria-hidden />
          {`${t.timeline.location}: ${content.location.latitude.toFixed(5)}, ${content.location.longitude.toFixed(5)}`}
        </span>
      )}
      {content.sharedContact && (
        <span className="extra-line">
          <IconAddressBook size={16} aria-hidden />
          {[content.sharedContact.name, content.sharedContact.phone].join(', ')}
          {content.sharedContact.isOwn && <small className="soft">{t.timeline.sharedOwn}</small>}
        </span>
      )}
      {content.buttons && (
        <span className="offered-buttons">
          {content.buttons.flat().map((button) => (
            <span key={button.data}>{button.label}</span>
          ))}
        </span>
      )}
    </>
  )
}

function Attachment({ attachment }: { attachment: AttachmentView }) {
  const { t } = useI18n()
  const address = `/api/attachments/${attachment.id}`
  const name = attachment.fileName ?? t.timeline.kinds[attachment.kind] ?? attachment.kind
  if (attachment.state !== 'stored') {
    const why = {
      pending: t.timeline.attachmentPending,
      refused: t.timeline.attachmentRefused,
      failed: t.timeline.attachmentFailed,
    }[attachment.state]
    return (
      <span className="file-card" data-state={attachment.state}>
        <IconFileAlert size={22} stroke={1.5} aria-hidden />
        <span>
          <b>{name}</b>
          <small>{why}</small>
        </span>
      </span>
    )
  }
  if (previewKind(attachment) === 'picture') return <Picture attachment={attachment} name={name} />
  if (isSound(attachment)) return <Sound address={address} name={name} />
  if (attachment.mimeType === 'video/mp4') return <Film address={address} name={name} />
  return <FileCard attachment={attachment} name={name} />
}

/** A browser's own recorder says "video" of a voice message too. */
const isSound = ({ kind, mimeType }: AttachmentView) => kind === 'voice' || mimeType?.startsWith('audio/') === true

/** A document the browser can show opens here; any other is downloaded. */
function FileCard({ attachment, name }: { attachment: AttachmentView; name: string }) {
  const { t, format } = useI18n()
  const open = useOpenPreview()
  const size = attachment.sizeBytes === null ? '' : format.size(attachment.sizeBytes)
  const about = (
    <span>
      <b>{name}</b>
      <small>{size}</small>
    </span>
  )
  if (previewKind(attachment) === 'document') {
    return (
      <button type="button" className="file-card" aria-label={t.files.preview(name)} onClick={() => open(attachment.id)}>
        <IconFileTypePdf size={24} stroke={1.5} aria-hidden />
        {about}
        <IconEye className="file-card-sign" size={17} stroke={1.7} aria-hidden />
      </button>
    )
  }
  return (
    <a className="file-card" href={`/api/attachments/${attachment.id}`} download={name} title={t.files.open}>
      <IconFile size={24} stroke={1.5} aria-hidden />
      {about}
      <IconDownload className="file-card-sign" size={17} stroke={1.7} aria-hidden />
    </a>
  )
}

function Sound({ address, name }: { address: string; name: string }) {
  return (
    <span className="file-card sound-card">
      <IconMicrophone size={20} stroke={1.5} aria-hidden />
      {/* biome-ignore lint/a11y/useMediaCaption: a client's voice message has no captions to show. */}
      <audio controls preload="metadata" src={address} aria-label={name} />
    </span>
  )
}

function Film({ address, name }: { address: string; name: string }) {
  // biome-ignore lint/a11y/useMediaCaption: a client's film has no captions to show.
  return <video className="film" controls preload="metadata" src={address} aria-label={name} />
}

function Picture({ attachment, name }: { attachment: AttachmentView; name: string }) {
  const { t } = useI18n()
  const open = useOpenPreview()
  return (
    <button type="button" className="picture" onClick={() => open(attachment.id)} aria-label={t.files.preview(name)}>
      <img src={`/api/attachments/${attachment.id}`} alt={name} loading="lazy" />
    </button>
  )
}
