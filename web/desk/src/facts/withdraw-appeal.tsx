import { Modal, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { useRequestSend } from './use-request-send.ts'

const shortestReason = 3

/** Back to an ordinary request: asked for with a reason, because it relaxes a promise to a client. */
export function WithdrawAppeal({ requestId, isOpen, close }: { requestId: string; isOpen: boolean; close: () => void }) {
  const { t } = useI18n()
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={<b>{t.legal.withdraw}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {isOpen && <WithdrawForm requestId={requestId} close={close} />}
    </Modal>
  )
}

function WithdrawForm({ requestId, close }: { requestId: string; close: () => void }) {
  const { t } = useI18n()
  const send = useRequestSend(requestId)
  const [reason, setReason] = useState('')
  const { isBusy, submit } = useSubmit(close, () =>
    send({ path: 'appeal/withdraw', body: { reason: reason.trim() }, done: t.legal.withdrawDone }),
  )
  return (
    <form onSubmit={submit}>
      <Text className="soft" fz="sm" mb="sm">
        {t.legal.withdrawHint}
      </Text>
      <Textarea
        label={t.legal.reason}
        autosize
        minRows={2}
        maxLength={2000}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormButtons
        close={close}
        submit={t.legal.withdraw}
        color="red"
        isReady={reason.trim().length >= shortestReason}
        isBusy={isBusy}
      />
    </form>
  )
}
