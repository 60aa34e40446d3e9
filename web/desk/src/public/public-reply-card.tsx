import { Button, Modal, Textarea } from '@mantine/core'
import { IconCheck, IconEye, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { PublicReplyView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { type Sent, useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole } from '../shell/console-context.tsx'

const stale: Sent['stale'] = ['public-replies', 'places']

type Props = {
  asked: PublicReplyView
  /** The request's own page, where the card does not stand in it. */
  link?: string
  /** Puts refused words back into the composer. */
  putBack?: (text: string) => void
}

/** Words that wait for a second person, or were refused: what they say, who wrote them, and what may be done. */
export function PublicReplyCard({ asked, link, putBack }: Props) {
  const { t, format } = useI18n()
  const now = useMinute()
  const isRefused = asked.state === 'refused'
  return (
    <article className="waiting-words" data-state={asked.state}>
      <header>
        <IconEye size={16} stroke={1.9} aria-hidden />
        <b>{isRefused ? t.publicWords.refusedTitle(asked.decidedByName ?? t.common.none) : t.publicWords.waitingTitle}</b>
        <span className="soft">
          {t.publicWords.askedBy(asked.askedByName ?? t.common.none, format.ago(asked.askedAt, now))}
        </span>
        {link && (
          <a className="tabular" href={link}>
            {asked.number}
          </a>
        )}
      </header>
      <blockquote>{asked.text}</blockquote>
      {isRefused && asked.reason && <p>{t.publicWords.refusedReason(asked.reason)}</p>}
      {isRefused && putBack && (
        <Button size="compact-sm" variant="default" onClick={() => putBack(asked.text)}>
          {t.publicWords.useAgain}
        </Button>
      )}
      {asked.state === 'waiting' && <Decision asked={asked} />}
    </article>
  )
}

function Decision({ asked }: { asked: PublicReplyView }) {
  const { t } = useI18n()
  const { me, may } = useConsole()
  const send = useSend()
  const [isBusy, setBusy] = useState(false)
  const [isRefusing, setRefusing] = useState(false)
  const path = `/api/public-replies/${asked.id}`
  const act = (verb: 'approve' | 'withdraw', done: string) => {
    setBusy(true)
    void send({ path: `${path}/${verb}`, ...(verb === 'approve' && { body: {} }), done, stale }).then(() => setBusy(false))
  }
  if (asked.askedById === me.operatorId) {
    return (
      <footer>
        <Button size="compact-sm" variant="default" loading={isBusy} onClick={() => act('withdraw', t.publicWords.withdrawn)}>
          {t.publicWords.withdraw}
        </Button>
        {may('public_reply.approve') && <span className="soft">{t.publicWords.own}</span>}
      </footer>
    )
  }
  if (!may('public_reply.approve')) return null
  const close = () => setRefusing(false)
  return (
    <footer>
      <Button
        size="xs"
        loading={isBusy}
        leftSection={<IconCheck size={16} aria-hidden />}
        onClick={() => act('approve', t.publicWords.approved)}
      >
        {t.publicWords.approve}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconX size={16} aria-hidden />}
        disabled={isBusy}
        onClick={() => setRefusing(true)}
      >
        {t.publicWords.refuse}
      </Button>
      <Modal
        opened={isRefusing}
        onClose={close}
        title={<b>{t.publicWords.refuseTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {isRefusing && <RefuseForm path={path} close={close} />}
      </Modal>
    </footer>
  )
}

function RefuseForm({ path, close }: { path: string; close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const [reason, setReason] = useState('')
  const { isBusy, submit } = useSubmit(close, () =>
    send({ path: `${path}/refuse`, body: { reason: reason.trim() }, done: t.publicWords.refused, stale }),
  )
  return (
    <form onSubmit={submit}>
      <Textarea
        label={t.publicWords.reason}
        required
        data-autofocus
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={t.publicWords.refuse} isReady={reason.trim() !== ''} isBusy={isBusy} color="red" />
    </form>
  )
}
