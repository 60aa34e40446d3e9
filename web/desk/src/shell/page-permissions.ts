import type { Permission } from '#contracts'
import type { Route } from './route.ts'

/** What a person must be allowed in order to see a page; the rail, the keys and the palette leave out the others. */
export const permissionOfPage: Record<Exclude<Route['page'], 'inbox'>, Permission> = {
  board: 'board.read',
  statistics: 'statistics.read',
  templates: 'templates.read',
  routing: 'board.read',
  policy: 'board.read',
  calendars: 'board.read',
}
