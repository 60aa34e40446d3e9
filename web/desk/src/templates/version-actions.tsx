import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { Permission, TemplateVersionView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

/** As the hub asks (TemplateReasonInput). */
const shortestReason = 3
const longestReason = 1000
const touched = ['template', 'library', 'templates'] as const

type Props = {
  version: TemplateVersionView
  /** A draft or a version in review exists: the next one waits for its end. */
  hasOpen: boolean
  edit: (what: 'draft' | 'next') => void
}

type VersionAction = 'edit' | 'next' | 'confirm' | 'submit' | 'approve' | 'reject' | 'withdraw'

const plain = { variant: 'default' } as const
const looks: Record<VersionAction, { variant?: string; color?: string }> = {
  edit: plain,
  next: plain,
  confirm: plain,
  submit: {},
  approve: {},
  reject: plain,
  withdraw: { variant: 'outline', color: 'red' },
}

type May = (permission: Permission) => boolean

/** As the hub allows; it also refuses an approval to whoever had a hand in the words. */
function allowedOn(version: TemplateVersionView, hasOpen: boolean, may: May): readonly VersionAction[] {
  return [
    ...(may('templates.edit') ? writingOf(version, hasOpen) : []),
    ...(may('templates.approve') && version.standing === 'review' ? (['approve', 'reject'] as const) : []),
    ...(mayWithdraw(version, may) ? (['withdraw'] as const) : []),
  ]
}

const isOpen = ({ standing }: TemplateVersionView) => standing === 'draft' || standing === 'review'

function writingOf(version: TemplateVersionView, hasOpen: boolean): readonly VersionAction[] {
  return [
    ...(version.standing === 'draft' ? (['edit', 'submit'] as const) : []),
    ...(isOpen(version) && version.stale.length > 0 ? (['confirm'] as const) : []),
    ...(hasOpen ? [] : (['next'] as const)),
  ]
}

function mayWithdraw(version: TemplateVersionView, may: May): boolean {
  if (isOpen(version)) return may('templates.approve') || may('templates.edit')
  return may('templates.approve') && (version.standing === 'in_force' || version.standing === 'scheduled')
}

/** What this person may do with this version now; what they may not is not drawn. */
export function VersionActions({ version, hasOpen, edit }: Props) {
  const { t } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const [asking, setAsking] = useState<'reject' | 'withdraw' | null>(null)
  const [isBusy, setBusy] = useState(false)
  const path = `/api/template-versions/${version.versionId}`
  const run = (what: 'submit' | 'approve' | 'confirm', body?: unknown) => {
    setBusy(true)
    void send({ path: `${path}/${what}`, body, done: t.templates.done[what], stale: touched }).then(() => setBusy(false))
  }
  const allowed = allowedOn(version, hasOpen, may)
  const doing: Record<VersionAction, () => void> = {
    edit: () => edit('draft'),
    next: () => edit('next'),
    confirm: () => run('confirm', { languages: version.stale }),
    submit: () => run('submit'),
    approve: () => run('approve'),
    reject: () => setAsking('reject'),
    withdraw: () => setAsking('withdraw'),
  }
  return (
    <Group gap="xs" mb="md">
      {allowed.map((one) => (
        <Button key={one} size="xs" disabled={isBusy} {...looks[one]} onClick={doing[one]}>
          {t.templates[one]}
        </Button>
      ))}
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking && <b>{t.templates[asking]}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {asking && <ReasonForm what={asking} path={path} close={() => setAsking(null)} />}
      </Modal>
    </Group>
  )
}

function ReasonForm({ what, path, close }: { what: 'reject' | 'withdraw'; path: string; close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const [reason, setReason] = useState('')
  const { isBusy, submit } = useSubmit(close, () =>
    send({ path: `${path}/${what}`, body: { reason: reason.trim() }, done: t.templates.done[what], stale: touched }),
  )
  return (
    <form onSubmit={submit}>
      <Textarea
        label={t.templates.reason}
        autosize
        minRows={2}
        maxLength={longestReason}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormButtons
        close={close}
        submit={t.templates[what]}
        isReady={reason.trim().length >= shortestReason}
        isBusy={isBusy}
        {...(what === 'withdraw' && { color: 'red' })}
      />
    </form>
  )
}
