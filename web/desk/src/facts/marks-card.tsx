import { IconMoodEmpty, IconMoodSad, IconMoodSmile } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { RequestSummary, SatisfactionMark } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useRequestNews } from '../live/use-request-news.ts'
import { Card } from './card.tsx'

const highest = { csat: 5, nps: 10 } as const
const lowestGood = { csat: 4, nps: 9 } as const
const highestBad = { csat: 2, nps: 6 } as const

/** A client is asked at the closing and answers soon or not at all: for so long news of the request may be their mark. */
const awaitedMs = 3_600_000

const isAwaited = (marks: readonly SatisfactionMark[] | undefined, closedAt: string | null): boolean =>
  closedAt !== null &&
  Date.now() - Date.parse(closedAt) < awaitedMs &&
  !(marks ?? []).some((mark) => mark.kind === 'csat' && mark.score !== null && mark.askedAt >= closedAt)

/** Read once, and again when a frame tells of the request while a mark is awaited: a mark given is a fact of its request. */
function useMarks({ id, closedAt, reopenCount }: RequestSummary) {
  const marks = useQuery({
    queryKey: ['satisfaction', id, closedAt],
    enabled: closedAt !== null || reopenCount > 0,
    queryFn: () => getJson<SatisfactionMark[]>(`/api/requests/${id}/satisfaction`),
  })
  const { data, refetch } = marks
  useRequestNews(id, () => {
    if (isAwaited(data, closedAt)) refetch().catch(() => undefined)
  })
  return marks
}

/** The marks the client gave after each closing; shown once there was one. */
export function MarksCard({ request }: { request: RequestSummary }) {
  const { t } = useI18n()
  const marks = useMarks(request)
  if (!marks.data || marks.data.length === 0) return null
  return (
    <Card title={t.marks.title}>
      <ul className="mark-lines">
        {marks.data.map((mark) => (
          <MarkLine key={`${mark.kind}-${mark.askedAt}`} mark={mark} />
        ))}
      </ul>
    </Card>
  )
}

function levelOf({ kind, score }: SatisfactionMark): 'good' | 'bad' | 'middle' | 'none' {
  if (score === null) return 'none'
  if (score >= lowestGood[kind]) return 'good'
  return score <= highestBad[kind] ? 'bad' : 'middle'
}

function MarkLine({ mark }: { mark: SatisfactionMark }) {
  const { t, format } = useI18n()
  const now = useMinute()
  const level = levelOf(mark)
  const Icon = { good: IconMoodSmile, bad: IconMoodSad, middle: IconMoodEmpty, none: IconMoodEmpty }[level]
  return (
    <li data-level={level}>
      <Icon size={17} stroke={1.7} aria-hidden />
      <span>{t.marks[mark.kind]}</span>
      <b className="tabular">{mark.score === null ? t.marks.silent : t.marks.outOf(mark.score, highest[mark.kind])}</b>
      <time className="soft">{format.moment(mark.at ?? mark.askedAt, now)}</time>
    </li>
  )
}
