import { Button } from '@mantine/core'
import { IconEye, IconUserCheck } from '@tabler/icons-react'
import type { AskedReplyView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useReviewWords } from '../i18n/reviews/use-review-words.ts'
import type { ReviewWords } from '../i18n/reviews/uz-latn.ts'
import { useMinute } from '../inbox/use-now.ts'
import { ChangedWords } from '../templates/changed-words.tsx'
import { compareWords } from '../templates/compare-words.ts'
import { AskedBeside } from './asked-beside.tsx'
import { AskedDecision } from './asked-decision.tsx'

type Props = {
  asked: AskedReplyView
  /** The request's own page, where the card does not stand in it. */
  link?: string
  /** Newest client message before the eyes of whoever looks, where the card stands in the request's page. */
  seenClientSeq?: number
  /** Puts the words back into the composer. */
  putBack?: (text: string) => void
}

/** A reply that waits for a second person, or what became of it: what it says, who wrote it, and what may be done. */
export function AskedReplyCard({ asked, link, seenClientSeq, putBack }: Props) {
  const { t, format } = useI18n()
  const words = useReviewWords()
  const now = useMinute()
  const { state, why } = asked
  const isBack = state === 'refused' || state === 'dropped'
  const Icon = why === 'public' ? IconEye : IconUserCheck
  const isBeside = link !== undefined && asked.mayDecide
  return (
    <article className="waiting-words" data-state={state} data-why={why}>
      <header>
        <Icon size={16} stroke={1.9} aria-hidden />
        <b>{useTitle(asked, words.card)}</b>
        <span className="soft">
          {t.publicWords.askedBy(asked.askedByName ?? t.common.none, format.ago(asked.askedAt, now))}
        </span>
        {link && (
          <a className="tabular" href={link}>
            {asked.number}
          </a>
        )}
        {state === 'waiting' && asked.lastAt && <TimeLeft lastAt={asked.lastAt} words={words.card} />}
      </header>
      {isBeside && <AskedBeside asked={asked} />}
      <AskedText asked={asked} />
      {isBack && putBack && asked.text !== '' && (
        <Button size="compact-sm" variant="default" onClick={() => putBack(asked.text)}>
          {t.publicWords.useAgain}
        </Button>
      )}
      {state === 'waiting' && (
        <AskedDecision asked={asked} {...(seenClientSeq !== undefined && { seenClientSeq })} {...(putBack && { putBack })} />
      )}
    </article>
  )
}

function useTitle(asked: AskedReplyView, card: ReviewWords['card']): string {
  const { t, format } = useI18n()
  const by = asked.decidedByName ?? t.common.none
  const isPublic = asked.why === 'public'
  const dropped: Record<string, string | undefined> = card.dropped
  const waiting = asked.isEscalated ? card.called : card.waiting(asked.mentorName ?? t.common.none)
  const titles: Record<AskedReplyView['state'], string> = {
    waiting: isPublic ? t.publicWords.waitingTitle : waiting,
    refused: isPublic ? t.publicWords.refusedTitle(by) : card.refused(by),
    approved: card.approved(by, format.percent(asked.saidShare ?? 0)),
    dropped: dropped[asked.cause ?? ''] ?? card.dropped.other,
    sent_late: card.sentLate,
    withdrawn: t.publicWords.withdrawn,
  }
  return titles[asked.state]
}

function TimeLeft({ lastAt, words }: { lastAt: string; words: ReviewWords['card'] }) {
  const { format } = useI18n()
  const leftMs = Date.parse(lastAt) - useMinute()
  const wholeMs = Math.max(60_000, leftMs - (leftMs % 60_000))
  return <span className="soft">{leftMs <= 0 ? words.over : words.until(format.duration(wholeMs))}</span>
}

/** What was written, what was made of it, what goes with it, and the note that came back. */
function AskedText({ asked }: { asked: AskedReplyView }) {
  const { t } = useI18n()
  const { card } = useReviewWords()
  const { text, saidText, reason } = asked
  const noteOf = asked.why === 'public' ? t.publicWords.refusedReason : card.note
  return (
    <>
      {saidText === null ? <blockquote>{text}</blockquote> : <ChangedWords parts={compareWords(text, saidText)} />}
      <AskedFiles asked={asked} label={card.files} />
      {reason && <p>{noteOf(reason)}</p>}
    </>
  )
}

function AskedFiles({ asked, label }: { asked: AskedReplyView; label: string }) {
  if (asked.attachments.length === 0) return null
  return (
    <ul className="asked-files" aria-label={label}>
      {asked.attachments.map((file) => (
        <li key={file.id}>
          <a href={`/api/attachments/${file.id}`} target="_blank" rel="noreferrer">
            {file.fileName ?? file.kind}
          </a>
        </li>
      ))}
    </ul>
  )
}
