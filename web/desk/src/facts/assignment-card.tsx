import type { RequestDetail, RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
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
            {t.facts.rules[assignment.rule] ?? assignment.rule}
            <time className="soft" title={format.full(assignment.at)}>{` · ${format.moment(assignment.at, now)}`}</time>
          </p>
          <Candidates candidates={assignment.candidates} />
        </>
      )}
    </Card>
  )
}

function Candidates({ candidates }: { candidates: NonNullable<Assignment>['candidates'] }) {
  const { t } = useI18n()
  const operators = useOperators()
  if (candidates.length === 0) return null
  const nameOf = (id: unknown) => operators.find((one) => one.id === id)?.displayName ?? String(id)
  return (
    <details className="candidates">
      <summary>{`${t.facts.candidates} (${candidates.length})`}</summary>
      <ul>
        {candidates.map((one) => (
          <li key={String(one['operatorId'])} data-chosen={one['verdict'] === 'chosen' || undefined}>
            <span className="ellipsis">{nameOf(one['operatorId'])}</span>
            <span className="tabular soft">{t.dialogs.load(Number(one['load'] ?? 0), Number(one['capacity'] ?? 0))}</span>
            <span>{t.facts.verdicts[String(one['verdict'])] ?? String(one['verdict'] ?? '')}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
