import { Button, Group } from '@mantine/core'
import { IconPencilShare } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import type { ComposerState } from './use-composer.ts'
import type { DraftKept } from './use-draft.ts'

/** Whoever held the request before had begun a reply: it need not be written twice. */
export function LeftDraftBanner({ composer }: { composer: ComposerState }) {
  const { t } = useI18n()
  const { found, dismiss } = composer.left
  if (found === null || composer.draft.mode !== 'reply') return null
  return (
    <div className="left-draft" role="status">
      <IconPencilShare size={18} aria-hidden />
      <div>
        <b>{t.drafts.left(found.name)}</b>
        <p>{found.reply}</p>
      </div>
      <Group gap={6} wrap="nowrap">
        <Button size="xs" variant="light" onClick={() => composer.putBack(found.reply)}>
          {t.drafts.takeOver}
        </Button>
        <Button size="xs" variant="default" onClick={dismiss}>
          {t.drafts.leave}
        </Button>
      </Group>
    </div>
  )
}

/** Whether the words would outlive this computer. */
export function DraftMark({ kept }: { kept: DraftKept }) {
  const { t } = useI18n()
  const said = { none: '', saving: '', saved: t.drafts.saved, only_here: t.drafts.onlyHere }[kept]
  return (
    <span className="draft-mark" data-kept={kept} aria-live="polite">
      {said}
    </span>
  )
}
