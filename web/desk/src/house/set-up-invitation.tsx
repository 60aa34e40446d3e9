import { IconSparkles } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { formatRoute, goTo, useRoute } from '../shell/route.ts'
import { useSetUp } from './use-set-up.ts'

const there = { page: 'house', section: 'set_up' } as const

/** A new installation leads its first administrator to the set-up, and says so to each until it is done. */
export function SetUpInvitation() {
  const { t } = useI18n()
  const { may } = useConsole()
  const route = useRoute()
  const setUp = useSetUp(may('settings.edit'))
  const isPending = setUp.data?.state === 'pending'
  useEffect(() => {
    // Whoever came by an address of their own is left there.
    if (isPending && location.hash === '') goTo(there)
  }, [isPending])
  const isThere = route.page === 'house' && route.section === 'set_up'
  if (!isPending || isThere) return null
  return (
    <div className="incident-banner" role="status">
      <p>
        <IconSparkles size={16} aria-hidden />
        <span>{t.house.invitation}</span>
        <a href={formatRoute(there)}>{t.house.goOn}</a>
      </p>
    </div>
  )
}
