import { notifications } from '@mantine/notifications'
import { useEffect, useRef } from 'react'
import { useApprovals } from '../deliveries/arrivals-queries.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute } from '../shell/route.ts'

/** Calls the mentor to a newcomer's reply, and once the mentor's time is over everybody who may read it. */
export function AskedToasts() {
  const { t } = useI18n()
  const { me } = useConsole()
  const { data } = useApprovals()
  // What waits when the console opens stands in the rail's figure; only what comes after it is called out.
  const told = useRef<Set<string> | null>(null)
  useEffect(() => {
    if (data === undefined) return
    const mine = data.filter((one) => one.mayDecide && (one.isEscalated || one.mentorId === me.operatorId))
    const known = told.current
    told.current = new Set([...(known ?? []), ...mine.map(({ id }) => id)])
    if (known === null) return
    for (const one of mine.filter(({ id }) => !known.has(id))) {
      const href = formatRoute({ page: 'deliveries', section: 'approvals' })
      notifications.show({
        id: `asked-${one.id}`,
        title: t.toast.asked(one.askedByName ?? ''),
        message: <a href={href}>{one.number}</a>,
      })
    }
  }, [data, me, t])
  return null
}
