import { IconShieldCheck } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'

const ProofDrawer = lazy(async () => ({ default: (await import('../facts/proof-drawer.tsx')).ProofDrawer }))

/** Opens the proof of one of our messages: which approved words it was, and what was changed in them. */
export function ProofLink({ messageId }: { messageId: string }) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="reveal-link proof-link" onClick={() => setOpen(true)}>
        <IconShieldCheck size={13} stroke={1.8} aria-hidden />
        {t.proof.open}
      </button>
      {isOpen && (
        <Suspense>
          <ProofDrawer messageId={messageId} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
