import { Image, Modal } from '@mantine/core'
import { IconAddressBook, IconFile, IconFileAlert, IconMapPin, IconMicrophone, IconPointer } from '@tabler/icons-react'
import { useState } from 'react'
import type { AttachmentView, MessageView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'

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
  const { t, format } = useI18n()
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
  if (attachment.mimeType?.startsWith('image/')) return <Picture address={address} name={name} />
  if (attachment.mimeType?.startsWith('audio/')) return <Sound address={address} name={name} />
  return (
    <a className="file-card" href={address} target="_blank" rel="noreferrer" title={t.timeline.openFile}>
      <IconFile size={22} stroke={1.5} aria-hidden />
      <span>
        <b>{name}</b>
        <small>{attachment.sizeBytes === null ? '' : format.size(attachment.sizeBytes)}</small>
      </span>
    </a>
  )
}

function Sound({ address, name }: { address: string; name: string }) {
  return (
    <span className="file-card">
      <IconMicrophone size={20} stroke={1.5} aria-hidden />
      {/* biome-ignore lint/a11y/useMediaCaption: a client's voice message has no captions to show. */}
      <audio controls preload="none" src={address} aria-label={name} />
    </span>
  )
}

function Picture({ address, name }: { address: string; name: string }) {
  const { t } = useI18n()
  const [isLarge, setLarge] = useState(false)
  return (
    <>
      <button type="button" className="picture" onClick={() => setLarge(true)} aria-label={`${t.timeline.openFile}: ${name}`}>
        <img src={address} alt={name} loading="lazy" />
      </button>
      <Modal
        opened={isLarge}
        closeButtonProps={{ 'aria-label': t.common.close }}
        onClose={() => setLarge(false)}
        title={name}
        size="xl"
      >
        <Image src={address} alt={name} fit="contain" mah="75vh" />
      </Modal>
    </>
  )
}
