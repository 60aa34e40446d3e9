import { IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { later } from '../shell/later.tsx'

const ProofDrawer = later(async () => (await import('../facts/proof-drawer.tsx')).ProofDrawer)

/**
 * Opens the proof of one of our messages: which approved words it was, and what was changed in them.
 * @param isBrief only its sign, for the foot of a bubble.
 */
export function ProofLink({ messageId, isBrief = false }: { messageId: string; isBrief?: boolean }) {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      {isBrief ? (
        <button
          type="button"
          className="small-button proof-sign"
          title={t.proof.open}
          aria-label={t.proof.open}
          onClick={() => setOpen(true)}
        >
          <IconShieldCheck size={14} stroke={1.8} aria-hidden />
        </button>
      ) : (
        <button type="button" className="reveal-link" onClick={() => setOpen(true)}>
          <IconShieldCheck size={13} stroke={1.8} aria-hidden />
          {t.proof.open}
        </button>
      )}
      {isOpen && <ProofDrawer messageId={messageId} close={() => setOpen(false)} />}
    </>
  )
}
