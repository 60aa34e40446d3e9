import { UnstyledButton } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import type { AuditEntryView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Dictionary } from '../i18n/uz-latn.ts'

function actorOf(t: Dictionary, { actor, actorName }: AuditEntryView): string {
  if (actorName !== null) return actorName
  if (actor === 'bot') return t.records.bot
  return actor.startsWith('client:') ? t.records.client : t.records.system
}

/** Ids, numbers and closed words, as they are on record. */
const detailsOf = ({ facts }: AuditEntryView): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ')

/** @param ask narrows the list to one object. */
export function AuditTable({ items, ask }: { items: readonly AuditEntryView[]; ask: (subject: string) => void }) {
  const { t, format } = useI18n()
  if (items.length === 0)
    return (
      <div className="nothing panel">
        <IconListSearch size={44} stroke={1.2} aria-hidden />
        <b>{t.records.none}</b>
      </div>
    )
  return (
    <div className="table-place panel records-table">
      <table className="table">
        <thead>
          <tr>
            {[t.records.when, t.records.person, t.records.action, t.records.subject, t.records.details].map((name) => (
              <th key={name} scope="col" className="left">
                {name}
              </th>
            ))}
            <th scope="col">{t.records.place}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((entry) => (
            <tr key={entry.id}>
              <td className="left">
                <time dateTime={entry.at}>{format.moment(entry.at, Date.now())}</time>
              </td>
              <td className="left">{actorOf(t, entry)}</td>
              <td className="left">
                {t.records.actions[entry.action] ?? null}
                <small className="soft">
                  <code>{entry.action}</code>
                </small>
              </td>
              <td className="left">
                <UnstyledButton
                  className="records-subject"
                  aria-label={`${t.records.subject}: ${entry.subjectName ?? entry.subjectId}`}
                  onClick={() => ask(`${entry.subjectKind}:${entry.subjectId}`)}
                >
                  {entry.subjectName ?? <code>{entry.subjectId.slice(0, 18)}</code>}
                </UnstyledButton>
                <small className="soft">
                  <code>{entry.subjectKind}</code>
                </small>
              </td>
              <td className="left records-details">
                <small>{detailsOf(entry)}</small>
              </td>
              <td>{entry.no === null ? '' : format.number(entry.no)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
