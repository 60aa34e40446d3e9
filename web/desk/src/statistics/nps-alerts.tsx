import { Button } from '@mantine/core'
import { IconTrendingDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ErrorCode, errorTexts, type NpsAlert, type NpsWatch } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'

/** The watch as it stands; frames about alerts have it read anew. */
export const useNpsWatch = () => {
  const { may } = useConsole()
  return useQuery({
    queryKey: ['nps-watch'],
    enabled: may('statistics.read'),
    queryFn: () => getJson<NpsWatch>('/api/satisfaction/watch'),
    staleTime: 30_000,
  })
}

/** What an alert says, with the name of its department or of the bank. */
function useAlertWords(): (alert: Pick<NpsAlert, 'departmentId' | 'reason' | 'points' | 'pointsBefore'>) => string {
  const { t } = useI18n()
  const { departmentName } = useConsole()
  return ({ departmentId, reason, points, pointsBefore }) => {
    const where = departmentId === null ? t.watch.bank : departmentName(departmentId)
    return reason === 'fell' && pointsBefore !== null
      ? t.watch.fell(where, signed(pointsBefore), signed(points))
      : t.watch.low(where, signed(points))
  }
}

/** NPS with its sign, as people write it. */
export const signed = (points: number): string => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0')

/** Alerts with who has taken them in hand; the button is for those who watch the board. */
export function AlertList({ alerts }: { alerts: readonly NpsAlert[] }) {
  return (
    <ul className="nps-alerts">
      {alerts.map((alert) => (
        <AlertLine key={alert.id} alert={alert} />
      ))}
    </ul>
  )
}

function AlertLine({ alert }: { alert: NpsAlert }) {
  const { t, format, language } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const wordsOf = useAlertWords()
  const now = Date.now()
  const { seenAt, endedAt, lastFault } = alert
  const take = () =>
    void send({
      path: `/api/satisfaction/alerts/${alert.id}/seen`,
      body: {},
      done: t.watch.seenDone,
      stale: ['nps-watch'],
    })
  return (
    <li className="nps-alert" data-over={endedAt !== null || undefined}>
      <IconTrendingDown size={20} stroke={1.8} aria-hidden />
      <span className="nps-alert-what">
        <b>{wordsOf(alert)}</b>
        <span className="soft">
          {[
            format.moment(alert.raisedAt, now),
            t.watch.counted(format.number(alert.answered), format.number(alert.asked)),
            endedAt !== null && t.watch.over(format.moment(endedAt, now)),
            seenAt !== null && t.watch.seenBy(alert.seenByName ?? '', format.moment(seenAt, now)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {lastFault !== null && (
          <span className="rejection">
            {`${t.watch.notTold}: ${errorTexts[language][lastFault as ErrorCode] ?? lastFault}`}
          </span>
        )}
      </span>
      {seenAt === null && endedAt === null && may('board.read') && (
        <Button size="compact-xs" variant="light" onClick={take}>
          {t.watch.seen}
        </Button>
      )}
    </li>
  )
}
