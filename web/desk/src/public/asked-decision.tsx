import { Button, Modal, Textarea } from '@mantine/core'
import { IconCheck, IconPencil, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AskedReplyView } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { type Sent, useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useReviewWords } from '../i18n/reviews/use-review-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { useAskedBeside } from './use-asked-beside.ts'

const stale: Sent['stale'] = ['asked-replies', 'places', 'asked-beside']

type Props = {
  asked: AskedReplyView
  seenClientSeq?: number
  putBack?: (text: string) => void
}

/** What may be done to a waiting reply: its writer takes it back, whoever's turn it is lets it go out or gives it back. */
export function AskedDecision({ asked, seenClientSeq, putBack }: Props) {
  const { me } = useConsole()
  if (asked.askedById === me.operatorId) return <OwnReply asked={asked} {...(putBack && { putBack })} />
  if (!asked.mayDecide) return null
  return <Decide asked={asked} {...(seenClientSeq !== undefined && { seenClientSeq })} />
}

function OwnReply({ asked, putBack }: { asked: AskedReplyView; putBack?: (text: string) => void }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const [isBusy, setBusy] = useState(false)
  const withdraw = async () => {
    setBusy(true)
    const isDone = await send({ path: `/api/asked-replies/${asked.id}/withdraw`, done: t.publicWords.withdrawn, stale })
    setBusy(false)
    if (isDone) putBack?.(asked.text)
  }
  return (
    <footer>
      <Button size="compact-sm" variant="default" loading={isBusy} onClick={withdraw}>
        {t.publicWords.withdraw}
      </Button>
      {may('reply.approve') && <span className="soft">{t.publicWords.own}</span>}
    </footer>
  )
}

/** Says which words are let out, and what of the client's the approver has before their eyes. */
function useApprove(asked: AskedReplyView, seenClientSeq: number | undefined) {
  const { t } = useI18n()
  const words = useReviewWords()
  const client = useQueryClient()
  const send = useSend()
  const beside = useAskedBeside(asked, seenClientSeq === undefined)
  const seen = seenClientSeq ?? beside.data?.lastClientSeq
  const done = asked.why === 'public' ? t.publicWords.approved : words.card.approvedToast
  const isFresh = seen === undefined || seen <= (asked.seenClientSeq ?? seen)
  const approve = async (text?: string) => {
    const body = { ...(text !== undefined && { text }), ...(seen !== undefined && { seenClientSeq: seen }) }
    const isDone = await send({ path: `/api/asked-replies/${asked.id}/approve`, body, done, stale })
    // Refused, it may be for what the client has written since: that is to be read first.
    if (!isDone) await client.invalidateQueries({ queryKey: ['asked-beside', asked.id] })
    return isDone
  }
  return { approve, isFresh }
}

function Decide({ asked, seenClientSeq }: { asked: AskedReplyView; seenClientSeq?: number }) {
  const { t } = useI18n()
  const words = useReviewWords()
  const [isBusy, setBusy] = useState(false)
  const [doing, setDoing] = useState<'refuse' | 'change' | null>(null)
  const { approve, isFresh } = useApprove(asked, seenClientSeq)
  const isPublic = asked.why === 'public'
  const close = () => setDoing(null)
  const letGo = () => {
    setBusy(true)
    void approve().then(() => setBusy(false))
  }
  if (doing === 'change') return <ChangeForm asked={asked} close={close} approve={approve} />
  return (
    <footer>
      {!isFresh && <span className="asked-newer">{words.card.newer}</span>}
      <Button size="xs" loading={isBusy} leftSection={<IconCheck size={16} aria-hidden />} onClick={letGo}>
        {isPublic ? t.publicWords.approve : words.card.approve}
      </Button>
      {asked.text !== '' && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPencil size={16} aria-hidden />}
          disabled={isBusy}
          onClick={() => setDoing('change')}
        >
          {words.card.change}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconX size={16} aria-hidden />}
        disabled={isBusy}
        onClick={() => setDoing('refuse')}
      >
        {isPublic ? t.publicWords.refuse : words.card.refuse}
      </Button>
      <Modal
        opened={doing === 'refuse'}
        onClose={close}
        title={<b>{isPublic ? t.publicWords.refuseTitle : words.card.refuseTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {doing === 'refuse' && <RefuseForm asked={asked} close={close} />}
      </Modal>
    </footer>
  )
}

type ChangeProps = { asked: AskedReplyView; close: () => void; approve: (text: string) => Promise<boolean> }

function ChangeForm({ asked, close, approve }: ChangeProps) {
  const words = useReviewWords()
  const [text, setText] = useState(asked.text)
  const { isBusy, submit } = useSubmit(close, () => approve(text.trim()))
  return (
    <form onSubmit={submit}>
      <Textarea
        label={words.card.changeLabel}
        data-autofocus
        autosize
        minRows={3}
        maxRows={12}
        maxLength={8000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={words.card.sendChanged} isReady={text.trim() !== ''} isBusy={isBusy} />
    </form>
  )
}

function RefuseForm({ asked, close }: { asked: AskedReplyView; close: () => void }) {
  const { t } = useI18n()
  const words = useReviewWords()
  const send = useSend()
  const [reason, setReason] = useState('')
  const isPublic = asked.why === 'public'
  const { isBusy, submit } = useSubmit(close, () =>
    send({
      path: `/api/asked-replies/${asked.id}/refuse`,
      body: { reason: reason.trim() },
      done: isPublic ? t.publicWords.refused : words.card.refusedToast,
      stale,
    }),
  )
  return (
    <form onSubmit={submit}>
      <Textarea
        label={isPublic ? t.publicWords.reason : words.card.refuseReason}
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
        submit={isPublic ? t.publicWords.refuse : words.card.refuse}
        isReady={reason.trim() !== ''}
        isBusy={isBusy}
        color="red"
      />
    </form>
  )
}
