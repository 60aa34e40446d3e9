import type { Permission } from '#contracts'
import type { Route, SectionOf } from './route.ts'

/** What a person must be allowed in order to see a page; the rail, the keys and the palette leave out the others. */
export const permissionOfPage: Record<Exclude<Route['page'], 'inbox'>, Permission> = {
  board: 'board.read',
  quality: 'quality.read',
  deliveries: 'request.read',
  channels: 'channels.read',
  records: 'audit.read',
  statistics: 'statistics.read',
  templates: 'templates.read',
  routing: 'board.read',
  policy: 'board.read',
  calendars: 'board.read',
  house: 'staff.edit',
  // Everybody has a page of their own security; every role reads requests.
  security: 'request.read',
}

/** Parts of a page that ask for more than the page does. */
export const permissionOfSection: Record<SectionOf<'channels'> | SectionOf<'deliveries'>, Permission> = {
  accounts: 'channels.read',
  guard: 'settings.edit',
  webhooks: 'webhooks.edit',
  not_received: 'request.read',
  approvals: 'reply.approve',
}

/** The parts of the house; each has an owner of its own. */
export const permissionOfHouse: Record<SectionOf<'house'>, Permission> = {
  staff: 'staff.edit',
  departments: 'settings.edit',
  health: 'audit.read',
  set_up: 'settings.edit',
}
