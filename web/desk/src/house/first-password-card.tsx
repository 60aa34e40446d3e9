import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import type { FirstPassword } from '#contracts'
import { CopyLine } from '../channels/copy-line.tsx'
import { useI18n } from '../i18n/i18n.tsx'

/** A first password, shown once: whoever made it hands it over, and it is changed at the first sign-in. */
export function FirstPasswordCard({ told, close }: { told: FirstPassword; close: () => void }) {
  const { t } = useI18n()
  return (
    <div className="first-password" role="status">
      <IconKey size={22} stroke={1.7} aria-hidden />
      <div>
        <b>{t.house.passwordTold}</b>
        <p className="soft">{t.house.passwordToldHint}</p>
        <CopyLine label={t.signIn.login} value={told.login} />
        <CopyLine label={t.signIn.password} value={told.password} />
      </div>
      <Button size="xs" variant="default" onClick={close}>
        {t.house.passwordKept}
      </Button>
    </div>
  )
}
