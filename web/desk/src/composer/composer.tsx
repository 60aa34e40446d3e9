import { Button, SegmentedControl, Textarea, Tooltip } from '@mantine/core'
import { IconEye, IconLock, IconNote, IconSend2, IconTemplate, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { RequestSummary } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import type { Timeline } from '../live/live-state.ts'
import { AttachButton, AttachedFiles } from './attachments.tsx'
import { MeanwhileBanner } from './meanwhile-banner.tsx'
import { ReplyGate } from './reply-gate.tsx'
import { OpenPlaces, ReplyWindow, TemplateBanner } from './template-banner.tsx'
import { TemplatePicker } from './template-picker.tsx'
import { type ComposerState, useComposer } from './use-composer.ts'

const longestText = 8_000

/** Where the operator writes: a reply by default, a note only when chosen, and then unmistakably. */
export function Composer({ request, timeline }: { request: RequestSummary; timeline: Timeline }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const composer = useComposer(request, area)
  const { allowed, onWish } = useActions()
  const [isPicking, setPicking] = useState(false)
  const mayReply = allowed.has('reply')
  const { mode } = composer.draft
  useEffect(() =>
    onWish((wish) => {
      composer.setMode(wish === 'note' ? 'note' : 'reply')
      if (wish === 'template') setPicking(true)
      else requestAnimationFrame(() => area.current?.focus())
    }),
  )
  // Whoever takes a request takes it to answer.
  const couldReply = useRef(mayReply)
  useEffect(() => {
    if (mayReply && !couldReply.current) area.current?.focus()
    couldReply.current = mayReply
  }, [mayReply])
  const closePicker = () => {
    setPicking(false)
    requestAnimationFrame(() => area.current?.focus())
  }
  return (
    <section className="composer" data-mode={mode} data-public={request.visibility === 'public' || undefined}>
      {composer.isBehind && <MeanwhileBanner request={request} timeline={timeline} composer={composer} />}
      <ComposerHead request={request} composer={composer} />
      {isPicking && (
        <TemplatePicker
          requestId={request.id}
          known={composer.known}
          language={composer.draft.language}
          setLanguage={composer.setLanguage}
          picked={(template) => {
            setPicking(false)
            composer.insert(template)
          }}
          offered={composer.offer}
          closed={closePicker}
        />
      )}
      {mode === 'reply' && !mayReply ? (
        <ReplyGate request={request} />
      ) : (
        <>
          <TemplateBanner composer={composer} pick={() => setPicking(true)} />
          <OpenPlaces composer={composer} />
          <AttachedFiles files={composer.files} />
          <WritingArea request={request} composer={composer} area={area} pick={() => setPicking(true)} />
          <ComposerFoot composer={composer} request={request} pick={() => setPicking(true)} />
        </>
      )}
    </section>
  )
}

function ComposerHead({ request, composer }: { request: RequestSummary; composer: ComposerState }) {
  const { t } = useI18n()
  const { allowed } = useActions()
  const { mode } = composer.draft
  return (
    <div className="composer-head">
      <SegmentedControl
        size="xs"
        value={mode}
        aria-label={t.composer.label}
        onChange={(value) => composer.setMode(value as 'reply' | 'note')}
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
      {mode === 'reply' && request.visibility === 'public' && (
        <span className="composer-public-mark">
          <IconEye size={15} aria-hidden />
          {t.timeline.publicWarning}
        </span>
      )}
      {composer.bound && (
        <span className="composer-bound">
          <IconLock size={15} aria-hidden />
          {t.bound[composer.bound]}
        </span>
      )}
      {mode === 'reply' && composer.windowEndsAt && <ReplyWindow endsAt={composer.windowEndsAt} />}
      {mode === 'reply' && composer.draft.template && (
        <span className="composer-template">
          <IconTemplate size={14} aria-hidden />
          {t.composer.templateFrom(composer.draft.template.shortcut)}
          <button type="button" aria-label={t.composer.templateDrop} onClick={composer.dropTemplate}>
            <IconX size={13} />
          </button>
        </span>
      )}
    </div>
  )
}

type AreaProps = {
  request: RequestSummary
  composer: ComposerState
  area: React.RefObject<HTMLTextAreaElement | null>
  pick: () => void
}

function WritingArea({ request, composer, area, pick }: AreaProps) {
  const { t } = useI18n()
  const { mode } = composer.draft
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const hasCtrl = event.ctrlKey || event.metaKey
    const doing = doingOf(event, hasCtrl, composer, pick)
    if (doing === null) return
    event.preventDefault()
    doing()
  }
  const label = mode === 'note' ? t.composer.note : t.composer.replyTo(request.contactName, t.words.channels[request.channel])
  return (
    <Textarea
      ref={area}
      variant="unstyled"
      className="composer-area"
      aria-label={label}
      placeholder={mode === 'note' ? t.composer.notePlaceholder : t.composer.placeholder}
      autosize
      minRows={3}
      maxRows={12}
      maxLength={longestText}
      readOnly={composer.bound !== null && composer.draft.template === null && composer.text === ''}
      value={composer.text}
      onChange={(event) => composer.write(event.currentTarget.value)}
      onKeyDown={press}
      onPaste={(event) => {
        if (mode !== 'reply' || event.clipboardData.files.length === 0) return
        event.preventDefault()
        composer.files.add(event.clipboardData.files)
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        if (mode !== 'reply' || event.dataTransfer.files.length === 0) return
        event.preventDefault()
        composer.files.add(event.dataTransfer.files)
      }}
    />
  )
}

/** What a key means in the writing area, or null to let it write. */
function doingOf(
  event: KeyboardEvent<HTMLTextAreaElement>,
  hasCtrl: boolean,
  composer: ComposerState,
  pick: () => void,
): (() => void) | null {
  const isReply = composer.draft.mode === 'reply'
  if (event.key === 'Enter' && hasCtrl) return composer.submit
  if (event.key === 'Escape') return () => event.currentTarget.blur()
  if (isReply && hasCtrl && (event.code === 'Slash' || event.key === '/')) return pick
  if (isReply && event.key === '/' && composer.text === '') return pick
  if (event.key === 'Tab' && !event.shiftKey && composer.gaps.length > 0) {
    const from = event.currentTarget.selectionEnd
    return () => composer.toNextGap(from)
  }
  return null
}

function ComposerFoot({ composer, request, pick }: { composer: ComposerState; request: RequestSummary; pick: () => void }) {
  const { t } = useI18n()
  const { mode } = composer.draft
  const isReply = mode === 'reply'
  const length = composer.text.length
  return (
    <div className="composer-foot">
      {isReply && (
        <Tooltip label={`${t.actions.template}  /`}>
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
        </Tooltip>
      )}
      {isReply && <AttachButton files={composer.files} />}
      <span className="composer-hint">
        {composer.gaps.length > 0
          ? t.composer.missing(composer.gaps.length)
          : isReply && t.composer.language(t.words.detected[request.language] ?? request.language)}
      </span>
      {length > 0 && (
        <span className="composer-count tabular" data-near={length > longestText * 0.9 || undefined}>
          {t.composer.chars(length, longestText)}
        </span>
      )}
      <Button
        size="sm"
        color={isReply ? 'bank' : 'yellow.8'}
        disabled={!composer.isReady}
        loading={composer.isBusy}
        leftSection={isReply ? <IconSend2 size={17} aria-hidden /> : <IconNote size={17} aria-hidden />}
        rightSection={<span className="key">Ctrl ↵</span>}
        onClick={composer.submit}
      >
        {isReply ? t.composer.send : t.composer.saveNote}
      </Button>
    </div>
  )
}
