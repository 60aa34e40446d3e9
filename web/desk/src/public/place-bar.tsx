import { IconLock, IconUsers } from '@tabler/icons-react'
import type { PlaceView, RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon } from '../inbox/badges.tsx'
import type { Timeline } from '../live/live-state.ts'
import { MoveToPrivate } from './move-to-private.tsx'
import type { PrivateRight } from './use-places.ts'

type Props = {
  request: RequestSummary
  place: PlaceView | null
  places: readonly PlaceView[]
  choose: (conversationId: string) => void
  rights: readonly PrivateRight[]
  isPublic: boolean
  mayReply: boolean
  timeline: Timeline
}

/** Who will read what is written here, said before anything is: a stripe in the colour of the place. */
export function PlaceBar({ request, place, places, choose, rights, isPublic, mayReply, timeline }: Props) {
  const { t } = useI18n()
  const isPlain = !isPublic && places.length < 2
  if (isPlain) return null
  const Icon = isPublic ? IconUsers : IconLock
  // The newest comment is the one that is answered.
  const right = rights.find(({ state }) => state === 'free')
  const comment = right && timeline.messages.get(right.commentMessageId)?.value
  return (
    <div className="place-bar" data-public={isPublic || undefined}>
      <b className="place-readers" title={isPublic ? t.timeline.publicWarning : undefined}>
        <Icon size={17} stroke={2} aria-hidden />
        {isPublic ? t.publicWords.everybodyReads : t.publicWords.onlyClientReads}
      </b>
      {places.length > 1 && (
        <div className="place-choice" role="toolbar" aria-label={t.publicWords.places}>
          {places.map((one) => (
            <PlaceButton
              key={one.conversationId}
              one={one}
              isChosen={one.conversationId === place?.conversationId}
              choose={() => choose(one.conversationId)}
            />
          ))}
        </div>
      )}
      {mayReply && isPublic && right && comment && (
        <MoveToPrivate requestId={request.id} right={right} comment={comment} isButton />
      )}
    </div>
  )
}

function PlaceButton({ one, isChosen, choose }: { one: PlaceView; isChosen: boolean; choose: () => void }) {
  const { t } = useI18n()
  const channel = t.words.channels[one.channel]
  const isOpenToAll = one.visibility === 'public'
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      data-public={isOpenToAll || undefined}
      title={one.accountName}
      onClick={choose}
    >
      <ChannelIcon channel={one.channel} size={14} />
      {isOpenToAll ? t.publicWords.publicPlace(channel) : t.publicWords.privatePlace(channel)}
    </button>
  )
}
