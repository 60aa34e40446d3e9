import { Select, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useRequestSend } from '../facts/use-request-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { useActions } from './actions-context.tsx'
import { FormButtons, useSubmit } from './form-parts.tsx'

const shortestNote = 3

/** Asking another department: it owes an answer by a moment of its own, and the client's clocks run on. */
export function AskForm({ close }: { close: () => void }) {
  const { t } = useI18n()
  const { directory, departmentName } = useConsole()
  const { request } = useActions()
  const send = useRequestSend(request?.id ?? '')
  const [departmentId, setDepartmentId] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const { isBusy, submit } = useSubmit(close, () =>
    send({ path: 'inner-waits', body: { departmentId, note: note.trim() }, done: t.waits.asked }),
  )
  return (
    <form onSubmit={submit}>
      <Text className="soft" fz="sm" mb="sm">
        {t.waits.askHint}
      </Text>
      <Select
        label={t.dialogs.department}
        required
        searchable
        data-autofocus
        nothingFoundMessage={t.actions.nothingFound}
        data={directory.departments
          .filter(({ id }) => id !== request?.departmentId)
          .map(({ id }) => ({ value: id, label: departmentName(id) }))}
        value={departmentId}
        onChange={setDepartmentId}
      />
      <Textarea
        mt="md"
        label={t.waits.question}
        autosize
        minRows={3}
        maxLength={2000}
        required
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormButtons
        close={close}
        submit={t.waits.submit}
        isReady={departmentId !== null && note.trim().length >= shortestNote}
        isBusy={isBusy}
      />
    </form>
  )
}
