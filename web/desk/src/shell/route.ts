import { useSyncExternalStore } from 'react'
import type { QueueView } from '#contracts'

/** Pages with parts of their own, each with its address; the first part is the page's plain address. */
export const sectionsOf = {
  statistics: ['sla', 'satisfaction', 'quality', 'templates', 'repeats', 'appeals', 'schedules'],
  routing: ['topics', 'rules', 'staff', 'words'],
  policy: ['targets', 'escalation', 'legal', 'other', 'versions'],
  deliveries: ['not_received', 'approvals'],
  channels: ['accounts', 'guard', 'webhooks'],
  house: ['staff', 'departments', 'health', 'set_up'],
  security: ['own', 'everybody'],
  records: ['audit', 'retention'],
} as const
export type SectionedPage = keyof typeof sectionsOf
export type SectionOf<P extends SectionedPage> = (typeof sectionsOf)[P][number]

/** Which page is on the screen. The address keeps it, so that reload and "back" work; nothing personal is in it. */
export type Route =
  | { readonly page: 'inbox'; readonly view: QueueView; readonly requestId: string | null }
  | { readonly page: 'board' }
  | { readonly page: 'quality' }
  | { readonly page: 'statistics'; readonly section: SectionOf<'statistics'> }
  | { readonly page: 'routing'; readonly section: SectionOf<'routing'> }
  | { readonly page: 'policy'; readonly section: SectionOf<'policy'> }
  | { readonly page: 'deliveries'; readonly section: SectionOf<'deliveries'> }
  | { readonly page: 'channels'; readonly section: SectionOf<'channels'> }
  | { readonly page: 'house'; readonly section: SectionOf<'house'> }
  | { readonly page: 'security'; readonly section: SectionOf<'security'> }
  | { readonly page: 'records'; readonly section: SectionOf<'records'> }
  | { readonly page: 'calendars'; readonly calendarId: string | null }
  | { readonly page: 'templates'; readonly templateId: string | null }

export const queueViews: readonly QueueView[] = ['mine', 'queue', 'all_open', 'waiting_client', 'closed']

function sectionIn<P extends SectionedPage>(page: P, text: string): SectionOf<P> {
  const known: readonly SectionOf<P>[] = sectionsOf[page]
  return known.find((one) => one === text) ?? (sectionsOf[page][0] as SectionOf<P>)
}

const readers: Readonly<Record<string, (second: string, id: string | null) => Route>> = {
  board: () => ({ page: 'board' }),
  quality: () => ({ page: 'quality' }),
  statistics: (second) => ({ page: 'statistics', section: sectionIn('statistics', second) }),
  routing: (second) => ({ page: 'routing', section: sectionIn('routing', second) }),
  policy: (second) => ({ page: 'policy', section: sectionIn('policy', second) }),
  deliveries: (second) => ({ page: 'deliveries', section: sectionIn('deliveries', second) }),
  channels: (second) => ({ page: 'channels', section: sectionIn('channels', second) }),
  house: (second) => ({ page: 'house', section: sectionIn('house', second) }),
  security: (second) => ({ page: 'security', section: sectionIn('security', second) }),
  records: (second) => ({ page: 'records', section: sectionIn('records', second) }),
  calendars: (_, calendarId) => ({ page: 'calendars', calendarId }),
  templates: (_, templateId) => ({ page: 'templates', templateId }),
}

/** Reads "#/mine/<id>", "#/templates/<id>", "#/routing/rules"; anything else is the operator's own view. */
export function parseRoute(hash: string): Route {
  const [first = '', second = ''] = hash.replace(/^#\/?/, '').split('/')
  const id = second === '' ? null : decodeURIComponent(second)
  const read = readers[first]
  if (read) return read(second, id)
  return { page: 'inbox', view: queueViews.find((one) => one === first) ?? 'mine', requestId: id }
}

/** What follows the page's name in the address; null where nothing does. */
function tailOf(route: Route): string | null {
  if (route.page === 'inbox') return route.requestId
  if (route.page === 'templates') return route.templateId
  if (route.page === 'calendars') return route.calendarId
  if (route.page === 'board' || route.page === 'quality' || route.section === sectionsOf[route.page][0]) return null
  return route.section
}

export function formatRoute(route: Route): string {
  const tail = tailOf(route)
  const head = route.page === 'inbox' ? route.view : route.page
  return tail === null ? `#/${head}` : `#/${head}/${encodeURIComponent(tail)}`
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
