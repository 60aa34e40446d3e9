import { Textarea } from '@mantine/core'
import {
  type ChangeEvent,
  type ClipboardEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { PlaceView, RequestSummary } from '#contracts'
import { useActions } from '../actions/actions-context.tsx'
import { GuardMarks } from '../guard/guard-marks.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import type { Timeline } from '../live/live-state.ts'
import { PlaceBar } from '../public/place-bar.tsx'
import { type PrivateRight, usePlace } from '../public/use-places.ts'
import { WaitingWords } from '../public/waiting-words.tsx'
import { WindowShut } from '../public/window-line.tsx'
import { AttachedFiles } from './attachments.tsx'
import { ComposerFoot } from './composer-foot.tsx'
import { ComposerHead } from './composer-head.tsx'
import type { ComposerMode } from './drafts.ts'
import { DropZone } from './drop-zone.tsx'
import { LeftDraftBanner } from './left-draft.tsx'
import { longestText } from './longest-text.ts'
import { MeanwhileBanner } from './meanwhile-banner.tsx'
import { ReplyGate } from './reply-gate.tsx'
import { OpenPlaces, TemplateBanner } from './template-banner.tsx'
import { TemplateFiles } from './template-files.tsx'
import { TemplatePicker } from './template-picker.tsx'
import { type ComposerState, useComposer } from './use-composer.ts'

/** Most browsers fit a field to its words while they lay out the page; for the others it is measured at every letter. */
const growsByItself = CSS.supports('field-sizing', 'content')
/** What a letter does not change is not drawn again for it. */
const Gate = memo(ReplyGate)
const Bar = memo(PlaceBar)
const Shut = memo(WindowShut)
const Marks = memo(GuardMarks)
const Files = memo(AttachedFiles)
const FilesOfTemplate = memo(TemplateFiles)

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
  const pick = useCallback(() => setPicking(true), [])
  const { waiting } = props
  const asked = useMemo(() => waiting(composer.putBack), [waiting, composer.putBack])
  const section = useRef<HTMLElement>(null)
  return (
    <section ref={section} className="composer" data-mode={mode} data-public={isPublic || undefined}>
      <ComposerDropZone mode={mode} isPublic={isPublic} add={composer.files.add} over={section} mayReply={mayReply} />
      {asked}
      {composer.isBehind && <MeanwhileBanner request={request} timeline={timeline} composer={composer} />}
      {mode === 'reply' && (
        <Bar {...{ request, place, places, choose, rights, isPublic }} mayReply={mayReply} timeline={timeline} />
      )}
      <ComposerHead
        {...{ mode, isPublic }}
        bound={composer.bound}
        window={composer.window}
        shortcut={composer.draft.template?.shortcut ?? null}
        setMode={composer.setMode}
        dropTemplate={composer.dropTemplate}
      />
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
        <Gate request={request} />
      ) : (
        <Writing {...{ request, composer, places, choose, area, pick }} />
      )}
    </section>
  )
}

type WritingProps = AreaProps & Pick<PlaceComposerProps, 'places' | 'choose'>

/** The words, and what stands above and below them. */
function Writing({ request, composer, places, choose, area, pick }: WritingProps) {
  const { mode, template } = composer.draft
  return (
    <>
      <LeftDraftBanner composer={composer} />
      {mode === 'reply' && <Shut place={composer.place} places={places} choose={choose} />}
      <TemplateBanner composer={composer} pick={pick} />
      <OpenPlaces composer={composer} />
      <FilesOfTemplate template={mode === 'reply' ? template : null} place={composer.place} />
      <Files items={composer.files.items} remove={composer.files.remove} />
      <WritingArea request={request} composer={composer} area={area} pick={pick} />
      <Marks finds={composer.finds} show={composer.select} />
      <ComposerFoot
        {...{ mode, pick }}
        isPublic={composer.isPublic}
        takesFiles={takesFiles(composer)}
        add={composer.files.add}
        gaps={composer.gaps.length}
        language={request.language}
        kept={composer.kept}
        length={composer.text.length > longestText / 2 ? composer.text.length : null}
        needsConsent={composer.needsConsent}
        isReady={composer.isReady}
        isBusy={composer.isBusy}
        submit={composer.submit}
      />
    </>
  )
}

const takesFiles = (composer: ComposerState) => composer.draft.mode === 'reply' && !composer.isPublic

type DropProps = {
  mode: ComposerMode
  isPublic: boolean
  add: (files: FileList) => void
  over: RefObject<HTMLElement | null>
  mayReply: boolean
}

const ComposerDropZone = memo(function ComposerDropZone({ mode, isPublic, add, over, mayReply }: DropProps) {
  const { t } = useI18n()
  const refusalOf = (): string | null => {
    if (mode === 'note') return t.files.notInNotes
    if (isPublic) return t.files.notInPublic
    return mayReply ? null : t.composer.takeFirst
  }
  return <DropZone over={over} refusal={refusalOf()} dropped={add} />
})

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
  const field = {
    ref: area,
    'aria-label': label,
    placeholder: mode === 'note' ? t.composer.notePlaceholder : words.placeholder,
    maxLength: longestText,
    readOnly: composer.bound !== null && composer.draft.template === null && composer.text === '',
    value: composer.text,
    onChange: (event: ChangeEvent<HTMLTextAreaElement>) => composer.write(event.currentTarget.value),
    onKeyDown: press,
    onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => {
      if (!takesFiles(composer) || event.clipboardData.files.length === 0) return
      event.preventDefault()
      composer.files.add(event.clipboardData.files)
    },
  }
  // The library's field is put together anew at every letter; it is for browsers that do not fit a field to its words.
  if (!growsByItself)
    return <Textarea variant="unstyled" className="composer-area" autosize minRows={3} maxRows={12} {...field} />
  return (
    <div className="composer-area">
      <textarea data-grows rows={3} {...field} />
    </div>
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
