import { Modal, Select } from '@mantine/core'
import { useState } from 'react'
import type { RequestSummary } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'

/** Gives a request to another queue or to somebody who is there. */
export function MoveModal({ request, close }: { request: RequestSummary | null; close: () => void }) {
  const { t } = useI18n()
  return (
    <Modal
      opened={request !== null}
      onClose={close}
      title={<b>{request && `${t.manager.desk.move}: ${request.number}`}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {request && <MoveForm request={request} close={close} />}
    </Modal>
  )
}

function MoveForm({ request, close }: { request: RequestSummary; close: () => void }) {
  const { t } = useI18n()
  const { directory, departmentName } = useConsole()
  const operators = useOperators().filter(({ presence, capacity }) => presence === 'online' && capacity > 0)
  const send = useSend()
  const [where, setWhere] = useState<string | null>(null)
  const { isBusy, submit } = useSubmit(close, () => {
    const [kind, id = ''] = (where ?? '').split(' ')
    const to = kind === 'operator' ? { operatorId: id } : { departmentId: id }
    return send({ path: `/api/requests/${request.id}/transfer`, body: { to }, done: t.manager.desk.moved('1'), stale: [] })
  })
  return (
    <form onSubmit={submit}>
      <Select
        label={t.manager.schedules.via}
        searchable
        data-autofocus
        value={where}
        onChange={setWhere}
        data={[
          {
            group: t.facts.department,
            items: directory.departments.map(({ id }) => ({ value: `department ${id}`, label: departmentName(id) })),
          },
          {
            group: t.board.operators,
            items: operators.map((one) => ({
              value: `operator ${one.id}`,
              label: `${one.displayName} (${t.dialogs.load(one.openCount, one.capacity)})`,
            })),
          },
        ]}
      />
      <FormButtons close={close} submit={t.manager.desk.move} isReady={where !== null} isBusy={isBusy} />
    </form>
  )
}
