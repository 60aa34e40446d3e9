import { Alert, Button, Modal, Radio, Stack } from '@mantine/core'
import { IconEyeOff, IconLockOpen } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { type MessageView, type RevealAnswer, revealReasons } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { useEver } from '../shell/use-ever.ts'

type Revealed = z.infer<typeof RevealAnswer>

/** A screen left alone must not go on showing a card number. */
const shownMs = 60_000

/** Opens the original of a masked message to those allowed, for a reason that stays on record. */
export function RevealOriginal({ message }: { message: MessageView }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const [isOpen, setOpen] = useState(false)
  const isWanted = useEver(isOpen)
  if (message.maskedKinds.length === 0 || !may('sensitive.reveal')) return null
  const close = () => setOpen(false)
  return (
    <>
      <button type="button" className="reveal-link" onClick={() => setOpen(true)}>
        <IconLockOpen size={13} stroke={1.8} aria-hidden />
        {t.reveal.show}
      </button>
      {isWanted && (
        <Modal
          opened={isOpen}
          onClose={close}
          title={<b>{t.reveal.title}</b>}
          closeButtonProps={{ 'aria-label': t.common.close }}
        >
          {isOpen && <Reveal messageId={message.id} close={close} />}
        </Modal>
      )}
    </>
  )
}

/** Its state lives as long as the open dialog: closing it forgets the original. */
function Reveal({ messageId, close }: { messageId: string; close: () => void }) {
  const { t, explain } = useI18n()
  const [reason, setReason] = useState<(typeof revealReasons)[number] | null>(null)
  const [refusal, setRefusal] = useState<unknown>(null)
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  const { isBusy, submit } = useSubmit(
    () => undefined,
    async () => {
      setRefusal(null)
      try {
        setRevealed(await sendJson<Revealed>('POST', `/api/messages/${messageId}/reveal`, { reason }))
        return true
      } catch (error) {
        setRefusal(error)
        return false
      }
    },
  )
  if (revealed) return <Original revealed={revealed} close={close} />
  return (
    <form onSubmit={submit}>
      <Radio.Group
        label={t.reveal.reason}
        description={t.reveal.onRecord}
        error={refusal === null ? null : explain(refusal)}
        required
        value={reason}
        onChange={(value) => setReason(revealReasons.find((one) => one === value) ?? null)}
      >
        <Stack gap="sm" mt="sm">
          {revealReasons.map((one, index) => (
            <Radio key={one} value={one} label={t.reveal.reasons[one]} data-autofocus={index === 0 || undefined} />
          ))}
        </Stack>
      </Radio.Group>
      <FormButtons close={close} submit={t.reveal.submit} isReady={reason !== null} isBusy={isBusy} />
    </form>
  )
}

function Original({ revealed, close }: { revealed: Revealed; close: () => void }) {
  const { t } = useI18n()
  const [untilMs] = useState(() => Date.now() + shownMs)
  const [leftMs, setLeftMs] = useState(shownMs)
  useEffect(() => {
    const timer = setInterval(() => setLeftMs(untilMs - Date.now()), 1000)
    return () => clearInterval(timer)
  }, [untilMs])
  useEffect(() => {
    if (leftMs <= 0) close()
  }, [leftMs, close])
  return (
    <>
      <Alert color="yellow" mb="md">
        {t.reveal.recorded}
      </Alert>
      <ol className="revealed">
        {revealed.revisions.map((one) => (
          <li key={one.revision}>{one.text}</li>
        ))}
      </ol>
      <p className="soft tabular">{t.reveal.hidesIn(Math.max(0, Math.ceil(leftMs / 1000)))}</p>
      <Button fullWidth variant="default" leftSection={<IconEyeOff size={16} aria-hidden />} onClick={close}>
        {t.reveal.hide}
      </Button>
    </>
  )
}
