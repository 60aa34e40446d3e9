import {
  IconBrandFacebook,
  IconBrandInstagram,
  IconBrandMessenger,
  IconBrandTelegram,
  IconBrandVk,
  IconBrandWhatsapp,
  IconEye,
  IconInbox,
  IconRobot,
  IconWorld,
} from '@tabler/icons-react'
import type { ChannelKind, Priority, RequestSummary, RequestType } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Hint } from '../shell/hint.tsx'

const channelIcons: Record<ChannelKind, typeof IconWorld> = {
  telegram: IconBrandTelegram,
  webchat: IconWorld,
  instagram: IconBrandInstagram,
  messenger: IconBrandMessenger,
  facebook: IconBrandFacebook,
  whatsapp: IconBrandWhatsapp,
  vk: IconBrandVk,
}

export function ChannelIcon({ channel, size = 16 }: { channel: ChannelKind; size?: number }) {
  const { t } = useI18n()
  const Icon = channelIcons[channel]
  return (
    <span className="channel-icon" data-channel={channel} role="img" aria-label={t.words.channels[channel]}>
      <Icon size={size} stroke={1.8} aria-hidden />
    </span>
  )
}

export function TypeBadge({ type }: { type: RequestType }) {
  const { t } = useI18n()
  return (
    <span className="type-badge" data-type={type}>
      {t.words.types[type]}
    </span>
  )
}

/** @param isQuiet the everyday priorities are left out, so that the pressing ones are seen. */
export function PriorityBadge({ priority, isQuiet = false }: { priority: Priority; isQuiet?: boolean }) {
  const { t } = useI18n()
  if (isQuiet && (priority === 'normal' || priority === 'low')) return null
  return (
    <span className="priority-badge" data-priority={priority}>
      {t.words.priorities[priority]}
    </span>
  )
}

export function PublicMark() {
  const { t } = useI18n()
  return (
    <Hint label={t.timeline.publicMark}>
      <span className="public-mark">
        <IconEye size={12} stroke={2} aria-hidden />
        {t.words.public}
      </span>
    </Hint>
  )
}

/** Two letters of a name, as on a badge. */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}

/** Who must act next: the bot, the queue, me, or a colleague by initials. */
export function HolderMark({ request }: { request: RequestSummary }) {
  const { t } = useI18n()
  const { me } = useConsole()
  if (request.status === 'closed')
    return <span className="holder-mark">{request.outcome && t.words.outcomes[request.outcome]}</span>
  if (request.holderKind === 'bot') {
    return (
      <span className="holder-mark" data-holder="bot" title={t.list.bot}>
        <IconRobot size={14} stroke={1.8} aria-hidden />
        {t.words.holders.bot}
      </span>
    )
  }
  if (request.holderKind === 'queue') {
    return (
      <span className="holder-mark" data-holder="queue" title={t.list.queue}>
        <IconInbox size={14} stroke={1.8} aria-hidden />
        {t.words.holders.queue}
      </span>
    )
  }
  const isMine = request.holderOperatorId === me.operatorId
  const name = request.holderName ?? ''
  return (
    <span className="holder-mark" data-holder={isMine ? 'me' : 'operator'} title={name}>
      {isMine ? t.list.youHold : initialsOf(name)}
    </span>
  )
}
