import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { IconLock, IconNote, IconSend2, IconTemplate, IconUsers, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { PlaceView, RequestSummary } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { GuardMarks } from '../guard/guard-marks.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import type { Timeline } from '../live/live-state.ts'
import { PlaceBar } from '../public/place-bar.tsx'
import { type PrivateRight, usePlace } from '../public/use-places.ts'
import { WaitingWords } from '../public/waiting-words.tsx'
import { WindowLine, WindowShut } from '../public/window-line.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { Hint } from '../shell/hint.tsx'
import { AttachButton, AttachedFiles } from './attachments.tsx'
import { DropZone } from './drop-zone.tsx'
import { DraftMark, LeftDraftBanner } from './left-draft.tsx'
import { MeanwhileBanner } from './meanwhile-banner.tsx'
import { ReplyGate } from './reply-gate.tsx'
import { OpenPlaces, TemplateBanner } from './template-banner.tsx'
import { TemplateFiles } from './template-files.tsx'
import { TemplatePicker } from './template-picker.tsx'
import { type ComposerState, useComposer } from './use-composer.ts'

const longestText = 8_000
/** Most browsers fit a field to its words while they lay out the page; for the others it is measured at every letter. */
const growsByItself = CSS.supports('field-sizing', 'content')
/** Of a button that speaks to everybody: the same in both themes, with white on it. */
const publicColor = '#9a4a00'

/** Where the operator writes. Each place is a composer of its own: what everybody reads is never written where one client reads. */
export function Composer({ request, timeline }: { request: RequestSummary; timeline: Timeline }) {
  const { place, places, choose, begin, rights, asked, isPublic } = usePlace(request, timeline)
  return (
    <PlaceComposer
      key={isPublic ? 'public' : 'private'}
      {...{ request, timeline, place, places, choose, begin, rights, isPublic }}
      waiting={(putBack) => <WaitingWords asked={asked} seenClientSeq={request.lastClientSeq} putBack={putBack} />}
    />
  )
}

type PlaceComposerProps = {
  request: RequestSummary
  timeline: Timeline
  place: PlaceView | null
  places: readonly PlaceView[]
  choose: (conversationId: string) => void
  begin: (conversationId: string | null) => void
  rights: readonly PrivateRight[]
  isPublic: boolean
  waiting: (putBack: (text: string) => void) => ReactNode
}

/** A reply by default, a note only when chosen, and then unmistakably. */
function PlaceComposer(props: PlaceComposerProps) {
  const { request, timeline, place, places, choose, begin, rights, isPublic } = props
  const area = useRef<HTMLTextAreaElement>(null)
  const composer = useComposer({ request, place, isPublic, area })
  const { allowed } = useActions()
  const [isPicking, setPicking] = useState(false)
  const mayReply = allowed.has('reply')
  const { mode } = composer.draft
  useWishes(composer, area, { isPicking, setPicking })
  // A place does not change under the hands of whoever has begun to write in it.
  const begunId = composer.draft.reply === '' ? null : (place?.conversationId ?? null)
  useEffect(() => begin(begunId), [begin, begunId])
  const closePicker = () => {
    setPicking(false)
    requestAnimationFrame(() => area.current?.focus())
  }
  const section = useRef<HTMLElement>(null)
  return (
    <section ref={section} className="composer" data-mode={mode} data-public={isPublic || undefined}>
      <ComposerDropZone composer={composer} over={section} mayReply={mayReply} />
      {props.waiting(composer.putBack)}
      {composer.isBehind && <MeanwhileBanner request={request} timeline={timeline} composer={composer} />}
      {mode === 'reply' && (
        <PlaceBar {...{ request, place, places, choose, rights, isPublic }} mayReply={mayReply} timeline={timeline} />
      )}
      <ComposerHead composer={composer} />
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
          <LeftDraftBanner composer={composer} />
          {mode === 'reply' && <WindowShut place={place} places={places} choose={choose} />}
          <TemplateBanner composer={composer} pick={() => setPicking(true)} />
          <OpenPlaces composer={composer} />
          <TemplateFiles template={composer.draft.mode === 'reply' ? composer.draft.template : null} place={composer.place} />
          <AttachedFiles files={composer.files} />
          <WritingArea request={request} composer={composer} area={area} pick={() => setPicking(true)} />
          <GuardMarks finds={composer.finds} show={({ start, end }) => composer.select(start, end)} />
          <ComposerFoot composer={composer} request={request} pick={() => setPicking(true)} />
        </>
      )}
    </section>
  )
}

const takesFiles = (composer: ComposerState) => composer.draft.mode === 'reply' && !composer.isPublic

type DropProps = { composer: ComposerState; over: RefObject<HTMLElement | null>; mayReply: boolean }

function ComposerDropZone({ composer, over, mayReply }: DropProps) {
  const { t } = useI18n()
  const refusalOf = (): string | null => {
    if (composer.draft.mode === 'note') return t.files.notInNotes
    if (composer.isPublic) return t.files.notInPublic
    return mayReply ? null : t.composer.takeFirst
  }
  return <DropZone over={over} refusal={refusalOf()} dropped={composer.files.add} />
}

/** What is asked of the composer from elsewhere: by a key, by the palette, by taking the request. */
function useWishes(
  composer: ComposerState,
  area: RefObject<HTMLTextAreaElement | null>,
  { isPicking, setPicking }: { isPicking: boolean; setPicking: (isPicking: boolean) => void },
): void {
  const { allowed, onWish } = useActions()
  const mayReply = allowed.has('reply')
  // The answer to "take" may come after "/": whoever looks for a template by then keeps the keyboard.
  const isBusy = useRef(isPicking)
  isBusy.current = isPicking
  const focus = () => !isBusy.current && area.current?.focus()
  useEffect(() =>
    onWish((wish) => {
      composer.setMode(wish === 'note' ? 'note' : 'reply')
      if (wish === 'template') setPicking(true)
      else requestAnimationFrame(focus)
    }),
  )
  // Whoever takes a request takes it to answer.
  const couldReply = useRef(mayReply)
  useEffect(() => {
    if (mayReply && !couldReply.current && !isBusy.current) area.current?.focus()
    couldReply.current = mayReply
  }, [mayReply, area])
}

function ComposerHead({ composer }: { composer: ComposerState }) {
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
      {mode === 'reply' && composer.isPublic && <span className="composer-rules">{t.publicWords.rules}</span>}
      {composer.bound && (
        <span className="composer-bound">
          <IconLock size={15} aria-hidden />
          {t.bound[composer.bound]}
        </span>
      )}
      {mode === 'reply' && <WindowLine window={composer.window} />}
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
  const channel = t.words.channels[composer.place?.channel ?? request.channel]
  const words = composer.isPublic ? t.publicWords : t.composer
  const labelOf = composer.isPublic ? t.publicWords.areaLabel : t.composer.replyTo
  const label = mode === 'note' ? t.composer.note : labelOf(request.contactName, channel)
  return (
    <Textarea
      ref={area}
      variant="unstyled"
      className="composer-area"
      aria-label={label}
      placeholder={mode === 'note' ? t.composer.notePlaceholder : words.placeholder}
      {...(growsByItself ? { rows: 3, 'data-grows': true } : { autosize: true, minRows: 3, maxRows: 12 })}
      maxLength={longestText}
      readOnly={composer.bound !== null && composer.draft.template === null && composer.text === ''}
      value={composer.text}
      onChange={(event) => composer.write(event.currentTarget.value)}
      onKeyDown={press}
      onPaste={(event) => {
        if (!takesFiles(composer) || event.clipboardData.files.length === 0) return
        event.preventDefault()
        composer.files.add(event.clipboardData.files)
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
      )}
      {takesFiles(composer) && <AttachButton files={composer.files} />}
      <span className="composer-hint">
        {composer.gaps.length > 0
          ? t.composer.missing(composer.gaps.length)
          : isReply && t.composer.language(t.words.detected[request.language] ?? request.language)}
      </span>
      <DraftMark composer={composer} />
      {length > longestText / 2 && (
        <span className="composer-count tabular" data-near={length > longestText * 0.9 || undefined}>
          {t.composer.chars(length, longestText)}
        </span>
      )}
      <SubmitButton composer={composer} />
    </div>
  )
}

/** Says where it leads: to one client, to everybody, to a second person first, or nowhere but to colleagues. */
function SubmitButton({ composer }: { composer: ComposerState }) {
  const { t } = useI18n()
  const isReply = composer.draft.mode === 'reply'
  const isPublic = isReply && composer.isPublic
  const { me } = useConsole()
  const ownWords = composer.needsConsent ? t.publicWords.ask : t.publicWords.say
  const ownReply = isPublic ? ownWords : t.composer.send
  // A mentor reads it first; one's own words in public wait for a second person as everybody's do.
  const reply = me.mentorName === null || composer.needsConsent ? ownReply : t.composer.sendToMentor
  const Icon = isPublic ? IconUsers : IconSend2
  return (
    <Button
      size="sm"
      color={isPublic ? publicColor : isReply ? 'bank' : 'yellow.8'}
      disabled={!composer.isReady}
      loading={composer.isBusy}
      leftSection={isReply ? <Icon size={17} aria-hidden /> : <IconNote size={17} aria-hidden />}
      rightSection={<span className="key">Ctrl ↵</span>}
      onClick={composer.submit}
    >
      {isReply ? reply : t.composer.saveNote}
    </Button>
  )
}
