import { useSyncExternalStore } from 'react'
import type { QueueView } from '#contracts'

/** Which page is on the screen. The address keeps it, so that reload and "back" work; nothing personal is in it. */
export type Route =
  | { readonly page: 'inbox'; readonly view: QueueView; readonly requestId: string | null }
  | { readonly page: 'board' }
  | { readonly page: 'statistics' }
  | { readonly page: 'routing' }
  | { readonly page: 'templates'; readonly templateId: string | null }

export const queueViews: readonly QueueView[] = ['mine', 'queue', 'all_open', 'waiting_client', 'closed']

/** Reads "#/mine/<id>", "#/templates/<id>", "#/board"; anything else is the operator's own view. */
export function parseRoute(hash: string): Route {
  const [first = '', second = ''] = hash.replace(/^#\/?/, '').split('/')
  if (first === 'board' || first === 'statistics' || first === 'routing') return { page: first }
  const id = second === '' ? null : decodeURIComponent(second)
  if (first === 'templates') return { page: 'templates', templateId: id }
  const view = queueViews.find((one) => one === first) ?? 'mine'
  return { page: 'inbox', view, requestId: id }
}

export function formatRoute(route: Route): string {
  if (route.page === 'templates' && route.templateId) return `#/templates/${encodeURIComponent(route.templateId)}`
  if (route.page !== 'inbox') return `#/${route.page}`
  return route.requestId ? `#/${route.view}/${encodeURIComponent(route.requestId)}` : `#/${route.view}`
}

export function goTo(route: Route): void {
  location.hash = formatRoute(route)
}

function subscribe(listener: () => void): () => void {
  globalThis.addEventListener('hashchange', listener)
  return () => globalThis.removeEventListener('hashchange', listener)
}

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash))
}
