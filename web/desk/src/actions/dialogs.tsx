import { Modal, Radio, Skeleton, Stack, Text, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { type Outcome, outcomes, type PauseReason, pauseReasons } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { later } from '../shell/later.tsx'
import { useEver } from '../shell/use-ever.ts'
import { type DialogName, useActions } from './actions-context.tsx'
import { FormButtons, useSubmit } from './form-parts.tsx'
import { KeysList } from './keys-list.tsx'
import { TransferForm } from './transfer-form.tsx'

type Form = { close: () => void }

const outline = () => <Skeleton height={200} />
// Rarer than a reply: their code comes when they are asked for.
const AppealForm = later(async () => (await import('./appeal-form.tsx')).AppealForm, outline)
const ExtendForm = later(async () => (await import('./extend-form.tsx')).ExtendForm, outline)
const AskForm = later(async () => (await import('./ask-form.tsx')).AskForm, outline)
const NoReplyForm = later(async () => (await import('./no-reply-form.tsx')).NoReplyForm, outline)

const forms: Record<DialogName, (props: Form) => ReactNode> = {
  transfer: ({ close }) => <TransferForm close={close} />,
  pause: ({ close }) => <PauseForm close={close} />,
  close: ({ close }) => <CloseForm close={close} />,
  reopen: ({ close }) => <ReopenForm close={close} />,
  noReply: ({ close }) => <NoReplyForm close={close} />,
  ask: ({ close }) => <AskForm close={close} />,
  appeal: ({ close }) => <AppealForm close={close} />,
  extend: ({ close }) => <ExtendForm close={close} />,
  keys: () => <KeysList />,
}
const wide: ReadonlySet<DialogName> = new Set(['keys', 'appeal', 'extend'])

/** One dialog at a time; each is a small form whose main button does the thing. */
export function Dialogs() {
  const { t } = useI18n()
  const { dialog: open, closeDialog: close } = useActions()
  const titles: Record<DialogName, string> = {
    transfer: t.dialogs.transferTitle,
    pause: t.dialogs.pauseTitle,
    close: t.dialogs.closeTitle,
    reopen: t.dialogs.reopenTitle,
    noReply: t.noReply.title,
    ask: t.waits.askTitle,
    appeal: t.legal.makeTitle,
    extend: t.legal.extend,
    keys: t.dialogs.keysTitle,
  }
  const isWanted = useEver(open !== null)
  if (!isWanted) return null
  return (
    <Modal
      opened={open !== null}
      onClose={close}
      title={open && <b>{titles[open]}</b>}
      size={open && wide.has(open) ? 'lg' : 'md'}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {open && forms[open]({ close })}
    </Modal>
  )
}

function PauseForm({ close }: Form) {
  const { t } = useI18n()
  const { perform } = useActions()
  const [reason, setReason] = useState<PauseReason>('waiting_client_answer')
  const { isBusy, submit } = useSubmit(close, () => perform.pause(reason))
  return (
    <form onSubmit={submit}>
      <Text className="soft" fz="sm" mb="md">
        {t.dialogs.pauseHint}
      </Text>
      <Radio.Group value={reason} onChange={(value) => setReason(value as PauseReason)} aria-label={t.dialogs.pauseTitle}>
        <Stack gap="sm">
          {pauseReasons.map((one, index) => (
            <Radio key={one} value={one} label={t.words.pauseReasons[one]} data-autofocus={index === 0 || undefined} />
          ))}
        </Stack>
      </Radio.Group>
      <FormButtons close={close} submit={t.dialogs.pauseSubmit} isReady isBusy={isBusy} />
    </form>
  )
}

function CloseForm({ close }: Form) {
  const { t } = useI18n()
  const { perform } = useActions()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [note, setNote] = useState('')
  const { isBusy, submit } = useSubmit(close, () =>
    outcome ? perform.close({ outcome, ...(note.trim() && { note: note.trim() }) }) : Promise.resolve(false),
  )
  return (
    <form onSubmit={submit}>
      <Text className="soft" fz="sm" mb="md">
        {t.dialogs.closeHint}
      </Text>
      <Radio.Group value={outcome} onChange={(value) => setOutcome(value as Outcome)} label={t.dialogs.outcome} required>
        <div className="outcome-grid">
          {outcomes.map((one, index) => (
            <Radio.Card key={one} value={one} className="outcome-card" data-autofocus={index === 0 || undefined}>
              <Radio.Indicator size="sm" />
              {t.words.outcomes[one]}
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <Textarea
        mt="md"
        label={t.dialogs.closeNote}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={t.dialogs.closeSubmit} isReady={outcome !== null} isBusy={isBusy} />
    </form>
  )
}

function ReopenForm({ close }: Form) {
  const { t } = useI18n()
  const { perform } = useActions()
  const [reason, setReason] = useState('')
  const { isBusy, submit } = useSubmit(close, () => perform.reopen(reason.trim()))
  return (
    <form onSubmit={submit}>
      <Textarea
        label={t.dialogs.reopenReason}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={t.dialogs.reopenSubmit} isReady isBusy={isBusy} />
    </form>
  )
}
