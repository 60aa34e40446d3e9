import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FaqCandidate, FrequentProblem, FrequentProblems } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { bannerAbout } from '../i18n/incident-banner.ts'
import { IncidentForm } from '../routing/incident-form.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'
import { BehindNumbers, CountedNumber } from '../statistics/behind.tsx'
import { Definition } from '../statistics/definition.tsx'
import { periodOf } from '../statistics/period.ts'

const problemsEveryMs = 60_000

/** Lists name their requests themselves; the period only has to be one. */
const stretch = periodOf('week', Date.now())

const addressOfRequest = (requestId: string) => formatRoute({ page: 'inbox', view: 'all_open', requestId })

/** What many clients write about in the last hour, and the questions no approved template answers. */
export function ProblemsCard({ pushed }: { pushed: FrequentProblems | null }) {
  const { t, explain } = useI18n()
  const { may } = useConsole()
  const [declared, setDeclared] = useState<FrequentProblem | null>(null)
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
      <h2>
        {t.insights.problems}
        <Definition text={t.numbers.problems} />
      </h2>
      {found.isError && <p className="soft panel-empty">{explain(found.error)}</p>}
      {known && problems.length === 0 && <p className="soft panel-empty">{t.insights.noProblems}</p>}
      <BehindNumbers query={stretch}>
        <ul className="matters">
          {problems.map((problem) => (
            <Problem
              key={`${problem.topic}-${problem.example.requestId}`}
              problem={problem}
              {...(may('request.assign_others') && { declare: () => setDeclared(problem) })}
            />
          ))}
        </ul>
      </BehindNumbers>
      <DeclareModal problem={declared} close={() => setDeclared(null)} />
      {candidates.length > 0 && <h3 className="matters-head">{t.insights.faq}</h3>}
      <ul className="matters">
        {candidates.map((candidate) => (
          <Candidate key={candidate.example.requestId} candidate={candidate} />
        ))}
      </ul>
    </section>
  )
}

function Problem({ problem, declare }: { problem: FrequentProblem; declare?: () => void }) {
  const { t, format } = useI18n()
  const { topicName } = useConsole()
  const { usual, growth, example } = problem
  const name = topicName(problem.topic)
  return (
    <li className="problem">
      <span className="matter-head">
        <b>
          <CountedNumber name={name} measure="requests" ids={problem.requestIds} value={problem.requestIds.length}>
            {t.insights.problemLine(name, format.number(problem.count))}
          </CountedNumber>
        </b>
        <span className="soft">{usual === null ? t.insights.usualUnknown : t.insights.usual(format.number(usual))}</span>
        {growth > 1 && <span className="growth tabular">{t.insights.growth(format.number(growth))}</span>}
        {declare && (
          <Button
            size="compact-xs"
            variant="light"
            color="red"
            onClick={declare}
            aria-label={`${name}: ${t.manager.desk.declare}`}
          >
            {t.manager.desk.declare}
          </Button>
        )}
      </span>
      <a href={addressOfRequest(example.requestId)}>
        <span className="matter-text soft">{example.text}</span>
      </a>
    </li>
  )
}

/** An incident as the problem suggests it: its topic, to the department that has it, with first words for the banner. */
function DeclareModal({ problem, close }: { problem: FrequentProblem | null; close: () => void }) {
  const { t } = useI18n()
  const { directory } = useConsole()
  const topic = directory.topics.find(({ code }) => code === problem?.topic)
  return (
    <Modal
      opened={problem !== null}
      onClose={close}
      size="lg"
      title={<b>{t.routing.startTitle}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {topic && (
        <IncidentForm
          close={close}
          draft={{ topics: [topic.code], departmentId: topic.departmentId, banner: bannerAbout(topic.names) }}
        />
      )}
    </Modal>
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
