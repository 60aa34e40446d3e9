import type { AskedBesideView, AskedReplyView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useReviewWords } from '../i18n/reviews/use-review-words.ts'
import { useAskedBeside } from './use-asked-beside.ts'

/** Enough to judge an answer by; the whole timeline is one press away. */
const shownMessages = 5

/** What the client wrote, beside the reply that waits: the reply is judged by what it answers. */
export function AskedBeside({ asked }: { asked: AskedReplyView }) {
  const words = useReviewWords()
  const beside = useAskedBeside(asked, true)
  if (!beside.data) return null
  return (
    <ol className="asked-beside" aria-label={words.card.beside}>
      {beside.data.messages.slice(-shownMessages).map((message) => (
        <Line key={message.id} message={message} />
      ))}
    </ol>
  )
}

function Line({ message }: { message: AskedBesideView['messages'][number] }) {
  const { t, format } = useI18n()
  const author = message.authorName ?? t.list.from[message.authorKind]
  const text = message.text || message.attachments.map(({ fileName, kind }) => fileName ?? kind).join(', ')
  return (
    <li data-author={message.authorKind}>
      <b>{author}</b>
      <time className="soft tabular" dateTime={message.sentAt}>
        {format.time(message.sentAt)}
      </time>
      <span>{text}</span>
    </li>
  )
}
