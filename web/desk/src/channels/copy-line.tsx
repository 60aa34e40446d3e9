import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'

/** A value to be carried elsewhere: shown and copied with one press. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const { t } = useI18n()
  return (
    <p className="copy-line">
      <span className="soft">{label}</span>
      <code>{value}</code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t.facts.copied : t.facts.copy}>
            <ActionIcon variant="subtle" color="gray" aria-label={`${t.facts.copy}: ${label}`} onClick={copy}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </p>
  )
}
