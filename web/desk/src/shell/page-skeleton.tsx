import { Skeleton } from '@mantine/core'
import { useI18n } from '../i18n/i18n.tsx'

/** A page's outline while its code or its data is on the way. */
export function PageSkeleton() {
  const { t } = useI18n()
  return (
    <main id="main" tabIndex={-1} className="page scroll" aria-busy="true" aria-label={t.common.loading}>
      <Skeleton height={26} width={240} mb={10} />
      <Skeleton height={14} width={420} mb={26} />
      <PanelSkeleton />
    </main>
  )
}

/** Two panels in outline. */
export function PanelSkeleton() {
  return (
    <div className="board-columns" aria-hidden>
      <Skeleton height={320} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </div>
  )
}
