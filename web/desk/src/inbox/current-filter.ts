import { useCallback, useSyncExternalStore } from 'react'
import type { QueueView } from '#contracts'
import { type Filter, noFilter } from './use-rows.ts'

/** What the list is narrowed to belongs to one view: another view starts whole. */
let current: { readonly view: QueueView; readonly filter: Filter } = { view: 'mine', filter: noFilter }
const listeners = new Set<() => void>()

export function putFilter(view: QueueView, filter: Filter): void {
  current = { view, filter }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useFilter(view: QueueView): [Filter, (filter: Filter) => void] {
  const { view: itsView, filter } = useSyncExternalStore(subscribe, () => current)
  const put = useCallback((next: Filter) => putFilter(view, next), [view])
  return [itsView === view ? filter : noFilter, put]
}
