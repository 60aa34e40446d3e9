import type { PublicReplyView } from '#contracts'
import { PublicReplyCard } from './public-reply-card.tsx'

/** What of a request's public words is worth a line: those that wait, and a refusal nothing has followed yet. */
export function toldOf(asked: readonly PublicReplyView[]): PublicReplyView[] {
  const newest = [...asked].sort((a, b) => Date.parse(b.askedAt) - Date.parse(a.askedAt))[0]
  return asked.filter((one) => one.state === 'waiting' || (one.state === 'refused' && one.id === newest?.id))
}

type Props = { asked: readonly PublicReplyView[]; putBack: (text: string) => void }

/** Words for everybody to read that wait for a second person, above the place where they were written. */
export function WaitingWords({ asked, putBack }: Props) {
  return toldOf(asked).map((one) => <PublicReplyCard key={one.id} asked={one} putBack={putBack} />)
}
