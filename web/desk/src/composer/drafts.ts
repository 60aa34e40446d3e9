/** Drafts survive reload and crash: kept in this browser, per operator and request, until sent. */
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

export function readDraft(operatorId: string, requestId: string, language: Language): Draft {
  const empty: Draft = { mode: 'reply', reply: '', note: '', template: null, language, offered: [], inserted: [] }
  try {
    const stored = localStorage.getItem(keyOf(operatorId, requestId))
    return stored === null ? empty : { ...empty, ...(JSON.parse(stored) as { draft: Partial<Draft> }).draft }
  } catch {
    return empty
  }
}

/** Keeps the draft, or forgets it when there is nothing in it. */
export function keepDraft(operatorId: string, requestId: string, draft: Draft): void {
  const isEmpty = draft.reply === '' && draft.note === '' && draft.mode === 'reply'
  try {
    if (isEmpty) localStorage.removeItem(keyOf(operatorId, requestId))
    else localStorage.setItem(keyOf(operatorId, requestId), JSON.stringify({ at: Date.now(), draft }))
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
