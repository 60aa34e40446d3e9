import { Group, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type FollowUpRule, languages, type NpsRule, type NpsWatch, priorities } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

type Draft = Omit<NpsRule, 'addresses' | 'telegram'> & {
  addresses: string
  accountId: string | null
  chatId: string
  followUp: FollowUpRule
}

const draftOf = ({ rule: { addresses, telegram, ...rule }, followUp }: NpsWatch): Draft => ({
  ...rule,
  addresses: addresses.join(', '),
  accountId: telegram?.channelAccountId ?? null,
  chatId: telegram?.chatId ?? '',
  followUp,
})

function ruleOf({ addresses, accountId, chatId, followUp: _, ...rule }: Draft): NpsRule {
  return {
    ...rule,
    addresses: addresses.split(/[\s,;]+/).filter((one) => one !== ''),
    telegram: accountId !== null && chatId.trim() !== '' ? { channelAccountId: accountId, chatId: chatId.trim() } : null,
  }
}

type FieldsProps = { draft: Draft; set: (over: Partial<Draft>) => void }

/** When who is told that NPS fell, and what follows a low mark. */
export function NpsRuleForm({ watch, close }: { watch: NpsWatch; close: () => void }) {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  const [draft, setDraft] = useState<Draft>(() => draftOf(watch))
  const set = (over: Partial<Draft>) => setDraft({ ...draft, ...over })
  const { isBusy, submit } = useSubmit(close, async () => {
    try {
      await sendJson('POST', '/api/satisfaction/watch/rule', ruleOf(draft))
      await sendJson('POST', '/api/satisfaction/watch/follow-up', draft.followUp)
      notifications.show({ color: 'green', message: t.watch.saved })
      await client.invalidateQueries({ queryKey: ['nps-watch'] })
      return true
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) })
      return false
    }
  })
  return (
    <form onSubmit={submit} className="schedule-form">
      <Switch
        label={t.watch.isOn}
        checked={draft.isOn}
        onChange={(event) => set({ isOn: event.currentTarget.checked })}
        data-autofocus
      />
      <WhenFields draft={draft} set={set} />
      <WhoFields draft={draft} set={set} />
      <FollowUpFields draft={draft} set={set} />
      <FormButtons close={close} submit={t.watch.save} isReady isBusy={isBusy} />
    </form>
  )
}

const asNumber = (value: number | string, otherwise: number) => (typeof value === 'number' ? value : otherwise)

function WhenFields({ draft, set }: FieldsProps) {
  const { t } = useI18n()
  return (
    <>
      <Group grow align="start">
        <NumberInput
          label={t.watch.windowDays}
          min={1}
          max={90}
          value={draft.windowDays}
          onChange={(value) => set({ windowDays: asNumber(value, draft.windowDays) })}
        />
        <NumberInput
          label={t.watch.fallPoints}
          min={1}
          max={200}
          value={draft.fallPoints}
          onChange={(value) => set({ fallPoints: asNumber(value, draft.fallPoints) })}
        />
        <NumberInput
          label={t.watch.floor}
          description={t.watch.floorHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={-100}
          max={100}
          value={draft.floor ?? ''}
          onChange={(value) => set({ floor: typeof value === 'number' ? value : null })}
        />
      </Group>
      <Group grow align="start">
        <NumberInput
          label={t.watch.leastAnswers}
          min={3}
          max={10_000}
          value={draft.leastAnswers}
          onChange={(value) => set({ leastAnswers: asNumber(value, draft.leastAnswers) })}
        />
        <NumberInput
          label={t.watch.quietDays}
          min={1}
          max={90}
          value={draft.quietDays}
          onChange={(value) => set({ quietDays: asNumber(value, draft.quietDays) })}
        />
      </Group>
    </>
  )
}

function WhoFields({ draft, set }: FieldsProps) {
  const { t } = useI18n()
  const { directory } = useConsole()
  const bots = directory.channels.filter(({ kind }) => kind === 'telegram')
  return (
    <>
      <TextInput
        label={t.watch.addresses}
        description={t.watch.addressesHint}
        value={draft.addresses}
        onChange={(event) => set({ addresses: event.currentTarget.value })}
      />
      <Group grow align="end">
        <Select
          label={t.watch.bot}
          clearable
          value={draft.accountId}
          data={bots.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(accountId) => set({ accountId })}
        />
        <TextInput
          label={t.watch.telegram}
          value={draft.chatId}
          onChange={(event) => set({ chatId: event.currentTarget.value })}
        />
        <Select
          label={t.watch.language}
          allowDeselect={false}
          value={draft.language}
          data={languages.map((value) => ({ value, label: t.words.languages[value] }))}
          onChange={(value) => set({ language: languages.find((one) => one === value) ?? 'uz-Latn' })}
        />
      </Group>
      <p className="soft form-hint">{t.watch.telegramHint}</p>
    </>
  )
}

function FollowUpFields({ draft: { followUp }, set }: FieldsProps) {
  const { t } = useI18n()
  const put = (over: Partial<FollowUpRule>) => set({ followUp: { ...followUp, ...over } })
  return (
    <>
      <Switch
        label={t.watch.followOn}
        checked={followUp.isOn}
        onChange={(event) => put({ isOn: event.currentTarget.checked })}
      />
      <Group grow align="end">
        <Select
          label={t.watch.followPriority}
          allowDeselect={false}
          value={followUp.priority}
          data={priorities.map((value) => ({ value, label: t.words.priorities[value] }))}
          onChange={(value) => put({ priority: priorities.find((one) => one === value) ?? 'normal' })}
        />
        <NumberInput
          label={t.watch.followMost}
          min={1}
          max={10_000}
          value={followUp.mostPerDay}
          onChange={(value) => put({ mostPerDay: asNumber(value, followUp.mostPerDay) })}
        />
      </Group>
    </>
  )
}
