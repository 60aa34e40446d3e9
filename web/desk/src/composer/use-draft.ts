import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DraftInput, DraftView, RequestSummary } from '#contracts'
import { getJson, sendJson, sendLast } from '../api/http.ts'
import { useConsole } from '../shell/console-context.tsx'
import { type Draft, forgetOldDrafts, keepDraft, readDraft } from './drafts.ts'
import { replyLanguage } from './template-text.ts'

const keepHereMs = 300
const keepOnHubMs = 1_000

/** How safe the words are: on the hub, on their way, in this browser alone, or there are none. */
export type DraftKept = 'none' | 'saving' | 'saved' | 'only_here'

type SetDraft = (change: (draft: Draft) => Draft) => void

/** A tab closed within the second must not lose its last words; the hub takes 64 KB of them. */
type Waiting = { readonly draft: Draft; readonly atMs: number }

const hasWords = (draft: Draft) => draft.reply !== '' || draft.note !== ''

function inputOf({ draft, atMs }: Waiting, place: DraftInput['place']): DraftInput {
  const { mode, reply, note, template, language, offered, inserted } = draft
  const state = { mode, language, template, offered: [...offered].slice(0, 50), inserted: [...inserted].slice(-20) }
  return { place, reply, note, state, writtenAt: new Date(atMs).toISOString() }
}

const fromHub = ({ reply, note, state }: DraftInput): Draft => ({ reply, note, ...state })

/**
 * The words of one composer. What this browser kept stands at once; what the hub has takes its place where that is newer and
 * nobody has typed meanwhile. What was begun for everybody to read never turns up in the private composer, nor the other way round.
 */
export function useDraft(request: RequestSummary, isPublic: boolean) {
  const { me } = useConsole()
  const place = isPublic ? 'public' : 'private'
  const keyHere = isPublic ? `${request.id}.public` : request.id
  const [known] = useState(() => readDraft(me.operatorId, keyHere, replyLanguage(request.language)))
  const [draft, put] = useState<Draft>(known.draft)
  const writtenAtMs = useRef(known.atMs)
  const isTouched = useRef(false)
  const setDraft: SetDraft = (change) => {
    put((before) => {
      const after = change(before)
      if (after !== before) {
        isTouched.current = true
        writtenAtMs.current = Date.now()
      }
      return after
    })
  }
  const onHub = useHubDrafts(request)
  const theirs = onHub?.own.find((one) => one.place === place)
  useEffect(() => {
    if (!theirs || isTouched.current) return
    const atMs = Date.parse(theirs.writtenAt)
    if (atMs <= writtenAtMs.current) return
    writtenAtMs.current = atMs
    put(fromHub(theirs))
  }, [theirs])
  useKeptHere(me.operatorId, keyHere, draft, writtenAtMs)
  const kept = useKeptOnHub({ requestId: request.id, place, draft, isTouched, writtenAtMs, isKnown: theirs !== undefined })
  const left = useLeft(onHub, place, draft.reply === '')
  return { draft, setDraft, kept, left }
}

/** Read when the request is opened and when it changes hands: only the next holder is told what was left. */
function useHubDrafts(request: RequestSummary): DraftView | undefined {
  const { me } = useConsole()
  const isMine = request.holderOperatorId === me.operatorId
  const { data } = useQuery({
    queryKey: ['draft', request.id, isMine],
    queryFn: () => getJson<DraftView>(`/api/requests/${request.id}/draft`),
    gcTime: 0,
    staleTime: 0,
    retry: 1,
  })
  return data
}

/** The newest reply somebody else left behind, until it is taken over or waved away. */
function useLeft(onHub: DraftView | undefined, place: DraftInput['place'], isEmpty: boolean) {
  const [isDone, setDone] = useState(false)
  const found = onHub?.left.find((one) => one.place === place) ?? null
  return { found: isEmpty && !isDone ? found : null, dismiss: () => setDone(true) }
}

function useKeptHere(operatorId: string, keyHere: string, draft: Draft, writtenAtMs: { readonly current: number }): void {
  const newest = useRef(draft)
  newest.current = draft
  useEffect(() => {
    const timer = setTimeout(() => keepDraft(operatorId, keyHere, draft, writtenAtMs.current), keepHereMs)
    return () => clearTimeout(timer)
  }, [operatorId, keyHere, draft, writtenAtMs])
  useEffect(() => {
    forgetOldDrafts(Date.now())
    // Leaving the request within the delay must not lose the last words.
    return () => keepDraft(operatorId, keyHere, newest.current, writtenAtMs.current)
  }, [operatorId, keyHere, writtenAtMs])
}

type OnHub = {
  requestId: string
  place: DraftInput['place']
  draft: Draft
  isTouched: { readonly current: boolean }
  writtenAtMs: { readonly current: number }
  /** The hub has words of this place already, so that empty ones must be told too. */
  isKnown: boolean
}

function useKeptOnHub({ requestId, place, draft, isTouched, writtenAtMs, isKnown }: OnHub): DraftKept {
  const [kept, put] = useState<DraftKept>('none')
  // Told at every letter, and drawn again only where it is news.
  const told = useRef<DraftKept>('none')
  const setKept = useCallback((next: DraftKept) => {
    if (next !== told.current) put(next)
    told.current = next
  }, [])
  const waiting = useRef<Waiting | null>(null)
  const wasTold = useRef(false)
  const path = `/api/requests/${requestId}/draft`
  useEffect(() => {
    if (!isTouched.current || !(hasWords(draft) || wasTold.current || isKnown)) return
    const words: Waiting = { draft, atMs: writtenAtMs.current }
    waiting.current = words
    setKept('saving')
    const timer = setTimeout(() => {
      wasTold.current = true
      sendJson('POST', path, inputOf(words, place))
        .then(() => {
          if (waiting.current === words) waiting.current = null
          setKept(hasWords(words.draft) ? 'saved' : 'none')
        })
        // Kept here all the same, and told again with the next letter.
        .catch(() => setKept(hasWords(words.draft) ? 'only_here' : 'none'))
    }, keepOnHubMs)
    return () => clearTimeout(timer)
  }, [path, place, draft, isTouched, writtenAtMs, isKnown, setKept])
  useEffect(() => {
    const leave = () => {
      if (waiting.current) sendLast(path, inputOf(waiting.current, place))
      waiting.current = null
    }
    globalThis.addEventListener('pagehide', leave)
    return () => {
      globalThis.removeEventListener('pagehide', leave)
      leave()
    }
  }, [path, place])
  return kept
}
