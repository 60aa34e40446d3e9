import { expect, test } from 'vitest'
import { formatRoute, parseRoute, type Route } from './route.ts'

test('every page has an address that leads back to it', () => {
  const routes: Route[] = [
    { page: 'board' },
    { page: 'statistics' },
    { page: 'routing' },
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
