import { Button, Checkbox, Modal, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { ContactMerge } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useLiveClient } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Card } from './card.tsx'

type Merge = z.infer<typeof ContactMerge>
const shortestReason = 3

/** Which contacts were proved to be one person, by what, and taking it back. Only for those who may direct others. */
export function MergesCard({ contactId, requestId }: { contactId: string; requestId: string }) {
  const { t, format } = useI18n()
  const { may } = useConsole()
  const now = useMinute()
  const [undoing, setUndoing] = useState<Merge | null>(null)
  const merges = useQuery({
    queryKey: ['merges', contactId],
    enabled: may('request.assign_others'),
    queryFn: () => getJson<Merge[]>(`/api/contacts/${contactId}/merges`),
  })
  const close = () => setUndoing(null)
  if (!merges.data || merges.data.length === 0) return null
  return (
    <Card title={t.merges.title}>
      <ul className="merge-lines">
        {merges.data.map((merge) => (
          <li key={merge.id} data-undone={merge.undoneAt !== null || undefined}>
            <span>{t.merges.proofs[merge.proof]}</span>
            <small className="soft">{`${format.moment(merge.at, now)} · ${t.merges.moved(merge.identities, merge.requests)}`}</small>
            {merge.undoneAt === null ? (
              <Button size="compact-xs" variant="subtle" color="red" onClick={() => setUndoing(merge)}>
                {t.merges.undo}
              </Button>
            ) : (
              <small className="soft">{t.merges.undoneAt(format.moment(merge.undoneAt, now))}</small>
            )}
          </li>
        ))}
      </ul>
      <Modal
        opened={undoing !== null}
        onClose={close}
        title={<b>{t.merges.undoTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {undoing && <UndoForm merge={undoing} requestId={requestId} close={close} />}
      </Modal>
    </Card>
  )
}

function UndoForm({ merge, requestId, close }: { merge: Merge; requestId: string; close: () => void }) {
  const { t } = useI18n()
  const send = useSend()
  const live = useLiveClient()
  const [reason, setReason] = useState('')
  const [isSure, setSure] = useState(false)
  const { isBusy, submit } = useSubmit(close, async () => {
    const isDone = await send({
      path: `/api/merges/${merge.id}/undo`,
      body: { reason: reason.trim() },
      done: t.merges.undone,
      stale: ['merges'],
    })
    live.readDetail(requestId).catch(() => undefined)
    return isDone
  })
  return (
    <form onSubmit={submit}>
      <Text className="soft" fz="sm" mb="sm">
        {t.merges.undoAsk}
      </Text>
      <Textarea
        label={t.merges.reason}
        autosize
        minRows={2}
        maxLength={500}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Checkbox mt="md" label={t.merges.undoSure} checked={isSure} onChange={(event) => setSure(event.currentTarget.checked)} />
      <FormButtons
        close={close}
        submit={t.merges.undo}
        color="red"
        isReady={isSure && reason.trim().length >= shortestReason}
        isBusy={isBusy}
      />
    </form>
  )
}
