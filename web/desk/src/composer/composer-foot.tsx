import { Button } from '@mantine/core'
import { IconNote, IconSend2, IconTemplate, IconUsers } from '@tabler/icons-react'
import { memo } from 'react'
import type { RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Hint } from '../shell/hint.tsx'
import { AttachButton } from './attachments.tsx'
import type { ComposerMode } from './drafts.ts'
import { DraftMark } from './left-draft.tsx'
import { longestText } from './longest-text.ts'
import type { DraftKept } from './use-draft.ts'

/** Of a button that speaks to everybody: the same in both themes, with white on it. */
const publicColor = '#9a4a00'

type SubmitProps = {
  mode: ComposerMode
  isPublic: boolean
  needsConsent: boolean
  isReady: boolean
  isBusy: boolean
  submit: () => void
}

type Props = SubmitProps & {
  takesFiles: boolean
  add: (files: File[]) => void
  /** How many places of a template are open. */
  gaps: number
  language: RequestSummary['language']
  kept: DraftKept
  /** Told from half of what there is room for. */
  length: number | null
  pick: () => void
}

/** What is put beside the words, how they stand, and the button that sends them. Most letters change nothing of it. */
export const ComposerFoot = memo(function ComposerFoot(props: Props) {
  const { mode, isPublic, takesFiles, add, gaps, language, kept, length, pick } = props
  const { t } = useI18n()
  return (
    <div className="composer-foot">
      {mode === 'reply' && <TemplateButton pick={pick} />}
      {takesFiles && <AttachButton add={add} />}
      <span className="composer-hint">
        {gaps > 0 ? t.composer.missing(gaps) : mode === 'reply' && t.composer.language(t.words.detected[language] ?? language)}
      </span>
      <DraftMark kept={kept} />
      {length !== null && (
        <span className="composer-count tabular" data-near={length > longestText * 0.9 || undefined}>
          {t.composer.chars(length, longestText)}
        </span>
      )}
      <SubmitButton
        {...{ mode, isPublic }}
        needsConsent={props.needsConsent}
        isReady={props.isReady}
        isBusy={props.isBusy}
        submit={props.submit}
      />
    </div>
  )
})

const TemplateButton = memo(function TemplateButton({ pick }: { pick: () => void }) {
  const { t } = useI18n()
  return (
    <Hint label={`${t.actions.template}  /`}>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        leftSection={<IconTemplate size={16} aria-hidden />}
        rightSection={<span className="key">/</span>}
        onClick={pick}
      >
        {t.composer.template}
      </Button>
    </Hint>
  )
})

/** Says where it leads: to one client, to everybody, to a second person first, or nowhere but to colleagues. */
const SubmitButton = memo(function SubmitButton({ mode, needsConsent, isReady, isBusy, submit, ...place }: SubmitProps) {
  const { t } = useI18n()
  const isReply = mode === 'reply'
  const isPublic = isReply && place.isPublic
  const { me } = useConsole()
  const ownWords = needsConsent ? t.publicWords.ask : t.publicWords.say
  const ownReply = isPublic ? ownWords : t.composer.send
  // A mentor reads it first; one's own words in public wait for a second person as everybody's do.
  const reply = me.mentorName === null || needsConsent ? ownReply : t.composer.sendToMentor
  const Icon = isPublic ? IconUsers : IconSend2
  return (
    <Button
      size="sm"
      color={isPublic ? publicColor : isReply ? 'bank' : 'yellow.8'}
      disabled={!isReady}
      loading={isBusy}
      leftSection={isReply ? <Icon size={17} aria-hidden /> : <IconNote size={17} aria-hidden />}
      rightSection={<span className="key">Ctrl ↵</span>}
      onClick={submit}
    >
      {isReply ? reply : t.composer.saveNote}
    </Button>
  )
})
