import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconShieldLock } from '@tabler/icons-react'
import type { RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole } from '../shell/console-context.tsx'
import { Card, Fact } from './card.tsx'
import { PriorityEditor, TopicEditor, TypeEditor } from './editors.tsx'

/** The facts of the request; type, priority and topic are corrected by one click. */
export function RequestCard({ request }: { request: RequestSummary }) {
  const { t, format } = useI18n()
  const { departmentName } = useConsole()
  const now = useMinute()
  return (
    <Card title={t.facts.request} side={<NumberWithCopy number={request.number} />}>
      {request.needsIdentity && (
        <div className="identity-warning" title={t.facts.needsIdentityHint}>
          <IconShieldLock size={18} stroke={1.7} aria-hidden />
          <span>
            <b>{t.facts.needsIdentity}</b>
            {t.facts.needsIdentityHint}
          </span>
        </div>
      )}
      <Fact name={t.facts.type}>
        <TypeEditor request={request} />
      </Fact>
      {request.secondType && <Fact name="">{t.facts.secondType(t.words.types[request.secondType])}</Fact>}
      <Fact name={t.facts.priority}>
        <PriorityEditor request={request} />
      </Fact>
      <Fact name={t.facts.topic}>
        <TopicEditor request={request} />
      </Fact>
      <Fact name={t.facts.department}>{departmentName(request.departmentId)}</Fact>
      <Fact name={t.facts.opened}>
        <time title={format.full(request.openedAt)}>{format.moment(request.openedAt, now)}</time>
      </Fact>
      {request.reopenCount > 0 && <Fact name="">{t.facts.reopened(request.reopenCount)}</Fact>}
      {request.outcome && <Fact name={t.dialogs.outcome}>{t.words.outcomes[request.outcome]}</Fact>}
    </Card>
  )
}

function NumberWithCopy({ number }: { number: string }) {
  const { t } = useI18n()
  return (
    <span className="number-copy">
      <span className="tabular">{number}</span>
      <CopyButton value={number}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t.facts.copied : t.facts.copy}>
            <ActionIcon size="sm" variant="subtle" color="gray" onClick={copy} aria-label={t.facts.copy}>
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  )
}
