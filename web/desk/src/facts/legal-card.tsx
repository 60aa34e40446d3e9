import { Button, Group } from '@mantine/core'
import { IconAlertTriangle, IconCertificate, IconCheck, IconClock, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import type { AppealView, ExtensionView, LegalState, RequestSummary } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'
import { ProofLink } from '../timeline/proof-link.tsx'
import { Card, Fact } from './card.tsx'
import { printCard } from './print-card.ts'
import { WithdrawAppeal } from './withdraw-appeal.tsx'

/** What the law asks about this request: its term and why, the appeal, the extension with its proof, the matter it repeats. */
export function LegalCard({ request, legal }: { request: RequestSummary; legal: LegalState }) {
  const { t } = useI18n()
  const { allowed } = useActions()
  const hasFacts = legal.term !== null || legal.appeal !== null || legal.repeatOf !== null
  if (!hasFacts && !allowed.has('appeal')) return null
  return (
    <Card title={t.legal.title} side={legal.term && <span className="soft tabular">{t.legal.days(legal.term.days)}</span>}>
      {legal.repeatOf && <Repeat repeat={legal.repeatOf} />}
      <Term legal={legal} />
      {legal.appeal && <Appeal request={request} appeal={legal.appeal} />}
      {legal.extension && <Extension extension={legal.extension} />}
      <LegalActions legal={legal} />
    </Card>
  )
}

/** What may be done about the term now. */
function LegalActions({ legal }: { legal: LegalState }) {
  const { t } = useI18n()
  const { allowed, run } = useActions()
  const isAppeal = legal.appeal !== null && legal.appeal.withdrawal === null
  const offered = [
    ...(allowed.has('appeal') && !isAppeal ? [{ id: 'appeal' as const, name: t.legal.make }] : []),
    ...(allowed.has('extend') && legal.extension === null ? [{ id: 'extend' as const, name: t.legal.extend }] : []),
  ]
  if (offered.length === 0) return null
  return (
    <Group gap={6} mt="xs">
      {offered.map(({ id, name }) => (
        <Button key={id} size="compact-xs" variant="light" onClick={() => run(id)}>
          {name}
        </Button>
      ))}
    </Group>
  )
}

function Repeat({ repeat }: { repeat: NonNullable<LegalState['repeatOf']> }) {
  const { t } = useI18n()
  const view = repeat.status === 'closed' ? 'closed' : 'all_open'
  return (
    <p className="repeat-mark">
      <b>{t.legal.repeat}</b>
      <a href={formatRoute({ page: 'inbox', view, requestId: repeat.requestId })}>{t.legal.repeatOf(repeat.number)}</a>
    </p>
  )
}

function Term({ legal: { term } }: { legal: LegalState }) {
  const { t, format } = useI18n()
  const now = useMinute()
  if (term === null) return <p className="soft">{t.legal.noTerm}</p>
  return (
    <>
      {term.registeredAt !== term.receivedAt && (
        <Fact name={t.legal.received}>
          <time title={format.full(term.receivedAt)}>{format.moment(term.receivedAt, now)}</time>
        </Fact>
      )}
      <Fact name={t.legal.registered}>
        <time title={format.full(term.registeredAt)}>{format.moment(term.registeredAt, now)}</time>
      </Fact>
      {term.dueAt && (
        <Fact name={t.legal.lastDay}>
          {/* The last moment belongs to the day that ends with it. */}
          <b title={format.full(term.dueAt)}>{format.day(Date.parse(term.dueAt) - 1, now)}</b>
        </Fact>
      )}
    </>
  )
}

function Appeal({ request, appeal }: { request: RequestSummary; appeal: AppealView }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const operators = useOperators()
  const [isAsking, setAsking] = useState(false)
  const nameOf = (id: string) => operators.find((one) => one.id === id)?.displayName ?? t.common.none
  if (appeal.withdrawal) {
    return (
      <p className="soft">{`${appeal.registrationNumber}. ${t.legal.withdrawn(nameOf(appeal.withdrawal.byId), appeal.withdrawal.reason)}`}</p>
    )
  }
  return (
    <div className="legal-block">
      <p className="legal-line">
        <IconCertificate size={16} stroke={1.7} aria-hidden />
        <span>
          <b>{t.legal.appeal}</b> <span className="tabular">{appeal.registrationNumber}</span>
        </span>
      </p>
      <p className="soft">{[appeal.fullName, appeal.phone ?? appeal.address ?? ''].filter(Boolean).join(' · ')}</p>
      <p className="soft">{t.legal.byName(nameOf(appeal.registeredById))}</p>
      <Group gap={6} mt={6}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPrinter size={14} aria-hidden />}
          onClick={() => printCard(appeal.registrationNumber, appeal.printable)}
        >
          {t.legal.print}
        </Button>
        {may('request.lower_complaint') && request.status !== 'closed' && (
          <Button size="compact-xs" variant="subtle" color="red" onClick={() => setAsking(true)}>
            {t.legal.withdraw}
          </Button>
        )}
      </Group>
      <WithdrawAppeal requestId={request.id} isOpen={isAsking} close={() => setAsking(false)} />
    </div>
  )
}

const proofIcons = { proved: IconCheck, under_way: IconClock, unproved: IconAlertTriangle } as const

function Extension({ extension }: { extension: ExtensionView }) {
  const { t, format } = useI18n()
  const operators = useOperators()
  const now = useMinute()
  const { notice } = extension
  const Icon = proofIcons[notice.proof]
  const who = operators.find((one) => one.id === extension.byId)?.displayName ?? ''
  return (
    <div className="legal-block">
      <p className="legal-line">
        <b>{t.legal.extension(extension.fromDays, extension.toDays)}</b>
        <span className="soft">{[who, format.moment(extension.at, now)].filter(Boolean).join(' · ')}</span>
      </p>
      <p>{extension.reason}</p>
      <p className="notice-proof" data-proof={notice.proof}>
        <Icon size={15} stroke={1.9} aria-hidden />
        <span>{t.legal.proofs[notice.proof]}</span>
        <ProofLink messageId={notice.messageId} />
      </p>
    </div>
  )
}
