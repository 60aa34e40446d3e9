import { SegmentedControl, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { useActions } from './actions-context.tsx'
import { FormButtons, useSubmit } from './form-parts.tsx'

/** To a department's queue or to a colleague; who is absent is shown and cannot be chosen. */
export function TransferForm({ close }: { close: () => void }) {
  const { t } = useI18n()
  const { directory, departmentName, me } = useConsole()
  const { perform, request } = useActions()
  const operators = useOperators()
  const [where, setWhere] = useState<'department' | 'operator'>('department')
  const [id, setId] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const { isBusy, submit } = useSubmit(close, async () => {
    if (id === null) return false
    const to = where === 'department' ? { departmentId: id } : { operatorId: id }
    return perform.transfer({ to, ...(note.trim() && { note: note.trim() }) })
  })
  const departments = directory.departments
    .filter((one) => one.id !== request?.departmentId)
    .map((one) => ({ value: one.id, label: departmentName(one.id) }))
  const colleagues = operators
    .filter((one) => one.id !== me.operatorId && one.capacity > 0)
    .map((one) => ({
      value: one.id,
      label: [one.displayName, t.words.presence[one.presence], t.dialogs.load(one.openCount, one.capacity)].join(' · '),
      disabled: one.presence === 'offline',
    }))
  return (
    <form onSubmit={submit}>
      <SegmentedControl
        fullWidth
        value={where}
        data={[
          { value: 'department', label: t.dialogs.toDepartment },
          { value: 'operator', label: t.dialogs.toOperator },
        ]}
        onChange={(value) => {
          setWhere(value as 'department' | 'operator')
          setId(null)
        }}
      />
      <Select
        mt="md"
        key={where}
        label={where === 'department' ? t.dialogs.department : t.dialogs.operator}
        data={where === 'department' ? departments : colleagues}
        value={id}
        onChange={setId}
        searchable
        required
        data-autofocus
        nothingFoundMessage={t.actions.nothingFound}
      />
      <Textarea
        mt="md"
        label={t.dialogs.transferNote}
        placeholder={t.dialogs.transferNoteHint}
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormButtons close={close} submit={t.dialogs.transferSubmit} isReady={id !== null} isBusy={isBusy} />
    </form>
  )
}
