import type { ComposerMode as WordsMode } from '#contracts'
import type { Draft } from './drafts.ts'
import { keepsTemplate } from './template-text.ts'

/** Whether the reply may say this: a note is always free, and nothing written yet breaks no rule. */
export function mayWrite(mode: WordsMode, draft: Draft, text: string): boolean {
  if (mode === 'free' || draft.mode === 'note' || text.trim() === '') return true
  if (draft.template === null) return false
  return mode === 'difference' || keepsTemplate(draft.template, draft.language, text)
}
