import { Button } from '@mantine/core'
import { IconMessageExclamation } from '@tabler/icons-react'
import type { RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Timeline } from '../live/live-state.ts'
import type { ComposerState } from './use-composer.ts'

/** The client wrote while the operator was typing: shows the new lines and asks to look before sending. */
export function MeanwhileBanner(props: { request: RequestSummary; timeline: Timeline; composer: ComposerState }) {
  const { t, format } = useI18n()
  const { composer } = props
  const fresh = [...props.timeline.messages.values()]
    .map((known) => known.value)
    .filter((message) => message.authorKind === 'client' && message.seq > composer.seenSeq)
    .sort((a, b) => a.seq - b.seq)
  return (
    <div className="meanwhile" role="alert">
      <IconMessageExclamation size={20} aria-hidden />
      <div>
        <b>{t.composer.clientWrote}</b>
        {fresh.map((message) => (
          <p key={message.id}>
            <time className="tabular">{format.time(message.sentAt)}</time>
            {message.text || t.timeline.kinds[message.kind]}
          </p>
        ))}
        <span className="soft">{t.composer.clientWroteHint}</span>
      </div>
      <Button size="xs" color="yellow.8" onClick={composer.markRead}>
        {t.composer.iHaveRead}
      </Button>
    </div>
  )
}
