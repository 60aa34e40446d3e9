import { Button, Skeleton } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { useNotReceived } from './arrivals-queries.ts'
import { NotReceivedCard } from './not-received-card.tsx'

/** The worklist "the client has not received this": each with why, and the next way to try. */
export function NotReceivedList() {
  const { t } = useI18n()
  const found = useNotReceived()
  if (found.isError && !found.data) return <FaultScreen error={found.error} retry={() => found.refetch()} />
  if (!found.data) return <CardSkeletons />
  const items = found.data.pages.flatMap((page) => page.items)
  if (items.length === 0) {
    return (
      <div className="nothing panel">
        <IconChecks size={44} stroke={1.2} aria-hidden />
        <b>{t.arrivals.none}</b>
        <span>{t.arrivals.noneHint}</span>
      </div>
    )
  }
  return (
    <>
      <ul className="arrival-list" aria-label={t.arrivals.tabs.not_received}>
        {items.map((item) => (
          <NotReceivedCard key={item.deliveryId} item={item} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button variant="default" mt="md" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t.arrivals.more}
        </Button>
      )}
    </>
  )
}

/** Cards in outline while they are on the way. */
export function CardSkeletons() {
  return (
    <div className="arrival-list" aria-hidden>
      {[1, 2, 3].map((one) => (
        <Skeleton key={one} height={118} radius="lg" />
      ))}
    </div>
  )
}
