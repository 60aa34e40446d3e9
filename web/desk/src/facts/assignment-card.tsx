import type { AssignmentRule, CandidateVerdict, RequestDetail, RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Dictionary } from '../i18n/uz-latn.ts'
import { HolderMark } from '../inbox/badges.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useOperators } from '../shell/console-context.tsx'
import { Card } from './card.tsx'

type Assignment = RequestDetail['assignment']

/** Who holds the request, and by which rule it came to them: "why me?". */
export function AssignmentCard({ request, assignment }: { request: RequestSummary; assignment: Assignment }) {
  const { t, format } = useI18n()
  const now = useMinute()
  return (
    <Card title={t.facts.assignment} side={<HolderMark request={request} />}>
      {assignment === null ? (
        <p className="soft">{t.facts.notAssigned}</p>
      ) : (
        <>
          <p>
            {ruleOf(t, assignment.rule)}
            <time className="soft" title={format.full(assignment.at)}>{` · ${format.moment(assignment.at, now)}`}</time>
          </p>
          <Candidates candidates={assignment.candidates} />
        </>
      )}
    </Card>
  )
}

/** Every rule has its words; a rule of a newer hub than this page has none, and a code is shown to nobody. */
const ruleOf = (t: Dictionary, rule: string) =>
  t.facts.rules[rule] ?? t.routing.rules[rule as AssignmentRule] ?? t.words.holders.operator

type Candidate = NonNullable<Assignment>['candidates'][number]

function Candidates({ candidates }: { candidates: readonly Candidate[] }) {
  const { t } = useI18n()
  if (candidates.length === 0) return null
  return (
    <details className="candidates">
      <summary>{`${t.facts.candidates} (${candidates.length})`}</summary>
      <ul>
        {candidates.map((one) => (
          <CandidateLine key={String(one['operatorId'])} candidate={one} />
        ))}
      </ul>
    </details>
  )
}

function CandidateLine({ candidate }: { candidate: Candidate }) {
  const { t, format } = useI18n()
  const operators = useOperators()
  const verdict = candidate['verdict'] as CandidateVerdict
  const name = operators.find((one) => one.id === candidate['operatorId'])?.displayName ?? t.words.holders.operator
  const figure = (key: string) => format.number(Number(candidate[key] ?? 0))
  return (
    <li data-chosen={verdict === 'chosen' || undefined}>
      <span className="ellipsis">{name}</span>
      <span className="tabular soft">{t.routing.load(figure('load'), figure('capacity'))}</span>
      <span>
        {[t.routing.verdicts[verdict], candidate['isOverflow'] ? t.routing.rules.overflow : ''].filter(Boolean).join(', ')}
      </span>
    </li>
  )
}
