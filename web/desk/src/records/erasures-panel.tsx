import { useQuery } from '@tanstack/react-query'
import type { ErasureView } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

/** Clients who are to be forgotten, and what the law or a hold still keeps of them. */
export function ErasuresPanel() {
  const { t, format } = useI18n()
  const erasures = useQuery({ queryKey: ['erasures'], queryFn: () => getJson<ErasureView[]>('/api/erasures') })
  const standing = ({ doneAt, doneFrom, waiting }: ErasureView) => {
    if (doneAt !== null) return `${t.records.erased}, ${format.moment(doneAt, Date.now())}`
    return doneFrom === null ? t.records.waitsOpen(waiting) : t.records.waits(waiting, format.moment(doneFrom, Date.now()))
  }
  return (
    <section className="panel records-panel">
      <h2>{t.records.erasures}</h2>
      {erasures.data?.length === 0 && <p className="soft">{t.records.noErasures}</p>}
      <ul className="records-list">
        {erasures.data?.map((one) => (
          <li key={one.contactId}>
            <code>{one.contactId}</code>
            <span>{standing(one)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
