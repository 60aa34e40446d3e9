import { Button, Select, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFileCertificate, IconShieldCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type AuditGroup, type AuditPage, type AuditState, auditGroups } from '#contracts'
import { addressOf, getJson, saveFile } from '../api/http.ts'
import { CopyLine } from '../channels/copy-line.tsx'
import { DateInput } from '../dates/date-input.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { AuditTable } from './audit-table.tsx'

export type Asked = {
  readonly actor?: string
  readonly group?: AuditGroup
  readonly subject?: string
  /** Days as the field gives them. */
  readonly from?: string
  readonly to?: string
}
const pageSize = 50
const dayMs = 86_400_000

/** A day of the calendar on this screen, from its beginning to its end. */
function queryOf({ from, to, ...asked }: Asked) {
  const start = (day: string) => new Date(`${day}T00:00`)
  return {
    ...asked,
    ...(from && { from: start(from).toISOString() }),
    ...(to && { to: new Date(start(to).getTime() + dayMs).toISOString() }),
  }
}

/** Who did and read what, found by person, kind, object and period; and the same as a file that proves itself. */
export function AuditSection() {
  const { t } = useI18n()
  const { may } = useConsole()
  const [asked, setAsked] = useState<Asked>({})
  const found = useInfiniteQuery({
    queryKey: ['audit', asked],
    initialPageParam: '',
    queryFn: ({ pageParam }) => getJson<AuditPage>('/api/audit', { ...queryOf(asked), limit: pageSize, cursor: pageParam }),
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const narrow = (part: Partial<Asked>) => setAsked((before) => ({ ...before, ...part }))
  return (
    <>
      <Filter asked={asked} put={narrow} clear={() => setAsked({})}>
        {may('audit.export') && <ExportButton address={addressOf('/api/audit/export', queryOf(asked))} />}
      </Filter>
      <ChainEnd />
      {found.isError && !found.data && <FaultScreen error={found.error} retry={() => found.refetch()} />}
      {found.isPending && <PanelSkeleton />}
      {found.data && <AuditTable items={items} ask={(subject) => narrow({ subject })} />}
      {found.hasNextPage && (
        <Button variant="default" mt="md" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t.records.more}
        </Button>
      )}
    </>
  )
}

/** Asks for a fresh proof first, as every file that leaves the house does. */
function ExportButton({ address }: { address: string }) {
  const { t, explain } = useI18n()
  const [isBusy, setBusy] = useState(false)
  const save = () => {
    setBusy(true)
    saveFile(address)
      .catch((error: unknown) => notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) }))
      .finally(() => setBusy(false))
  }
  return (
    <Button variant="default" loading={isBusy} leftSection={<IconFileCertificate size={16} aria-hidden />} onClick={save}>
      {t.records.export}
    </Button>
  )
}

type FilterProps = {
  asked: Asked
  put: (part: Partial<Asked>) => void
  clear: () => void
  children: React.ReactNode
}

function Filter({ asked, put, clear, children }: FilterProps) {
  const { t } = useI18n()
  const operators = useOperators()
  const [subject, setSubject] = useState(asked.subject ?? '')
  const [known, setKnown] = useState(asked.subject)
  if (known !== asked.subject) {
    setKnown(asked.subject)
    setSubject(asked.subject ?? '')
  }
  const people = [
    ...operators.map(({ id, displayName }) => ({ value: `operator:${id}`, label: displayName })),
    { value: 'bot', label: t.records.bot },
  ]
  const isAsked = Object.values(asked).some((one) => one)
  return (
    <form
      className="records-filter"
      onSubmit={(event) => {
        event.preventDefault()
        put({ subject: subject.trim() })
      }}
    >
      <Select
        label={t.records.person}
        placeholder={t.records.everybody}
        data={people}
        searchable
        clearable
        value={asked.actor ?? null}
        onChange={(actor) => put({ actor: actor ?? '' })}
      />
      <Select
        label={t.records.group}
        placeholder={t.records.everything}
        data={auditGroups.map((value) => ({ value, label: t.records.groups[value] }))}
        clearable
        value={asked.group ?? null}
        onChange={(group) => put({ group: (group ?? '') as AuditGroup })}
      />
      <TextInput
        label={t.records.subject}
        placeholder={t.records.subjectHint}
        value={subject}
        maxLength={120}
        onChange={(event) => setSubject(event.currentTarget.value)}
        onBlur={() => put({ subject: subject.trim() })}
      />
      <DateInput label={t.records.from} value={asked.from ?? ''} set={(from) => put({ from })} />
      <DateInput label={t.records.to} value={asked.to ?? ''} set={(to) => put({ to })} />
      <div className="records-filter-foot">
        {isAsked && (
          <Button variant="subtle" onClick={clear}>
            {t.records.clear}
          </Button>
        )}
        {children}
      </div>
    </form>
  )
}

/** What somebody outside should write down, so that the end cannot be cut off unseen. */
function ChainEnd() {
  const { t } = useI18n()
  const state = useQuery({ queryKey: ['audit-state'], queryFn: () => getJson<AuditState>('/api/audit/state') })
  if (!state.data || state.data.lastNo === 0) return null
  return (
    <section className="records-chain panel">
      <IconShieldCheck size={20} stroke={1.6} aria-hidden />
      <div>
        <CopyLine label={t.records.chainEnd} value={`${state.data.lastNo}:${state.data.lastHash}`} />
        <p className="soft">
          {t.records.chainHint} {t.records.clientsHint}
        </p>
      </div>
    </section>
  )
}
