import { SegmentedControl } from '@mantine/core'
import { IconLock, IconNote, IconTemplate, IconX } from '@tabler/icons-react'
import { memo } from 'react'
import { useActions } from '../actions/actions-context.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import type { ReplyWindow } from '../public/use-reply-window.ts'
import { WindowLine } from '../public/window-line.tsx'
import type { ComposerMode } from './drafts.ts'
import type { ComposerState } from './use-composer.ts'

type Props = {
  mode: ComposerMode
  isPublic: boolean
  bound: ComposerState['bound']
  window: ReplyWindow
  /** Of the template whose words stand in the reply. */
  shortcut: string | null
  setMode: (mode: ComposerMode) => void
  dropTemplate: () => void
}

/** Whether a reply or a note is written, and by which rules. Letters do not change it. */
export const ComposerHead = memo(function ComposerHead(props: Props) {
  const { mode, isPublic, bound, window, shortcut, setMode, dropTemplate } = props
  const { t } = useI18n()
  const { allowed } = useActions()
  return (
    <div className="composer-head">
      <SegmentedControl
        size="xs"
        value={mode}
        aria-label={t.composer.label}
        onChange={(value) => setMode(value as ComposerMode)}
        data={[
          { value: 'reply', label: t.composer.reply },
          { value: 'note', label: t.composer.note, disabled: !allowed.has('note') },
        ]}
      />
      {mode === 'note' && (
        <span className="composer-note-mark">
          <IconNote size={15} aria-hidden />
          {t.composer.keepsNote}
        </span>
      )}
      {mode === 'reply' && isPublic && <span className="composer-rules">{t.publicWords.rules}</span>}
      {bound && (
        <span className="composer-bound">
          <IconLock size={15} aria-hidden />
          {t.bound[bound]}
        </span>
      )}
      {mode === 'reply' && <WindowLine window={window} />}
      {mode === 'reply' && shortcut !== null && (
        <span className="composer-template">
          <IconTemplate size={14} aria-hidden />
          {t.composer.templateFrom(shortcut)}
          <button type="button" aria-label={t.composer.templateDrop} onClick={dropTemplate}>
            <IconX size={13} />
          </button>
        </span>
      )}
    </div>
  )
})
