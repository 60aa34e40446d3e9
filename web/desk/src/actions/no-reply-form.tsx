import { Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useRequestSend } from '../facts/use-request-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useActions } from './actions-context.tsx'
import { FormButtons, useSubmit } from './form-parts.tsx'

/** Thanks and greetings: the last message needs no reply, or the whole request ends without one. */
export function NoReplyForm({ close }: { close: () => void }) {
  const { t } = useI18n()
  const { perform, request, allowed } = useActions()
  const send = useRequestSend(request?.id ?? '')
  const [what, setWhat] = useState<'message' | 'close'>('message')
  const { isBusy, submit } = useSubmit(close, () =>
    what === 'close' ? perform.close({ outcome: 'no_reply_needed' }) : send({ path: 'no-reply-needed', done: t.noReply.done }),
  )
  return (
    <form onSubmit={submit}>
      <Text className="soft" fz="sm" mb="md">
        {t.noReply.ask}
      </Text>
      <Radio.Group
        value={what}
        onChange={(value) => setWhat(value === 'close' ? 'close' : 'message')}
        aria-label={t.noReply.title}
      >
        <Stack gap="sm">
          <Radio value="message" label={t.noReply.message} data-autofocus />
          <Radio value="close" label={t.noReply.close} disabled={!allowed.has('close')} />
        </Stack>
      </Radio.Group>
      <FormButtons close={close} submit={t.noReply.submit} isReady isBusy={isBusy} />
    </form>
  )
}
