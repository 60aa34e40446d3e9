import { expect, test } from 'vitest'
import { formatRoute, parseRoute, type Route } from './route.ts'

test('every page has an address that leads back to it', () => {
  const routes: Route[] = [
    { page: 'board' },
    { page: 'statistics', section: 'sla' },
    { page: 'statistics', section: 'satisfaction' },
    { page: 'routing', section: 'topics' },
    { page: 'routing', section: 'words' },
    { page: 'policy', section: 'escalation' },
    { page: 'deliveries', section: 'not_received' },
    { page: 'deliveries', section: 'approvals' },
    { page: 'channels', section: 'accounts' },
    { page: 'channels', section: 'guard' },
    { page: 'channels', section: 'webhooks' },
    { page: 'records', section: 'retention' },
    { page: 'calendars', calendarId: null },
    { page: 'calendars', calendarId: '0192-ef' },
    { page: 'templates', templateId: null },
    { page: 'templates', templateId: '0192-cd' },
    { page: 'inbox', view: 'queue', requestId: null },
    { page: 'inbox', view: 'closed', requestId: '0192-ab/c' },
  ]
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route)
})

test('an address that leads nowhere opens the operator’s own requests', () => {
  expect(parseRoute('')).toEqual({ page: 'inbox', view: 'mine', requestId: null })
  expect(parseRoute('#/nowhere')).toEqual({ page: 'inbox', view: 'mine', requestId: null })
})

test('a part of a page that does not exist is its first part', () => {
  expect(parseRoute('#/routing/nowhere')).toEqual({ page: 'routing', section: 'topics' })
  expect(formatRoute({ page: 'policy', section: 'targets' })).toBe('#/policy')
})
