import { useQuery } from '@tanstack/react-query'
import type { ComposerView, ComposerMode as WordsMode } from '#contracts'
import { getJson } from '../api/http.ts'
import { useConsole } from '../shell/console-context.tsx'
import type { Draft } from './drafts.ts'
import { keepsTemplate } from './template-text.ts'

/** How free the words of a reply are and until when the channel takes one, as the hub says; until it has said, free: the hub refuses what it must. */
export function useComposerView(requestId: string): { mode: WordsMode; windowEndsAt: string | null } {
  const { may } = useConsole()
  const view = useQuery({
    queryKey: ['composer', requestId],
    enabled: may('request.reply'),
    queryFn: () => getJson<ComposerView>(`/api/requests/${requestId}/composer`),
  })
  return { mode: view.data?.mode ?? 'free', windowEndsAt: view.data?.windowEndsAt ?? null }
}

/** Whether the reply may say this: a note is always free, and nothing written yet breaks no rule. */
export function mayWrite(mode: WordsMode, draft: Draft, text: string): boolean {
  if (mode === 'free' || draft.mode === 'note' || text.trim() === '') return true
  if (draft.template === null) return false
  return mode === 'difference' || keepsTemplate(draft.template, draft.language, text)
}
