import { useQuery } from '@tanstack/react-query'
import type { FaqCandidate, FrequentProblem, FrequentProblems } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'

const problemsEveryMs = 60_000

const addressOfRequest = (requestId: string) => formatRoute({ page: 'inbox', view: 'all_open', requestId })

/** What many clients write about in the last hour, and the questions no approved template answers. */
export function ProblemsCard({ pushed }: { pushed: FrequentProblems | null }) {
  const { t, explain } = useI18n()
  const found = useQuery({
    queryKey: ['problems'],
    enabled: pushed === null,
    refetchInterval: problemsEveryMs,
    queryFn: () => getJson<FrequentProblems>('/api/problems'),
  })
  const known = pushed ?? found.data
  const problems = known?.problems ?? []
  const candidates = known?.faqCandidates ?? []
  return (
    <section className="panel" aria-busy={known === undefined}>
      <h2>{t.insights.problems}</h2>
      {found.isError && <p className="soft panel-empty">{explain(found.error)}</p>}
      {known && problems.length === 0 && <p className="soft panel-empty">{t.insights.noProblems}</p>}
      <ul className="matters">
        {problems.map((problem) => (
          <Problem key={`${problem.topic}-${problem.example.requestId}`} problem={problem} />
        ))}
      </ul>
      {candidates.length > 0 && <h3 className="matters-head">{t.insights.faq}</h3>}
      <ul className="matters">
        {candidates.map((candidate) => (
          <Candidate key={candidate.example.requestId} candidate={candidate} />
        ))}
      </ul>
    </section>
  )
}

function Problem({ problem }: { problem: FrequentProblem }) {
  const { t, format } = useI18n()
  const { topicName } = useConsole()
  const { usual, growth, example } = problem
  return (
    <li>
      <a href={addressOfRequest(example.requestId)}>
        <span className="matter-head">
          <b>{t.insights.problemLine(topicName(problem.topic), format.number(problem.count))}</b>
          <span className="soft">{usual === null ? t.insights.usualUnknown : t.insights.usual(format.number(usual))}</span>
          {growth > 1 && <span className="growth tabular">{t.insights.growth(format.number(growth))}</span>}
        </span>
        <span className="matter-text soft">{example.text}</span>
      </a>
    </li>
  )
}

function Candidate({ candidate }: { candidate: FaqCandidate }) {
  const { t, format } = useI18n()
  const { topicName } = useConsole()
  return (
    <li>
      <a href={addressOfRequest(candidate.example.requestId)}>
        <span className="matter-head">
          <b>{topicName(candidate.topic)}</b>
          <span className="soft">{t.insights.faqCount(format.number(candidate.count))}</span>
        </span>
        <span className="matter-text soft">{candidate.example.text}</span>
      </a>
    </li>
  )
}
