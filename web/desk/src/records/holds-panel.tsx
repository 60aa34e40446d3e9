import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { holdReasons, type LegalHoldView } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

type Reason = LegalHoldView['reason']
const stale = ['holds', 'retention-preview', 'erasures']

/** What may not be taken out whatever its term, and why. */
export function HoldsPanel() {
  const { t, format } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const mayEdit = may('retention.edit')
  const holds = useQuery({ queryKey: ['holds'], queryFn: () => getJson<LegalHoldView[]>('/api/holds') })
  const lift = (id: string) => void send({ path: `/api/holds/${id}/lift`, done: t.records.lifted, stale })
  return (
    <section className="panel records-panel">
      <h2>{t.records.holds}</h2>
      <p className="soft">{t.records.holdsHint}</p>
      {mayEdit && <HoldForm />}
      {holds.data?.length === 0 && <p className="soft">{t.records.noHolds}</p>}
      {holds.data && holds.data.length > 0 && (
        <div className="table-place">
          <table className="table">
            <tbody>
              {holds.data.map((hold) => (
                <tr key={hold.id}>
                  <th scope="row">{hold.subjectName ?? `${hold.subjectKind}:${hold.subjectId.slice(0, 18)}`}</th>
                  <td className="left">{t.records.reasons[hold.reason]}</td>
                  <td className="left">{hold.reference}</td>
                  <td className="left">{hold.placedByName}</td>
                  <td>{format.moment(hold.placedAt, Date.now())}</td>
                  <td>
                    {mayEdit && (
                      <Button size="compact-xs" variant="default" onClick={() => lift(hold.id)}>
                        {t.records.lift}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function HoldForm() {
  const { t } = useI18n()
  const send = useSend()
  const [subject, setSubject] = useState('')
  const [reason, setReason] = useState<Reason>('court')
  const [reference, setReference] = useState('')
  const place = async () => {
    const body = { subject: subject.trim(), reason, ...(reference.trim() !== '' && { reference: reference.trim() }) }
    if (!(await send({ path: '/api/holds', body, done: t.records.holdPlaced, stale }))) return
    setSubject('')
    setReference('')
  }
  return (
    <form
      className="records-filter"
      onSubmit={(event) => {
        event.preventDefault()
        void place()
      }}
    >
      <TextInput
        label={t.records.subject}
        placeholder={t.records.subjectHint}
        value={subject}
        maxLength={120}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <Select
        label={t.records.reason}
        data={holdReasons.map((value) => ({ value, label: t.records.reasons[value] }))}
        allowDeselect={false}
        value={reason}
        onChange={(value) => value && setReason(value as Reason)}
      />
      <TextInput
        label={t.records.reference}
        value={reference}
        maxLength={60}
        onChange={(event) => setReference(event.currentTarget.value)}
      />
      <div className="records-filter-foot">
        <Button type="submit" disabled={subject.trim() === ''}>
          {t.records.holdAdd}
        </Button>
      </div>
    </form>
  )
}
