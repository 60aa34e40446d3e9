/** The whole program as it runs: every route says who may call it, and every frame is in the table. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessOfClientFrame, accessOfServerFrame, DeskClientFrame, DeskServerFrame, permissions } from '#contracts'
import { type ListedRoute, routesOf } from '#platform'
import { type RunningProgram, runningProgram } from '../../support/running-program.ts'

/** What is no route of the console, and what stands guard there in place of a session. */
const surfaces: readonly { prefix: string; guard: string }[] = [
  { prefix: '/health/', guard: 'says nothing of anybody' },
  { prefix: '/metrics', guard: 'METRICS_TOKEN, or this machine alone' },
  { prefix: '/docs', guard: 'shapes alone, the same for every installation' },
  { prefix: '/channels/', guard: "the vendor's signature; for the widget the visitor's token and the site's origin" },
  { prefix: '/widget/', guard: 'built files' },
  { prefix: '/demo', guard: 'built files of the demonstration, which is off where there is a bank' },
]
/** Pages of the console: built files, found by their names. */
const isPage = ({ method, url }: ListedRoute) =>
  ['GET', 'HEAD'].includes(method) && /^\/(assets\/[\w.-]+|[\w-]+\.\w+)?$/.test(url)

const steps = ['signed_in', 'signed_in_any_password', 'half_signed_in']
const known = new Set<string>([...permissions, ...steps])
const isConsole = (url: string) => url.startsWith('/api/') || url.startsWith('/desk/')

let running: RunningProgram
let routes: readonly ListedRoute[]
beforeAll(async () => {
  running = await runningProgram({ DEMO: 'on' })
  routes = routesOf(running.server)
}, 120_000)
afterAll(() => running.remove())

/** Routes that declare nothing, or something that is not in the table. */
function undeclared(list: readonly ListedRoute[]): string[] {
  return list
    .filter((route) => {
      if (isConsole(route.url)) return route.open === undefined && !known.has(route.permission ?? '')
      return !surfaces.some(({ prefix }) => route.url.startsWith(prefix)) && !isPage(route)
    })
    .map(({ method, url }) => `${method} ${url}`)
}

describe('access', () => {
  it('is declared by every route there is', () => {
    expect(routes.length).toBeGreaterThan(100)
    expect(undeclared(routes)).toEqual([])
    for (const { prefix } of surfaces)
      expect(
        routes.some(({ url }) => url.startsWith(prefix)),
        prefix,
      ).toBe(true)
  })

  it('is missed where a route forgets it', () => {
    const planted = { method: 'GET', open: undefined, permission: undefined }
    expect(undeclared([{ ...planted, url: '/api/everything' }])).toEqual(['GET /api/everything'])
    expect(undeclared([{ ...planted, url: '/api/everything', permission: 'request.raed' }])).toHaveLength(1)
    expect(undeclared([{ ...planted, url: '/backdoor' }])).toEqual(['GET /backdoor'])
    expect(undeclared([{ ...planted, method: 'POST', url: '/' }])).toEqual(['POST /'])
  })

  it('is open without a session only for signing in and out', () => {
    const open = routes.filter(({ url, open: why }) => isConsole(url) && why !== undefined)
    expect([...new Set(open.map(({ url }) => url))].sort()).toEqual([
      '/api/session',
      '/api/session/oidc',
      '/api/session/oidc/again',
      '/api/session/oidc/callback',
      '/api/session/second-step',
      '/api/session/ways',
    ])
  })

  it('is in the table for every frame of the console, and for no other', () => {
    const kinds = (union: { options: readonly { shape: { kind: { value: string } } }[] }) =>
      union.options.map(({ shape }) => shape.kind.value).sort()
    expect(Object.keys(accessOfClientFrame).sort()).toEqual(kinds(DeskClientFrame))
    expect(Object.keys(accessOfServerFrame).sort()).toEqual(kinds(DeskServerFrame))
  })

  it('is asked of a stranger everywhere, over the wire', async () => {
    const headers = { origin: running.base, 'content-type': 'application/json' }
    for (const { method, url, permission } of routes) {
      if (permission === undefined || method === 'HEAD') continue
      const path = url.replace(/:\w+/g, '01a200a7-3b44-7657-be57-24f5148584dd')
      const hasBody = !['GET', 'DELETE'].includes(method)
      const answer = await fetch(running.base + path, { method, headers, ...(hasBody && { body: '{}' }) })
      const { code } = (await answer.json()) as { code: string }
      expect(['session.missing', 'input.invalid'], `${method} ${url}: ${answer.status} ${code}`).toContain(code)
    }
  })
})
