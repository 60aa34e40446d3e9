import { IconPlugConnectedX } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { useLiveStatus } from '../live/use-live.tsx'

/** Says that the screen may be behind, while it is. */
export function LiveBanner() {
  const { t } = useI18n()
  const status = useLiveStatus()
  return (
    <div role="status" aria-live="polite" className="live-banner-place">
      {status === 'reconnecting' && (
        <div className="live-banner">
          <IconPlugConnectedX size={18} aria-hidden />
          <b>{t.shell.reconnecting}</b>
          <span>{t.shell.reconnectingHint}</span>
        </div>
      )}
    </div>
  )
}
