import { IconNote } from '@tabler/icons-react'
import { memo } from 'react'
import type { NoteView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'

/** An internal note: yellow, across the whole width, impossible to take for a message. */
export const NoteCard = memo(function NoteCard({ note }: { note: NoteView }) {
  const { t, format } = useI18n()
  return (
    <article className="note-card">
      <header>
        <IconNote size={15} stroke={1.8} aria-hidden />
        <b>{note.authorName ?? t.timeline.system}</b>
        <span>{t.timeline.note}</span>
        <time className="tabular" dateTime={note.at} title={format.full(note.at)}>
          {format.time(note.at)}
        </time>
      </header>
      <p className="message-text">{note.text}</p>
    </article>
  )
})
