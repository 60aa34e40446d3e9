import { Button, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { EscalationView, InnerWaitView, RequestSummary } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute, useNow } from '../inbox/use-now.ts'
import { useConsole } from '../shell/console-context.tsx'
import { Card } from './card.tsx'
import { useRequestSend } from './use-request-send.ts'

/** Which departments owe an answer; the client's own clocks run on meanwhile. */
export function WaitsCard({ request, waits }: { request: RequestSummary; waits: readonly InnerWaitView[] }) {
  const { t } = useI18n()
  const { allowed, run } = useActions()
  const [ending, setEnding] = useState<InnerWaitView | null>(null)
  const mayAsk = allowed.has('ask')
  if (waits.length === 0 && !mayAsk) return null
  const close = () => setEnding(null)
  return (
    <Card
      title={t.waits.title}
      side={
        mayAsk && (
          <Button size="compact-xs" variant="subtle" aria-label={t.waits.ask} onClick={() => run('ask')}>
            {t.waits.submit}
          </Button>
        )
      }
    >
      <ul className="wait-lines">
        {waits.map((wait) => (
          <WaitLine key={wait.id} wait={wait} end={() => setEnding(wait)} />
        ))}
      </ul>
      <Modal
        opened={ending !== null}
        onClose={close}
        title={<b>{t.waits.endTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {ending && <EndForm requestId={request.id} wait={ending} close={close} />}
      </Modal>
    </Card>
  )
}

function WaitLine({ wait, end }: { wait: InnerWaitView; end: () => void }) {
  const { t, format } = useI18n()
  const { departmentName, may } = useConsole()
  const now = useNow()
  const isLate = wait.endedAt === null && Date.parse(wait.dueAt) <= now
  return (
    <li data-late={isLate || undefined}>
      <b>{departmentName(wait.departmentId)}</b>
      <span className="soft">
        {wait.endedAt === null ? t.waits.due(format.moment(wait.dueAt, now)) : t.waits.over(format.moment(wait.endedAt, now))}
      </span>
      {isLate && <span className="late-mark">{t.waits.overdue}</span>}
      {wait.endedAt === null && may('request.note') && (
        <Button size="compact-xs" variant="light" onClick={end}>
          {t.waits.end}
        </Button>
      )}
    </li>
  )
}

function EndForm({ requestId, wait, close }: { requestId: string; wait: InnerWaitView; close: () => void }) {
  const { t } = useI18n()
  const send = useRequestSend(requestId)
  const [note, setNote] = useState('')
  const { isBusy, submit } = useSubmit(close, () =>
    send({ path: `inner-waits/${wait.id}/end`, body: note.trim() ? { note: note.trim() } : {}, done: t.waits.ended }),
  )
  return (
    <form onSubmit={submit}>
      <Textarea
        label={t.waits.answer}
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={t.waits.end} isReady isBusy={isBusy} />
    </form>
  )
}

/** What was done because a clock ran: each step once, and what came of it. */
export function EscalationCard({ steps }: { steps: readonly EscalationView[] }) {
  const { t, format } = useI18n()
  const now = useMinute()
  if (steps.length === 0) return null
  const sentenceOf = (step: EscalationView) => {
    const what = step.action === null ? t.steps.title : t.steps.kinds[step.action]
    const outcome = step.outcome === null ? '' : t.steps.outcomes[step.outcome]
    return [what, outcome || t.steps.states[step.state]].join(': ')
  }
  return (
    <Card title={t.steps.title}>
      <ol className="history">
        {steps.map((step) => (
          <li key={`${step.clockId}-${step.code}`}>
            <span>{sentenceOf(step)}</span>
            <small className="soft">
              {`${t.words.clocks[step.clock]} · `}
              <time title={format.full(step.at)}>{format.moment(step.at, now)}</time>
            </small>
          </li>
        ))}
      </ol>
    </Card>
  )
}
