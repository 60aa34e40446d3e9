import type { FollowUpOf } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { formatRoute } from '../shell/route.ts'
import { Card, Fact } from './card.tsx'

/** Why the house opened this request itself, and what whoever takes it is to do. */
export function FollowUpCard({ followUpOf }: { followUpOf: FollowUpOf }) {
  const { t, format } = useI18n()
  const address = formatRoute({ page: 'inbox', view: 'closed', requestId: followUpOf.requestId })
  return (
    <Card title={t.watch.cardTitle}>
      <p className="follow-up-text">
        {t.watch.cardText(followUpOf.score === null ? t.common.none : format.number(followUpOf.score))}
      </p>
      <Fact name={t.watch.cardOf}>
        <a href={address}>{followUpOf.number}</a>
      </Fact>
    </Card>
  )
}
