import { HoverCard } from '@mantine/core'
import { IconEye, IconRobot, IconTemplate } from '@tabler/icons-react'
import { memo } from 'react'
import type { ClassificationReason, MessageView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon } from '../inbox/badges.tsx'
import { CommentTools, HiddenMark } from '../public/comment-tools.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Hint } from '../shell/hint.tsx'
import { DeliveryMark } from './delivery-mark.tsx'
import { MessageExtras } from './message-extras.tsx'
import { MessageText } from './message-text.tsx'
import { ProofLink } from './proof-link.tsx'
import { RevealOriginal } from './reveal-original.tsx'

type Props = { message: MessageView; isFirst: boolean; reasons: readonly ClassificationReason[] }

/** One message: the client's on the left, ours on the right; the bot never looks like a person. */
export const MessageBubble = memo(function MessageBubble({ message, isFirst, reasons }: Props) {
  const { t } = useI18n()
  const isOurs = message.authorKind !== 'client'
  return (
    <article
      className="message"
      data-author={message.authorKind}
      data-ours={isOurs || undefined}
      data-first={isFirst || undefined}
    >
      {isFirst && <AuthorLine message={message} />}
      <div className="bubble" data-public={message.visibility === 'public' || undefined}>
        {message.deletedAt !== null && <span className="bubble-deleted">{t.timeline.deleted}</span>}
        {message.content.forwardedFrom && (
          <span className="bubble-forwarded">{t.timeline.forwarded(message.content.forwardedFrom)}</span>
        )}
        <MessageText text={message.text} maskedKinds={message.maskedKinds} reasons={reasons} />
        <MessageExtras message={message} />
        <RevealOriginal message={message} />
        <Foot message={message} />
      </div>
      {message.visibility === 'public' && <CommentTools message={message} />}
    </article>
  )
})

function AuthorLine({ message }: { message: MessageView }) {
  const { t } = useI18n()
  const { me } = useConsole()
  const { authorKind, authorId, authorName } = message
  if (authorKind === 'client') {
    return (
      <span className="message-author">
        <ChannelIcon channel={message.channel} size={13} />
        {authorName ?? t.words.channels[message.channel]}
        {message.visibility === 'public' && (
          <span className="public-mark">
            <IconEye size={12} stroke={2} aria-hidden />
            {t.words.public}
          </span>
        )}
        {message.visibility === 'public' && <HiddenMark message={message} />}
      </span>
    )
  }
  const own = authorId === me.operatorId ? t.timeline.you : authorName
  const names = { bot: t.timeline.bot, system: t.timeline.system, operator: own ?? t.words.holders.operator }
  return (
    <span className="message-author">
      {authorKind === 'bot' && <IconRobot size={14} stroke={1.8} aria-hidden />}
      {names[authorKind]}
      {message.content.writtenIn === 'vendor_app' && <span className="soft">· {t.publicWords.writtenElsewhere}</span>}
      {message.visibility === 'public' && (
        <span className="public-mark">
          <IconEye size={12} stroke={2} aria-hidden />
          {t.words.public}
        </span>
      )}
    </span>
  )
}

function Foot({ message }: { message: MessageView }) {
  const { t, format } = useI18n()
  return (
    <span className="bubble-foot">
      {message.authorKind === 'operator' && message.content.writtenIn === undefined && (
        <ProofLink messageId={message.id} isBrief />
      )}
      {message.templateVersionId !== null && (
        <Hint label={message.isTemplateEdited ? t.timeline.templateEdited : t.timeline.template}>
          <span className="template-mark" data-edited={message.isTemplateEdited || undefined}>
            <IconTemplate size={13} stroke={1.8} aria-hidden />
            {message.isTemplateEdited ? t.timeline.templateEdited : t.timeline.template}
          </span>
        </Hint>
      )}
      {message.editedAt !== null && <Revisions message={message} />}
      <time className="tabular" dateTime={message.sentAt} title={format.full(message.sentAt)}>
        {format.time(message.sentAt)}
      </time>
      {message.delivery && <DeliveryMark delivery={message.delivery} />}
    </span>
  )
}

/** What the message said before, on hover or focus. */
function Revisions({ message }: { message: MessageView }) {
  const { t, format } = useI18n()
  return (
    <HoverCard width={340} shadow="md" openDelay={150}>
      <HoverCard.Target>
        <button type="button" className="edited-mark">
          {t.timeline.edited}
        </button>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <b>{t.timeline.revisions}</b>
        <ol className="revisions">
          {message.revisions.map((revision) => (
            <li key={revision.revision}>
              <time className="soft tabular">{format.full(revision.editedAt)}</time>
              <MessageText text={revision.text} maskedKinds={[]} reasons={[]} />
            </li>
          ))}
        </ol>
      </HoverCard.Dropdown>
    </HoverCard>
  )
}
