import { Badge, Button } from '@mantine/core'
import type { SessionView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useMinute } from '../inbox/use-now.ts'

type Props = {
  sessions: readonly SessionView[]
  /** Whether the list is of more than one person. */
  withNames: boolean
  end: (session: SessionView) => void
}

/** Open sessions as a table, each with the way to end it. */
export function SessionList({ sessions, withNames, end }: Props) {
  const { t, format } = useI18n()
  const now = useMinute()
  const methods: Readonly<Record<string, string>> = t.security.methods
  return (
    <section className="panel table-scroll" aria-label={t.security.sessions}>
      <table className="session-table">
        <thead>
          <tr>
            {withNames && <th scope="col">{t.security.who}</th>}
            <th scope="col">{t.security.where}</th>
            <th scope="col">{t.security.method}</th>
            <th scope="col">{t.security.since}</th>
            <th scope="col">{t.security.seen}</th>
            <th scope="col">
              <span className="visually-hidden">{t.security.end}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              {withNames && <th scope="row">{session.operatorName}</th>}
              <td>
                <b>{session.address ?? t.common.none}</b>
                <small className="soft" title={session.userAgent ?? undefined}>
                  {browserOf(session.userAgent) ?? t.common.none}
                </small>
              </td>
              <td>{methods[session.method] ?? session.method}</td>
              <td>{format.moment(session.startedAt, now)}</td>
              <td>{format.moment(session.lastSeenAt, now)}</td>
              <td>
                {session.isThis ? (
                  <Badge variant="light">{t.security.thisOne}</Badge>
                ) : (
                  <Button size="compact-sm" variant="default" onClick={() => end(session)}>
                    {t.security.end}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** A browser and a system a person would know; the whole line is shown where the mouse rests. */
function browserOf(userAgent: string | null): string | null {
  if (userAgent === null) return null
  const browser = /(Edg|OPR|YaBrowser|Firefox|Chrome|Safari)[a-zA-Z]{0,8}\/(\d{1,4})/.exec(userAgent)
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(userAgent)?.[0]
  const name = browser ? `${browser[1]} ${browser[2]}` : userAgent.slice(0, 24)
  return system ? `${name}, ${system}` : name
}
