import { ActionIcon, Button, Group, Modal, Select, Skeleton, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ErrorCode,
  errorTexts,
  languages,
  type ReportSchedule,
  type ReportScheduleInput,
  reportFormats,
  reportKinds,
  reportRhythms,
} from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { getJson, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

const address = '/api/statistics/schedules'

/** Reports that go out by themselves: to whom, when next, and what came of the last time. */
export function SchedulesSection() {
  const { t, explain } = useI18n()
  const { may } = useConsole()
  const [isAdding, setAdding] = useState(false)
  const list = useQuery({ queryKey: ['schedules'], queryFn: () => getJson<ReportSchedule[]>(address) })
  const words = t.manager.schedules
  return (
    <section className="panel" aria-busy={list.isFetching}>
      <h2 className="cut-head">
        {words.title}
        {may('statistics.export') && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </h2>
      <p className="soft">{words.lead}</p>
      {list.isError && <p className="rejection">{explain(list.error)}</p>}
      {list.isPending && <Skeleton height={160} radius="md" />}
      {list.data?.length === 0 && <p className="soft panel-empty">{words.none}</p>}
      <ul className="schedules">
        {list.data?.map((one) => (
          <ScheduleLine key={one.id} schedule={one} />
        ))}
      </ul>
      <AddSchedule isOpen={isAdding} close={() => setAdding(false)} />
    </section>
  )
}

function ScheduleLine({ schedule }: { schedule: ReportSchedule }) {
  const { t, format, language, explain } = useI18n()
  const { may, directory } = useConsole()
  const client = useQueryClient()
  const words = t.manager.schedules
  const { receiver, lastFault } = schedule
  const change = async (work: () => Promise<unknown>) => {
    await work().catch((error: unknown) => notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) }))
    await client.invalidateQueries({ queryKey: ['schedules'] })
  }
  const where =
    receiver.via === 'email'
      ? receiver.addresses.join(', ')
      : `${directory.channels.find(({ id }) => id === receiver.channelAccountId)?.name ?? words.telegram}: ${receiver.chatId}`
  const last = schedule.lastAt === null ? words.never : `${format.moment(schedule.lastAt, Date.now())}, `
  return (
    <li>
      <div className="schedule-what">
        <b>{schedule.name}</b>
        <span className="soft">
          {[
            words.kinds[schedule.kind],
            schedule.format.toUpperCase(),
            words.rhythms[schedule.rhythm],
            `${schedule.hour}:00`,
            t.words.languages[schedule.language],
          ].join(' · ')}
        </span>
        <span className="soft ellipsis">{where}</span>
      </div>
      <div className="schedule-when soft">
        <span>{`${words.next}: ${format.moment(schedule.nextAt, Date.now())}`}</span>
        <span data-bad={lastFault !== null || undefined}>
          {`${words.last}: ${last}`}
          {schedule.lastAt !== null &&
            (lastFault === null ? words.sent : (errorTexts[language][lastFault as ErrorCode] ?? lastFault))}
        </span>
      </div>
      {may('statistics.export') && (
        <>
          <Switch
            aria-label={words.onOff(schedule.name)}
            checked={schedule.isEnabled}
            onChange={(event) => {
              const isEnabled = event.currentTarget.checked
              void change(() => sendJson('PATCH', `${address}/${schedule.id}`, { isEnabled }))
            }}
          />
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={words.remove(schedule.name)}
            onClick={() => void change(() => sendJson('DELETE', `${address}/${schedule.id}`))}
          >
            <IconTrash size={17} aria-hidden />
          </ActionIcon>
        </>
      )}
    </li>
  )
}

type Draft = Omit<ReportScheduleInput, 'receiver'> & {
  via: 'email' | 'telegram'
  addresses: string
  accountId: string | null
  chatId: string
}

const receiverOf = ({ via, addresses, accountId, chatId }: Draft): ReportScheduleInput['receiver'] =>
  via === 'email'
    ? { via, addresses: addresses.split(/[\s,;]+/).filter((one) => one !== '') }
    : { via, channelAccountId: accountId ?? '', chatId: chatId.trim() }

function AddSchedule({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const { t, language, explain } = useI18n()
  const client = useQueryClient()
  const words = t.manager.schedules
  const [draft, setDraft] = useState<Draft>({
    ...{ name: '', kind: 'summary', format: 'pdf', rhythm: 'week', hour: 9, language },
    ...{ via: 'email', addresses: '', accountId: null, chatId: '' },
  })
  const { isBusy, submit } = useSubmit(close, async () => {
    const { via: _via, addresses: _addresses, accountId: _accountId, chatId: _chatId, ...rest } = draft
    try {
      await sendJson('POST', address, { ...rest, receiver: receiverOf(draft) })
      notifications.show({ color: 'green', message: words.added })
      await client.invalidateQueries({ queryKey: ['schedules'] })
      return true
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) })
      return false
    }
  })
  const isReady =
    draft.name.trim() !== '' &&
    (draft.via === 'email' ? draft.addresses.includes('@') : draft.accountId !== null && draft.chatId !== '')
  return (
    <Modal opened={isOpen} onClose={close} title={<b>{words.add}</b>} closeButtonProps={{ 'aria-label': t.common.close }}>
      <form onSubmit={submit} className="schedule-form">
        <TextInput
          label={words.name}
          value={draft.name}
          maxLength={120}
          data-autofocus
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        <WhatFields draft={draft} setDraft={setDraft} />
        <WhereFields draft={draft} setDraft={setDraft} />
        <FormButtons close={close} submit={words.add} isReady={isReady} isBusy={isBusy} />
      </form>
    </Modal>
  )
}

type FieldsProps = { draft: Draft; setDraft: (draft: Draft) => void }

function WhatFields({ draft, setDraft }: FieldsProps) {
  const { t } = useI18n()
  const words = t.manager.schedules
  const set = (over: Partial<Draft>) => setDraft({ ...draft, ...over })
  const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${hour}:00` }))
  return (
    <>
      <Group grow align="end">
        <Select
          label={words.kind}
          allowDeselect={false}
          value={draft.kind}
          data={reportKinds.map((value) => ({ value, label: words.kinds[value] }))}
          onChange={(value) => set({ kind: reportKinds.find((one) => one === value) ?? 'summary' })}
        />
        <Select
          label={words.format}
          allowDeselect={false}
          value={draft.format}
          data={reportFormats.map((value) => ({ value, label: value.toUpperCase() }))}
          onChange={(value) => set({ format: reportFormats.find((one) => one === value) ?? 'pdf' })}
        />
      </Group>
      <Group grow align="end">
        <Select
          label={words.rhythm}
          allowDeselect={false}
          value={draft.rhythm}
          data={reportRhythms.map((value) => ({ value, label: words.rhythms[value] }))}
          onChange={(value) => set({ rhythm: reportRhythms.find((one) => one === value) ?? 'week' })}
        />
        <Select
          label={words.hour}
          allowDeselect={false}
          value={String(draft.hour)}
          data={hours}
          onChange={(value) => set({ hour: Number(value) })}
        />
        <Select
          label={words.language}
          allowDeselect={false}
          value={draft.language}
          data={languages.map((value) => ({ value, label: t.words.languages[value] }))}
          onChange={(value) => set({ language: languages.find((one) => one === value) ?? 'uz-Latn' })}
        />
      </Group>
    </>
  )
}

function WhereFields({ draft, setDraft }: FieldsProps) {
  const { t } = useI18n()
  const { directory } = useConsole()
  const words = t.manager.schedules
  const set = (over: Partial<Draft>) => setDraft({ ...draft, ...over })
  const bots = directory.channels.filter(({ kind }) => kind === 'telegram')
  return (
    <>
      <Select
        label={words.via}
        allowDeselect={false}
        value={draft.via}
        data={[
          { value: 'email', label: words.email },
          { value: 'telegram', label: words.telegram },
        ]}
        onChange={(value) => set({ via: value === 'telegram' ? 'telegram' : 'email' })}
      />
      {draft.via === 'email' ? (
        <TextInput
          label={words.addresses}
          value={draft.addresses}
          onChange={(event) => set({ addresses: event.currentTarget.value })}
        />
      ) : (
        <Group grow align="start">
          <Select
            label={words.bot}
            value={draft.accountId}
            data={bots.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(accountId) => set({ accountId })}
          />
          <TextInput
            label={words.chat}
            description={words.chatHint}
            value={draft.chatId}
            onChange={(event) => set({ chatId: event.currentTarget.value })}
          />
        </Group>
      )}
    </>
  )
}
