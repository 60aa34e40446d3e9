import { IconBookmark, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { QueueView, SavedView, SavedViewInput } from '#contracts'
import { getJson, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { goTo } from '../shell/route.ts'
import { putFilter } from './current-filter.ts'
import type { Filter } from './use-rows.ts'

const key = ['my-views']

export function useSavedViews(): readonly SavedView[] {
  const { data } = useQuery({ queryKey: key, queryFn: () => getJson<SavedView[]>('/api/me/views') })
  return data ?? []
}

export function useSaveView() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: SavedViewInput) => sendJson<SavedView[]>('POST', '/api/me/views', input),
    onSuccess: (views) => client.setQueryData(key, views),
  })
}

/** Leads to the view with its filters; "everything" is looked at from the list of what is open. */
export function openSaved(saved: SavedView): void {
  const isEverywhere = saved.view === 'any'
  const view: QueueView = saved.view === 'any' ? 'all_open' : saved.view
  putFilter(view, { ...saved.filter, ...(isEverywhere && { isEverywhere }) })
  goTo({ page: 'inbox', view, requestId: null })
}

const isSame = (saved: SavedView, view: QueueView, { isEverywhere, ...parts }: Filter) =>
  saved.view === (isEverywhere ? 'any' : view) &&
  JSON.stringify(Object.entries(saved.filter).sort()) === JSON.stringify(Object.entries(parts).sort())

/** One press away: the views a person has kept. */
export function SavedViews({ view, filter }: { view: QueueView; filter: Filter }) {
  const { t } = useI18n()
  const client = useQueryClient()
  const views = useSavedViews()
  const forget = useMutation({
    mutationFn: (id: string) => sendJson<SavedView[]>('DELETE', `/api/me/views/${id}`),
    onSuccess: (left) => client.setQueryData(key, left),
  })
  if (views.length === 0) return null
  return (
    <nav className="saved-views" aria-label={t.find.views}>
      {views.map((saved) => {
        const isHere = isSame(saved, view, filter)
        return (
          <span key={saved.id} className="saved-view" data-here={isHere || undefined}>
            <button type="button" aria-pressed={isHere} onClick={() => openSaved(saved)}>
              <IconBookmark size={13} aria-hidden />
              {saved.name}
            </button>
            {isHere && (
              <button type="button" aria-label={t.find.forget(saved.name)} onClick={() => forget.mutate(saved.id)}>
                <IconX size={12} aria-hidden />
              </button>
            )}
          </span>
        )
      })}
    </nav>
  )
}
