import { Modal, Text, Textarea } from '@mantine/core'
import { IconEye, IconEyeOff, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { HistoryEntry, MessageView } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive, useLiveClient } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { MoveToPrivate } from './move-to-private.tsx'
import { usePlaces } from './use-places.ts'

type What = 'hidden' | 'shown' | 'deleted'
const shortestReason = 3

/** Whether the bank has hidden this comment, by what was last done to it. */
function isHidden(messageId: string, history: readonly HistoryEntry[]): boolean {
  const done = history.filter(({ name, data }) => name === 'comment.moderated' && data['messageId'] === messageId)
  const last = done.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1)
  return last?.data['what'] === 'hidden'
}

/** What may be done about one public comment, under it. */
export function CommentTools({ message }: { message: MessageView }) {
  const requestId = message.requestId ?? ''
  const { may } = useConsole()
  const history = useLive((state) => state.timelines.get(requestId)?.facts?.value.history)
  const isClients = message.authorKind === 'client'
  const isThere = message.deletedAt === null
  const wasHidden = isHidden(message.id, history ?? [])
  return (
    <span className="comment-tools">
      {isClients && <PrivateReply message={message} />}
      {may('comment.moderate') && isThere && (
        <Moderation message={message} what={isClients ? (wasHidden ? 'shown' : 'hidden') : 'deleted'} />
      )}
    </span>
  )
}

/** The mark of a hidden comment, beside its author. */
export function HiddenMark({ message }: { message: MessageView }) {
  const { t } = useI18n()
  const history = useLive((state) => state.timelines.get(message.requestId ?? '')?.facts?.value.history)
  if (!isHidden(message.id, history ?? [])) return null
  return (
    <span className="hidden-mark">
      <IconEyeOff size={12} stroke={2} aria-hidden />
      {t.publicWords.hiddenMark}
    </span>
  )
}

function PrivateReply({ message }: { message: MessageView }) {
  const { t } = useI18n()
  const { allowed, request } = useActions()
  const right = usePlaces(message.requestId ?? '').data?.privateRights.find((one) => one.commentMessageId === message.id)
  if (right === undefined) return null
  if (right.state === 'used') return <span className="soft">{t.publicWords.movedMark}</span>
  if (right.state === 'expired') return <span className="soft">{t.publicWords.moveOver}</span>
  if (!allowed.has('reply') || request === null) return null
  return <MoveToPrivate requestId={request.id} right={right} comment={message} />
}

const icons = { hidden: IconEyeOff, shown: IconEye, deleted: IconTrash }

function Moderation({ message, what }: { message: MessageView; what: What }) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  const words = { hidden: t.publicWords.hide, shown: t.publicWords.show, deleted: t.publicWords.remove }
  const Icon = icons[what]
  const close = () => setOpen(false)
  return (
    <>
      <button type="button" className="comment-tool" onClick={() => setOpen(true)}>
        <Icon size={14} stroke={1.8} aria-hidden />
        {words[what]}
      </button>
      <Modal opened={isOpen} onClose={close} title={<b>{words[what]}</b>} closeButtonProps={{ 'aria-label': t.common.close }}>
        {isOpen && <ModerateForm message={message} what={what} submit={words[what]} close={close} />}
      </Modal>
    </>
  )
}

type FormProps = { message: MessageView; what: What; submit: string; close: () => void }

function ModerateForm({ message, what, submit: submitWords, close }: FormProps) {
  const { t } = useI18n()
  const live = useLiveClient()
  const send = useSend()
  const [reason, setReason] = useState('')
  const asks = { hidden: t.publicWords.hideAsk, shown: t.publicWords.showAsk, deleted: t.publicWords.removeAsk }
  const dones = { hidden: t.publicWords.hidden, shown: t.publicWords.shown, deleted: t.publicWords.removed }
  const { isBusy, submit } = useSubmit(close, async () => {
    const sent = { path: `/api/messages/${message.id}/moderate`, body: { what, reason: reason.trim() }, done: dones[what] }
    const isDone = await send({ ...sent, stale: ['places'] })
    if (isDone && message.requestId) live.readDetail(message.requestId).catch(() => undefined)
    return isDone
  })
  return (
    <form onSubmit={submit}>
      <Text fz="sm">{asks[what]}</Text>
      <Textarea
        mt="md"
        label={t.publicWords.moderateReason}
        required
        data-autofocus
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormButtons
        close={close}
        submit={submitWords}
        isReady={reason.trim().length >= shortestReason}
        isBusy={isBusy}
        {...(what === 'deleted' ? { color: 'red' } : {})}
      />
    </form>
  )
}
