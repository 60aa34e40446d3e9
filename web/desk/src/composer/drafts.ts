/**
 * Drafts survive reload and crash: kept in this browser at once and on the hub a moment later (`use-draft.ts`), per operator and
 * request, until sent. Here is the browser's part.
 */
import type { Language, TemplateView } from '#contracts'

export type ComposerMode = 'reply' | 'note'
export type Draft = {
  readonly mode: ComposerMode
  readonly reply: string
  readonly note: string
  readonly template: TemplateView | null
  readonly language: Language
  /** Versions the composer offered while this reply was written, and those put into it: how often a template is accepted. */
  readonly offered: readonly string[]
  readonly inserted: readonly string[]
}

/** Older drafts than this are of requests long settled. */
const keepMs = 14 * 86_400_000
const prefix = 'murojaat.draft.'

const keyOf = (operatorId: string, requestId: string) => `${prefix}${operatorId}.${requestId}`

/** A draft and when its last letter was typed; 0 where nothing was kept. */
export type KeptDraft = { readonly draft: Draft; readonly atMs: number }

export function readDraft(operatorId: string, requestId: string, language: Language): KeptDraft {
  const empty: Draft = { mode: 'reply', reply: '', note: '', template: null, language, offered: [], inserted: [] }
  try {
    const stored = JSON.parse(localStorage.getItem(keyOf(operatorId, requestId)) ?? 'null') as {
      at: number
      draft: Partial<Draft>
    } | null
    return stored === null ? { draft: empty, atMs: 0 } : { draft: { ...empty, ...stored.draft }, atMs: stored.at }
  } catch {
    return { draft: empty, atMs: 0 }
  }
}

/**
 * Keeps the draft. Where there is nothing in it any more the moment alone is kept: words that were sent must not come back from
 * the hub, which hears of their end a second later. @param atMs 0 where nobody has typed.
 */
export function keepDraft(operatorId: string, requestId: string, draft: Draft, atMs: number): void {
  const isEmpty = draft.reply === '' && draft.note === '' && draft.mode === 'reply'
  const key = keyOf(operatorId, requestId)
  try {
    if (isEmpty && atMs === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify({ at: atMs, draft: isEmpty ? {} : draft }))
  } catch {
    // A full or forbidden store must not stop the operator from writing; the draft lives in memory.
  }
}

/** Forgets drafts nobody came back to. */
export function forgetOldDrafts(nowMs: number): void {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue
    const at = /"at":(\d+)/.exec(localStorage.getItem(key) ?? '')?.[1]
    if (at === undefined || nowMs - Number(at) > keepMs) localStorage.removeItem(key)
  }
}
