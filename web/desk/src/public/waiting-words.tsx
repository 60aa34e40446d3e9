import type { AskedReplyView } from '#contracts'
import { later } from '../shell/later.tsx'

/** Few requests have one: fetched with the first. */
const AskedReplyCard = later(async () => (await import('./asked-reply-card.tsx')).AskedReplyCard)

/** What of a request's asked replies is worth a line: those that wait, and what nothing has followed yet and is news to its writer. */
export function toldOf(asked: readonly AskedReplyView[]): AskedReplyView[] {
  const newest = [...asked].sort((a, b) => Date.parse(b.askedAt) - Date.parse(a.askedAt))[0]
  return asked.filter((one) => one.state === 'waiting' || (isNews(one) && one.id === newest?.id))
}

/** What went out as it was written stands in the timeline and needs no line. */
const isNews = ({ state, saidText }: AskedReplyView) =>
  state === 'refused' || state === 'dropped' || state === 'sent_late' || (state === 'approved' && typeof saidText === 'string')

type Props = { asked: readonly AskedReplyView[]; seenClientSeq: number; putBack: (text: string) => void }

/** Replies that wait for a second person, above the place where they were written. */
export function WaitingWords({ asked, seenClientSeq, putBack }: Props) {
  const told = toldOf(asked)
  return told.map((one) => <AskedReplyCard key={one.id} asked={one} seenClientSeq={seenClientSeq} putBack={putBack} />)
}
