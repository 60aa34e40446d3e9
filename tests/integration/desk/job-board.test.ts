/** The queue's board through the whole program: who may see it, and that it shows and changes nothing else. */
import { readFileSync } from 'node:fs'
import * as path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#kernel'
import { routesOf } from '#platform'
import { hasRedis, redisForTests, type TestRedis } from '../../support/index.ts'
import { type RunningProgram, runningProgram } from '../../support/running-program.ts'
import { signInAs } from '../../support/staff-session.ts'

describe.each(hasRedis() ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'])('the board of a queue on %s', (store) => {
  let running: RunningProgram
  let redis: TestRedis | undefined
  const cookies = new Map<string, string>()
  const get = (where: string, login: string) =>
    fetch(`${running.base}/api/jobs-board${where}`, { headers: { cookie: cookies.get(login) ?? '' }, redirect: 'manual' })
  beforeAll(async () => {
    redis = store === 'Redis' ? await redisForTests() : undefined
    running = await runningProgram({ DEMO: 'off', TELEGRAM_MODE: 'off', ...(redis && { REDIS_URL: redis.url }) })
    const logins = readFileSync(path.join(running.dataDirectory, 'first-logins.txt'), 'utf8')
    const passwordOf = (login: string) => {
      const password = new RegExp(`^${login}\\s+(\\S+)`, 'm').exec(logins)?.[1]
      if (password === undefined) throw new Error(`no first login for ${login}`)
      return password
    }
    const door = { base: running.base, passwordOf }
    for (const login of ['admin', 'sherzod']) {
      const session = await signInAs(door, login)
      cookies.set(login, session.cookie)
    }
  }, 240_000)
  afterAll(async () => {
    await running?.remove()
    await redis?.stop()
  })

  it('is a page of its own files, which fetches nothing from elsewhere', async () => {
    const page = await get('/', 'admin')
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
    const text = await page.text()
    expect(text).not.toMatch(/<%|https?:\/\/(?!www\.w3\.org)/)
    const scripts = [...text.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, file]) => file ?? '')
    expect(scripts.length).toBeGreaterThan(2)
    for (const file of scripts) expect((await get(`/${file}`, 'admin')).status, file).toBe(200)
    expect((await get('/static/..%2f..%2fpackage.json', 'admin')).status).toBe(404)
  })
  it('shows every job there is, and can be pressed on nowhere', async () => {
    const answer = await get('/api/queues', 'admin')
    const { queues } = (await answer.json()) as { queues: { name: string; readOnlyMode: boolean }[] }
    expect(queues.length).toBeGreaterThan(2)
    expect(queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true)
    const methods = routesOf(running.server).filter(({ url }) => url.startsWith('/api/jobs-board'))
    expect([...new Set(methods.map(({ method }) => method))].sort()).toEqual(['GET', 'HEAD'])
  })
  it('is refused to whoever does not set the installation up, page, files and figures alike', async () => {
    for (const where of ['/', '/api/queues', '/static/js/main.js', `/queue/${newId()}`]) {
      expect((await get(where, 'sherzod')).status, where).toBe(403)
      expect((await get(where, 'nobody')).status, where).toBe(401)
    }
  })
})
