import { Button } from '@mantine/core'
import { IconHandGrab, IconLock, IconRefresh } from '@tabler/icons-react'
import type { RequestSummary } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { useI18n } from '../i18n/i18n.tsx'

/** Why one cannot reply here, and the one thing that would change it. */
export function ReplyGate({ request }: { request: RequestSummary }) {
  const { t } = useI18n()
  const { allowed, run } = useActions()
  if (allowed.has('reopen')) {
    return (
      <div className="reply-gate">
        <span>{t.composer.closed}</span>
        <Button size="sm" variant="light" leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => run('reopen')}>
          {t.composer.reopen}
        </Button>
      </div>
    )
  }
  const isHeld = request.holderKind === 'operator' && request.holderName !== null
  if (!allowed.has('take')) {
    const heldBy = isHeld && request.status !== 'closed' ? t.composer.heldBy(request.holderName ?? '') : t.composer.noPermission
    return (
      <div className="reply-gate">
        <IconLock size={18} aria-hidden />
        <span>{request.status === 'closed' ? t.composer.closed : heldBy}</span>
      </div>
    )
  }
  return (
    <div className="reply-gate">
      <span>{isHeld ? t.composer.heldBy(request.holderName ?? '') : t.composer.takeFirst}</span>
      <Button
        size="sm"
        leftSection={<IconHandGrab size={17} aria-hidden />}
        rightSection={<span className="key">T</span>}
        onClick={() => run('take')}
      >
        {t.composer.takeAndReply}
      </Button>
    </div>
  )
}
