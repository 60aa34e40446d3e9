import { Button, Modal, Text, Textarea } from '@mantine/core'
import { IconMessage2Share } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { MessageView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { makeId } from '../composer/make-id.ts'
import { GuardMarks } from '../guard/guard-marks.tsx'
import { useGuard } from '../guard/use-guard.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole } from '../shell/console-context.tsx'
import type { PrivateRight } from './use-places.ts'

type Props = {
  requestId: string
  right: PrivateRight
  comment: MessageView
  /** A button of the composer rather than a link under a comment. */
  isButton?: boolean
}

/** The one private reply to a comment, with how long the channel still grants it. */
export function MoveToPrivate({ requestId, right, comment, isButton = false }: Props) {
  const { t, format } = useI18n()
  const now = useMinute()
  const [isOpen, setOpen] = useState(false)
  const leftMs = Date.parse(right.until) - now
  if (leftMs <= 0) return null
  const left = t.publicWords.moveLeft(format.duration(leftMs - (leftMs % 60_000)))
  const close = () => setOpen(false)
  return (
    <>
      {isButton ? (
        <Button
          size="compact-sm"
          variant="default"
          className="move-button"
          leftSection={<IconMessage2Share size={15} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          {t.publicWords.move}
          <small className="soft">{left}</small>
        </Button>
      ) : (
        <button type="button" className="comment-tool" onClick={() => setOpen(true)}>
          <IconMessage2Share size={14} stroke={1.8} aria-hidden />
          {t.publicWords.move}
          <small>{left}</small>
        </button>
      )}
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={<b>{t.publicWords.moveTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {isOpen && <MoveForm requestId={requestId} comment={comment} close={close} />}
      </Modal>
    </>
  )
}

function MoveForm({ requestId, comment, close }: { requestId: string; comment: MessageView; close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const { me } = useConsole()
  const area = useRef<HTMLTextAreaElement>(null)
  // Pressed twice, it is one reply.
  const clientReplyId = useRef(makeId())
  const [text, setText] = useState('')
  const { finds } = useGuard(text, 'private', true)
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      path: `/api/requests/${requestId}/private-reply`,
      body: { commentMessageId: comment.id, text: text.trim(), clientReplyId: clientReplyId.current },
      done: me.mentorName === null ? t.publicWords.moved : t.publicWords.asked,
      stale: ['places'],
    }),
  )
  return (
    <form onSubmit={submit} className="move-form">
      <Text className="soft" fz="sm">
        {t.publicWords.moveHint}
      </Text>
      <blockquote aria-label={t.publicWords.moveTo(comment.authorName ?? '')}>{comment.text}</blockquote>
      <Textarea
        ref={area}
        label={t.publicWords.moveText}
        required
        data-autofocus
        autosize
        minRows={3}
        maxRows={10}
        maxLength={8000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <GuardMarks
        finds={finds}
        show={({ start, end }) => {
          area.current?.focus()
          area.current?.setSelectionRange(start, end)
        }}
      />
      <FormButtons
        close={close}
        submit={t.publicWords.moveSubmit}
        isReady={text.trim() !== '' && finds.length === 0}
        isBusy={isBusy}
      />
    </form>
  )
}
