import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { DepartmentOverflow } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { NumberCell } from '../settings/fields.tsx'
import { useConsole } from '../shell/console-context.tsx'

const minuteMs = 60_000

/** Where a department's requests go when nobody of its own was free for too long. */
export function OverflowTable() {
  const { t, explain } = useI18n()
  const overflow = useQuery({
    queryKey: ['overflow'],
    queryFn: () => getJson<DepartmentOverflow[]>('/api/routing/overflow'),
  })
  return (
    <section className="panel" aria-busy={overflow.isPending}>
      <h2>{t.routingMore.overflow}</h2>
      {overflow.isError && <p className="soft panel-empty">{explain(overflow.error)}</p>}
      <div className="table-place scroll">
        <table className="table rule-table">
          <thead>
            <tr>
              <th scope="col">{t.facts.department}</th>
              <th scope="col" className="left">
                {t.routingMore.overflowTo}
              </th>
              <th scope="col" className="left">
                {t.routingMore.overflowAfter}
              </th>
              <th scope="col">
                <span className="visually-hidden">{t.settings.save}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {(overflow.data ?? []).map((row) => (
              <OverflowRow key={`${row.departmentId}-${row.overflowDepartmentId}-${row.overflowAfterMs}`} stored={row} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function OverflowRow({ stored }: { stored: DepartmentOverflow }) {
  const { t } = useI18n()
  const { directory, departmentName, may } = useConsole()
  const send = useSend()
  const [row, setRow] = useState(stored)
  const [isBusy, setBusy] = useState(false)
  const mayEdit = may('settings.edit')
  const { departmentId, overflowDepartmentId, overflowAfterMs } = row
  const isChanged = overflowDepartmentId !== stored.overflowDepartmentId || overflowAfterMs !== stored.overflowAfterMs
  // Both or neither: a place without a wait, or a wait without a place, leads nowhere.
  const isSound = (overflowDepartmentId === null) === (overflowAfterMs === null)
  const save = () => {
    setBusy(true)
    void send({
      path: `/api/routing/overflow/${departmentId}`,
      body: { overflowDepartmentId, overflowAfterMs },
      done: t.routingMore.overflowSaved(departmentName(departmentId)),
      stale: ['overflow'],
    }).then(() => setBusy(false))
  }
  return (
    <tr>
      <th scope="row">{departmentName(departmentId)}</th>
      <td>
        <Select
          size="xs"
          clearable
          aria-label={`${t.routingMore.overflowTo}: ${departmentName(departmentId)}`}
          placeholder={t.routingMore.nowhere}
          readOnly={!mayEdit}
          data={directory.departments
            .filter(({ id }) => id !== departmentId)
            .map(({ id }) => ({ value: id, label: departmentName(id) }))}
          value={overflowDepartmentId}
          onChange={(value) =>
            setRow({ ...row, overflowDepartmentId: value, ...(value === null && { overflowAfterMs: null }) })
          }
        />
      </td>
      <td>
        <NumberCell
          label={`${t.routingMore.overflowAfter}: ${departmentName(departmentId)}`}
          value={overflowAfterMs === null ? null : overflowAfterMs / minuteMs}
          min={1}
          isWhole
          set={(minutes) => setRow({ ...row, overflowAfterMs: minutes ? minutes * minuteMs : null })}
        />
      </td>
      <td className="order-cell">
        {isChanged && mayEdit && (
          <Button size="compact-xs" disabled={!isSound} loading={isBusy} onClick={save}>
            {t.settings.save}
          </Button>
        )}
      </td>
    </tr>
  )
}
