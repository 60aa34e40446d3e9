import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconHelpCircle, IconSend } from '@tabler/icons-react'
import type { DeliveryState, DeliveryView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { Hint } from '../shell/hint.tsx'

const icons: Record<DeliveryState, typeof IconCheck> = {
  pending: IconClock,
  sending: IconSend,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
  unconfirmed: IconHelpCircle,
}
/** These need a person's attention, so they are said in words and not by a sign alone. */
const spoken: readonly DeliveryState[] = ['failed', 'unconfirmed']

/** How far a reply has come, with the meaning on hover. */
export function DeliveryMark({ delivery }: { delivery: DeliveryView }) {
  const { t, format } = useI18n()
  const [label = '', meaning = ''] = t.timeline.delivery[delivery.state]
  const at = delivery.readAt ?? delivery.deliveredAt ?? delivery.sentAt
  const Icon = icons[delivery.state]
  return (
    <Hint label={[`${label}. ${meaning}`, at ? format.full(at) : ''].filter(Boolean).join(' ')}>
      <span className="delivery" data-state={delivery.state}>
        <Icon size={15} stroke={2} role="img" aria-label={label} />
        {spoken.includes(delivery.state) && label}
      </span>
    </Hint>
  )
}
