import { Alert, Button, Modal, Select, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload, IconEraser } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type ContactView, type ErasureView, erasureReasons } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { getJson, saveFile, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useLiveClient } from '../live/use-live.tsx'
import { useConsole } from '../shell/console-context.tsx'

const erasuresKey = ['erasures']
type Reason = (typeof erasureReasons)[number]

/** What a client may ask of the bank: a copy of everything kept about them, and to be forgotten. Only for those who answer for it. */
export function ClientRights({ contact, requestId }: { contact: ContactView; requestId: string }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const erasures = useQuery({
    queryKey: erasuresKey,
    enabled: may('client.erase'),
    queryFn: () => getJson<ErasureView[]>('/api/erasures'),
  })
  const asked = erasures.data?.find((one) => one.contactId === contact.id)
  if (!may('client.export') && !may('client.erase')) return null
  return (
    <div className="client-rights">
      {asked && <ErasureStanding asked={asked} />}
      {may('client.export') && <ExportButton contactId={contact.id} />}
      {erasures.data && !asked && (
        <Button
          size="xs"
          variant="subtle"
          color="red"
          leftSection={<IconEraser size={15} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t.clientRights.forget}
        </Button>
      )}
      <Modal
        opened={isAsking}
        onClose={close}
        title={<b>{t.clientRights.forgetTitle}</b>}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        <ForgetForm contact={contact} requestId={requestId} close={close} />
      </Modal>
    </div>
  )
}

function ExportButton({ contactId }: { contactId: string }) {
  const { t, explain } = useI18n()
  const [isBusy, setBusy] = useState(false)
  const save = () => {
    setBusy(true)
    saveFile(`/api/contacts/${contactId}/export`)
      .then(() => notifications.show({ color: 'green', message: t.clientRights.exported }))
      .catch((error: unknown) => notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) }))
      .finally(() => setBusy(false))
  }
  return (
    <Button size="xs" variant="default" loading={isBusy} leftSection={<IconDownload size={15} aria-hidden />} onClick={save}>
      {t.clientRights.export}
    </Button>
  )
}

/** Whether this client is to be forgotten already, and what the law still keeps of them. */
function ErasureStanding({ asked }: { asked: ErasureView }) {
  const { t, format } = useI18n()
  const now = useMinute()
  const kept = asked.doneFrom
    ? t.records.waits(asked.waiting, format.moment(asked.doneFrom, now))
    : t.records.waitsOpen(asked.waiting)
  return (
    <p className="client-asked">
      <b>{t.clientRights.isAsked}</b>
      {asked.doneAt ? `${t.records.erased}, ${format.moment(asked.doneAt, now)}` : kept}
    </p>
  )
}

function ForgetForm({ contact, requestId, close }: { contact: ContactView; requestId: string; close: () => void }) {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  const live = useLiveClient()
  const [reason, setReason] = useState<Reason | null>(null)
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<unknown>(null)
  const { isBusy, submit } = useSubmit(close, async () => {
    setFault(null)
    try {
      await sendJson<ErasureView>('POST', `/api/contacts/${contact.id}/erasure`, { reason })
      notifications.show({ color: 'green', message: t.clientRights.forgetDone })
      await client.invalidateQueries({ queryKey: erasuresKey })
      live.readDetail(requestId).catch(() => undefined)
      return true
    } catch (error) {
      setFault(error)
      return false
    }
  })
  const isSure = typed.trim().toLocaleLowerCase() === t.clientRights.word.toLocaleLowerCase()
  return (
    <form onSubmit={submit}>
      <Text fz="sm">{t.clientRights.forgetLead(contact.displayName)}</Text>
      <Text className="soft" fz="sm" mt={6}>
        {t.clientRights.forgetKept}
      </Text>
      {fault !== null && (
        <Alert color="red" variant="light" mt="md" role="alert">
          {explain(fault)}
        </Alert>
      )}
      <Select
        mt="md"
        label={t.clientRights.reason}
        data={erasureReasons.map((value) => ({ value, label: t.clientRights.reasons[value] }))}
        value={reason}
        data-autofocus
        required
        withAsterisk={false}
        onChange={(value) => setReason(value as Reason | null)}
      />
      <TextInput
        mt="md"
        label={t.clientRights.confirm(t.clientRights.word)}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <FormButtons
        close={close}
        submit={t.clientRights.forget}
        color="red"
        isReady={isSure && reason !== null}
        isBusy={isBusy}
      />
    </form>
  )
}
