import { notifications } from '@mantine/notifications'
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { PlaceView, ReplyInput, RequestSummary, TemplateView, ComposerMode as WordsMode } from '#contracts'
import { sendJson } from '../api/http.ts'
import { type GuardFind, useGuard } from '../guard/use-guard.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLiveClient } from '../live/use-live.tsx'
import { useAskConsent } from '../public/use-ask-consent.ts'
import { useReplyWindow } from '../public/use-reply-window.ts'
import { useSteady } from '../shell/use-steady.ts'
import type { ComposerMode, Draft } from './drafts.ts'
import { useKnownVariables } from './known-variables.ts'
import { makeId } from './make-id.ts'
import { useOutbox } from './outbox.tsx'
import { isAllThere, isOnItsWay } from './send-standing.ts'
import { fillAnew, useTemplateStanding } from './template-standing.ts'
import { fillTemplate, gapsIn, nextGap, readVariables, wordsFor } from './template-text.ts'
import { type Attachments, useAttachments } from './use-attachments.ts'
import { useDraft } from './use-draft.ts'
import { useWantedSend } from './use-wanted-send.ts'
import { mayWrite } from './words-mode.ts'

/** Typing is told again no more often than this, and ends this long after the last key. */
const typingMs = 3_000

const noGaps: ReturnType<typeof gapsIn> = []
const noFinds: readonly GuardFind[] = []

export type ComposerState = ReturnType<typeof useComposer>

export type ComposerInput = {
  readonly request: RequestSummary
  /** Where the reply goes; null until the hub has said which places there are. */
  readonly place: PlaceView | null
  readonly isPublic: boolean
  readonly area: RefObject<HTMLTextAreaElement | null>
}

/** Everything the composer knows and does; the component only draws it. */
export function useComposer({ request, place, isPublic, area }: ComposerInput) {
  const { draft, setDraft, kept, left } = useDraft(request, isPublic)
  const [seenSeq, setSeenSeq] = useSeen(request, draft.reply)
  const text = draft.mode === 'reply' ? draft.reply : draft.note
  const isBehind = draft.mode === 'reply' && draft.reply !== '' && request.lastClientSeq > seenSeq
  const gaps = useMemo(() => (draft.mode === 'reply' && draft.template ? gapsIn(draft.reply) : noGaps), [draft])
  const tellTyping = useTyping(request.id)
  const known = useKnownVariables(request)
  const { window, wordsMode, finds, needsConsent, isShut } = usePlaceRules(place, isPublic, draft)
  const write = (value: string) => {
    if (!mayWrite(wordsMode, draft, value)) return
    setDraft((one) =>
      one.mode === 'reply' ? { ...one, reply: value, template: value ? one.template : null } : { ...one, note: value },
    )
    if (draft.mode === 'reply') tellTyping()
  }
  const { standing: templateStanding, ...wordSteps } = useTemplateWords({ draft, setDraft, known, wordsMode })
  const select = selectIn(area)
  const { insert, toNextGap } = gapSteps({ draft, setDraft, known, select })
  const files = useAttachments(`${request.id}.${isPublic ? 'public' : 'private'}`, place)
  const { sendReply, saveNote, isBusy } = useSending({ request, place, draft, setDraft, seenSeq, files, needsConsent })
  const isGone = draft.mode === 'reply' && templateStanding.what === 'gone'
  const standing = { draft, text, files, place, isGone, isShut, wordsMode }
  const isReady = isAllThere(standing)
  const send = () => {
    if (isBusy) return
    if (draft.mode === 'note') return void saveNote()
    if (gaps.length > 0) return void toNextGap(0)
    // The first press shows what the client wrote and asks; the second, after reading, sends.
    if (isBehind) setSeenSeq(request.lastClientSeq)
    else if (finds[0]) select(finds[0].start, finds[0].end)
    else void sendReply()
  }
  const { isWanted, want } = useWantedSend({ isReady, isComing: isOnItsWay(standing), text, send })
  const steps = useSteady({
    ...wordSteps,
    select: ({ start, end }: { readonly start: number; readonly end: number }) => select(start, end),
    ...draftSteps(setDraft),
    write,
    insert,
    toNextGap,
    submit: want,
    markRead: () => setSeenSeq(request.lastClientSeq),
  })
  return {
    ...steps,
    draft,
    known,
    files,
    isReady,
    text,
    gaps,
    isBehind,
    isBusy: isBusy || isWanted,
    seenSeq,
    kept,
    left,
    standing: templateStanding,
    place,
    isPublic,
    window,
    needsConsent,
    finds,
    /** Null where any words may be sent; else what the operator must be told. */
    bound: draft.mode === 'note' || wordsMode === 'free' ? null : wordsMode,
  }
}

const draftSteps = (setDraft: SetDraft) => ({
  putBack: (reply: string) => setDraft((one) => ({ ...one, mode: 'reply', reply, template: null })),
  setMode: (mode: ComposerMode) => setDraft((one) => ({ ...one, mode })),
  setLanguage: (language: Draft['language']) => setDraft((one) => ({ ...one, language })),
})

/** What the place allows and asks for: whose words, until when, and what in them would be held back. */
function usePlaceRules(place: PlaceView | null, isPublic: boolean, draft: Draft) {
  const isReply = draft.mode === 'reply'
  const window = useReplyWindow(place)
  const { finds } = useGuard(draft.reply, isPublic ? 'public' : 'private', isReply)
  const wordsMode: WordsMode = isPublic ? 'free' : (place?.mode ?? 'free')
  return {
    window,
    wordsMode,
    finds: isReply ? finds : noFinds,
    // In public, only an approved template as it is goes out by one person's hand.
    needsConsent: isReply && isPublic && !isUntouched(draft),
    isShut: isReply && (place === null || window.state === 'closed' || !place.isReachable),
  }
}

/** Newest client message this operator has had before their eyes while the text was begun. */
function useSeen(request: RequestSummary, reply: string) {
  const [seenSeq, setSeenSeq] = useState(request.lastClientSeq)
  // An empty composer has nothing that could be out of date.
  useEffect(() => {
    if (reply === '') setSeenSeq(request.lastClientSeq)
  }, [reply, request.lastClientSeq])
  return [seenSeq, setSeenSeq] as const
}

type WordsGiven = {
  draft: Draft
  setDraft: SetDraft
  known: Readonly<Record<string, string>>
  wordsMode: WordsMode
}

/** What the template put in is by now, and the changes of a reply that keep it a template's. */
function useTemplateWords(given: WordsGiven) {
  const { draft, setDraft, known, wordsMode } = given
  return {
    standing: useTemplateStanding(draft.template),
    // Where words are not free, a template's words do not outlive it.
    dropTemplate: () => setDraft((one) => ({ ...one, template: null, reply: wordsMode === 'free' ? one.reply : '' })),
    offer: (ids: readonly string[]) =>
      setDraft((one) => (ids.every((id) => one.offered.includes(id)) ? one : { ...one, offered: offeredWith(one, ids) })),
    putPlace: (name: string, value: string) =>
      setDraft((one) => (one.template ? { ...one, reply: withPlace(one, one.template, name, value) } : one)),
    takeNew: (newer: TemplateView) =>
      setDraft((one) => ({
        ...one,
        reply: fillAnew(one, newer, known),
        template: newer,
        inserted: [...one.inserted, newer.versionId],
      })),
  }
}

/** The hub counts no more. */
const mostOffered = 50
const mostInserted = 20
const offeredWith = ({ offered }: Draft, ids: readonly string[]) => [...new Set([...offered, ...ids])].slice(0, mostOffered)

/** One open place filled; the rest of what was written stays as it is. */
function withPlace(draft: Draft, template: TemplateView, name: string, value: string): string {
  const words = wordsFor(
    template.variables.find((one) => one.name === name),
    value,
    draft.language,
  )
  const gap = gapsIn(draft.reply).find((one) => one.name === name)
  return gap && words ? draft.reply.split(draft.reply.slice(gap.start, gap.end)).join(words) : draft.reply
}

const selectIn = (area: RefObject<HTMLTextAreaElement | null>) => (start: number, end: number) =>
  requestAnimationFrame(() => {
    area.current?.focus()
    area.current?.setSelectionRange(start, end)
  })

type GapInput = {
  draft: Draft
  setDraft: SetDraft
  known: Readonly<Record<string, string>>
  select: (start: number, end: number) => void
}

/** Putting a template in, and going from one open place of it to the next. */
function gapSteps({ draft, setDraft, known, select }: GapInput) {
  return {
    insert(template: TemplateView) {
      const { text: filled } = fillTemplate(template, draft.language, known)
      setDraft((one) => ({ ...one, mode: 'reply', reply: filled, template, inserted: [...one.inserted, template.versionId] }))
      const first = nextGap(filled, 0)
      if (first) select(first.start, first.end)
      else select(filled.length, filled.length)
    },
    toNextGap(from: number): boolean {
      const next = nextGap(draft.reply, from)
      if (next) select(next.start, next.end)
      return next !== null
    },
  }
}

type SetDraft = (change: (draft: Draft) => Draft) => void

type Sending = {
  request: RequestSummary
  place: PlaceView | null
  draft: Draft
  setDraft: SetDraft
  seenSeq: number
  files: Attachments
  needsConsent: boolean
}

/** Sending a reply and saving a note; what was refused comes back to be mended. */
function useSending(given: Sending) {
  const { request, place, draft, setDraft, seenSeq, files } = given
  const { t, explain } = useI18n()
  const live = useLiveClient()
  const outbox = useOutbox()
  const askConsent = useAskConsent(request.id)
  const [isBusy, setBusy] = useState(false)
  const readAgain = () => {
    live.readDetail(request.id).catch(() => undefined)
  }
  const ask = async () => {
    if (place === null) return
    setBusy(true)
    const text = draft.reply.trim()
    const isAsked = await askConsent({ conversationId: place.conversationId, text, seenClientSeq: seenSeq })
    setBusy(false)
    if (isAsked) setDraft((one) => (one.reply.trim() === text ? { ...one, reply: '', template: null } : one))
    else readAgain()
  }
  const sendReply = async () => {
    if (given.needsConsent) return ask()
    const sent = draft
    setDraft((one) => ({ ...one, reply: '', template: null, offered: [], inserted: [] }))
    const attached = files.items
    files.clear()
    const attachmentIds = attached.flatMap((one) => (one.id === null ? [] : [one.id]))
    const to = place && { conversationId: place.conversationId }
    const input = { ...replyOf(sent, seenSeq), ...to, ...(attachmentIds.length > 0 && { attachmentIds }) }
    const refusal = await outbox.send(input, sent.reply || attached.map((one) => one.name).join(', '))
    if (refusal === null) return
    files.restore(attached)
    // What was written comes back, unless something new has been begun meanwhile.
    setDraft((now) => (now.reply === '' ? { ...now, reply: sent.reply, template: sent.template } : now))
    readAgain()
    notifications.show({ color: 'yellow', title: t.toast.failed, message: explain(refusal), autoClose: 10_000 })
  }
  const saveNote = async () => {
    setBusy(true)
    try {
      await sendJson('POST', `/api/requests/${request.id}/notes`, { text: draft.note.trim() })
      // The mode stays: whoever writes a note chooses "reply" themselves.
      setDraft((one) => ({ ...one, note: '' }))
      readAgain()
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) })
    } finally {
      setBusy(false)
    }
  }
  return { sendReply, saveNote, isBusy }
}

/** An approved template with nothing of one's own but what its places ask for. */
function isUntouched({ template, language, reply }: Draft): boolean {
  return template !== null && readVariables(template, language, reply.trim()) !== null
}

function replyOf(draft: Draft, seenSeq: number): ReplyInput {
  const { offered, inserted } = draft
  const told = { offered: [...offered], inserted: [...new Set(inserted)].slice(0, mostInserted) }
  const base = { clientReplyId: makeId(), seenClientSeq: seenSeq, ...told }
  const { template, language } = draft
  const text = draft.reply.trim()
  if (!template) return { ...base, text }
  const variables = readVariables(template, language, text)
  const named = { ...base, templateVersionId: template.versionId, language }
  // Unchanged, the hub renders the approved text itself; changed, the text goes along and is marked as edited.
  return variables === null ? { ...named, text } : { ...named, variables }
}

function useTyping(requestId: string): () => void {
  const live = useLiveClient()
  const toldAtMs = useRef(0)
  const stop = useRef<ReturnType<typeof setTimeout> | null>(null)
  const end = useCallback(() => {
    if (toldAtMs.current > 0) live.send({ kind: 'typing', requestId, isTyping: false })
    toldAtMs.current = 0
  }, [live, requestId])
  useEffect(() => end, [end])
  return () => {
    if (Date.now() - toldAtMs.current > typingMs) {
      live.send({ kind: 'typing', requestId, isTyping: true })
      toldAtMs.current = Date.now()
    }
    if (stop.current) clearTimeout(stop.current)
    stop.current = setTimeout(end, typingMs)
  }
}
