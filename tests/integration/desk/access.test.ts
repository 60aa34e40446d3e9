import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOfRole, type Role, roles } from '#contracts'
import { createDesk, type DeskRoute, deskRoutes, type Insights } from '#desk'
import { createIntakePlanner, listTopics, seedHandoff } from '#handoff'
import { createIntake, saveChannelAccount } from '#inbox'
import type { RequestId } from '#kernel'
import { buildServer, ctxOfRequest, type HttpServer, isSameOrigin, loadConfig, sessionCookieName } from '#platform'
import { sealKeyFrom, shippedLists } from '#privacy'
import { changePassword, createOperator, listDepartments, seedStaff, signIn } from '#staff'
import { openingOf } from '../../support/an-opinion.ts'
import { type TestCtx, testCtx } from '../../support/index.ts'
import { noChannelAccounts } from '../../support/no-channel-accounts.ts'
import { noEdges } from '../../support/no-edges.ts'
import { bodyOf, queryOf } from './fitting-calls.ts'
import { type ForeignIds, foreignIds, isHidden, namedIn, neverGiven, secrecyOf } from './foreign-ids.ts'

/**
 * The permission matrix: every route of the console for every role, for somebody who is not signed in, from another origin,
 * without the CSRF token, and for a request of another department.
 */
const config = loadConfig({})
const origin = 'http://127.0.0.1'
const host = '127.0.0.1'
const insights: Insights = {
  classifier: {
    classify: openingOf('question', 'general'),
    version: () => 'm1',
    versions: () => ['m1'],
    switchTo: async () => undefined,
  },
  problems: async (ctx) => ({ asOf: ctx.clock.now().toISOString(), windowMs: 1, problems: [], faqCandidates: [] }),
  sealKey: sealKeyFrom('test'),
  guardLists: {
    read: async () => ({ version: 0, lists: shippedLists, shipped: shippedLists }),
    change: async () => ({ version: 1, lists: shippedLists, shipped: shippedLists }),
  },
}
const maskedText = 'Kredit foizi qancha? Kartam 8600005260181595'
type Person = { cookie: string; csrf: string; role: Role }

let ctx: TestCtx
let server: HttpServer
let foreign: RequestId
const people = new Map<Role, Person>()

async function hire(role: Role, departmentId: string): Promise<Person> {
  const first = `Birinchi-parol-${role}`
  const login = `bir-${role}`
  const fields = {
    displayName: `Xodim ${role}`,
    roles: [role],
    languages: [],
    capacity: 5,
    interfaceLanguage: 'uz-Latn' as const,
  }
  const id = await createOperator(ctx, { login, password: first, ...fields, departmentIds: [departmentId as never] })
  await changePassword(ctx, { operatorId: id, currentPassword: first, newPassword: `Ikkinchi-parol-${role}` })
  const { token, session } = await signIn(ctx, { login, password: `Ikkinchi-parol-${role}` })
  return { cookie: `${sessionCookieName(false)}=${token}`, csrf: session.csrfToken, role }
}

beforeAll(async () => {
  ctx = await testCtx()
  await seedStaff(ctx, { passwordFor: (login) => `parol-${login}-2026`, mustChange: true })
  await seedHandoff(ctx)
  const departments = await listDepartments(ctx)
  const topic = (await listTopics(ctx)).find((one) => one.code === 'credit')
  const elsewhere = departments.find((one) => one.id !== topic?.departmentId)
  const account = await saveChannelAccount(ctx, {
    kind: 'webchat',
    externalId: 'site',
    name: 'site',
    visibility: 'private',
    botEnabled: false,
  })
  const planner = await createIntakePlanner(ctx)
  const intake = createIntake(
    ctx,
    { classify: openingOf('question', 'credit'), planOpening: planner.planOpening },
    { sealKey: sealKeyFrom('test') },
  )
  const received = await intake.receive({
    channelAccountId: account.id,
    channel: 'webchat',
    visibility: 'private',
    conversationExternalId: 'v1',
    messageExternalId: 'v1:1',
    sender: { externalId: 'v1', displayName: 'Mijoz' },
    kind: 'text',
    text: maskedText,
    sentAt: ctx.clock.now(),
  })
  await intake.close()
  planner.close()
  foreign = received.requestId as RequestId
  for (const role of roles) people.set(role, await hire(role, elsewhere?.id ?? ''))
  server = await buildServer(ctx, config, { version: '1.0.0' })
  createDesk(server, {
    ctx,
    ctxFor: (request) => ctxOfRequest(ctx, request),
    isOwnOrigin: (request) => isSameOrigin(request, config),
    sessionCookie: sessionCookieName(false),
    isSecure: false,
    sessionMaxAgeSeconds: 60,
    insights,
    channelAccounts: noChannelAccounts,
    edges: noEdges,
  })
  await server.ready()
}, 120_000)
afterAll(async () => {
  await server.close()
  await ctx.close()
})

type Over = { origin?: string; csrf?: string | null; ids?: ForeignIds }
function call(route: DeskRoute, person: Person | null, over: Over = {}) {
  const ids = over.ids ?? { requestId: foreign }
  const path = route.path.replace(/:(\w+)/g, (_, name: keyof ForeignIds) => ids[name] ?? neverGiven)
  const csrf = over.csrf === undefined ? person?.csrf : over.csrf
  const body = bodyOf(route)
  return server.inject({
    method: route.method,
    url: path + queryOf(route),
    headers: {
      host,
      origin: over.origin ?? origin,
      ...(person ? { cookie: person.cookie } : {}),
      ...(csrf ? { 'x-csrf-token': csrf } : {}),
    },
    ...(route.method === 'GET' || body === undefined ? {} : { payload: body as object }),
  })
}
const codeOf = (answer: { body: string }) =>
  answer.body.startsWith('{') && !answer.body.includes('}\n{')
    ? ((JSON.parse(answer.body) as { code?: string }).code ?? '')
    : ''
/** Routes for whoever is signed in, at whatever step of it. */
const isForAll = ({ permission }: DeskRoute) => ['signed_in', 'signed_in_any_password', 'half_signed_in'].includes(permission)

describe('access', () => {
  const routes = deskRoutes(insights, noChannelAccounts, noEdges)

  it('a stranger gets 401 from every route', async () => {
    for (const route of routes) {
      const answer = await call(route, null)
      expect(answer.statusCode, `${route.method} ${route.path}: ${answer.body.slice(0, 200)}`).toBe(401)
    }
  })

  it('whoever lacks the permission of a route is refused by name, in every role', { timeout: 120_000 }, async () => {
    for (const role of roles) {
      const person = people.get(role) ?? null
      for (const route of routes) {
        if (isForAll(route) || (permissionsOfRole[role] as readonly string[]).includes(route.permission)) continue
        const answer = await call(route, person)
        expect(codeOf(answer), `${role}: ${route.method} ${route.path}: ${answer.statusCode}`).toBe('permission.missing')
      }
    }
  })

  it('whoever has the permission is not refused by it', { timeout: 120_000 }, async () => {
    for (const role of roles) {
      for (const route of routes.filter((one) => one.method === 'GET')) {
        if (!(permissionsOfRole[role] as readonly string[]).includes(route.permission)) continue
        const answer = await call(route, people.get(role) ?? null)
        expect(codeOf(answer), `${role}: ${route.path}`).not.toBe('permission.missing')
        expect(answer.statusCode, `${role}: ${route.path}: ${answer.body.slice(0, 200)}`).toBeLessThan(500)
      }
    }
  })

  it('a request of another department is as unknown to an operator as one that never was', async () => {
    const operator = people.get('operator') ?? null
    const about = routes.filter(
      (route) => route.path.includes(':requestId') && permissionsOfRole.operator.includes(route.permission as never),
    )
    expect(about.length).toBeGreaterThan(8)
    for (const route of about) {
      const answer = await call(route, operator)
      expect(codeOf(answer), `${route.method} ${route.path}: ${answer.body.slice(0, 120)}`).toBe('request.not_found')
    }
    expect((await call(about[0] as DeskRoute, people.get('supervisor') ?? null)).statusCode).toBe(200)
  })

  it('nothing is changed without the CSRF token or from another origin', async () => {
    const admin = people.get('supervisor') ?? null
    for (const route of routes.filter((one) => one.method !== 'GET')) {
      expect(codeOf(await call(route, admin, { csrf: null })), route.path).toBe('csrf.mismatch')
      expect(codeOf(await call(route, admin, { csrf: 'x'.repeat(43) })), route.path).toBe('csrf.mismatch')
      expect(codeOf(await call(route, admin, { origin: 'https://evil.example' })), route.path).toBe('origin.refused')
    }
  })

  it('the first picture tells each role what the routes themselves would, and before all steps no more than who is there', async () => {
    const read = async (path: string, cookie: string) => {
      const answer = await server.inject({ method: 'GET', url: path, headers: { host, cookie } })
      return answer.statusCode === 200 ? (JSON.parse(answer.body) as Record<string, unknown>) : null
    }
    for (const role of roles) {
      const { cookie } = people.get(role) as Person
      const start = await read('/api/start?view=all_open', cookie)
      const [me, directory, page] = await Promise.all(
        ['/api/me', '/api/directory', '/api/queue?view=all_open&limit=60'].map((path) => read(path, cookie)),
      )
      expect(start, role).toEqual({ me, directory, page })
    }
    const { token } = await signIn(ctx, { login: 'sherzod', password: 'parol-sherzod-2026' })
    const halfway = await read('/api/start?view=all_open', `${sessionCookieName(false)}=${token}`)
    expect(halfway).toMatchObject({ me: { login: 'sherzod', mustChangePassword: true }, directory: null, page: null })
  })

  it('a masked original is read only with the right and a reason, and that is on record', async () => {
    const reveal = routes.find((route) => route.path.endsWith('/reveal')) as DeskRoute
    const [message] = await ctx.db.query<{ id: string }>({ text: "select id from message where text like '%****%'" })
    const ask = (role: Role, payload: object) => {
      const person = people.get(role)
      const headers = { host, origin, cookie: person?.cookie ?? '', 'x-csrf-token': person?.csrf ?? '' }
      return server.inject({ method: 'POST', url: reveal.path.replace(':messageId', message?.id ?? ''), headers, payload })
    }
    expect(codeOf(await ask('operator', { reason: 'fraud_check' }))).toBe('permission.missing')
    expect(codeOf(await ask('supervisor', { reason: 'because I want to' }))).toBe('input.invalid')
    const shown = await ask('supervisor', { reason: 'fraud_check' })
    expect(JSON.parse(shown.body)).toEqual({ revisions: [{ revision: 0, text: maskedText }] })
    const [entry] = await ctx.db.query<{ facts: unknown }>({
      text: "select facts from audit_entry where action = 'message.revealed'",
    })
    expect(entry?.facts).toEqual({ reason: 'fraud_check' })
  })

  /** A session nobody has read anything in yet. */
  const freshCookie = async (role: Role) => {
    const { token } = await signIn(ctx, { login: `bir-${role}`, password: `Ikkinchi-parol-${role}` })
    return `${sessionCookieName(false)}=${token}`
  }
  const readWith = (cookie: string, url: string) => server.inject({ method: 'GET', url, headers: { host, cookie } })

  it('what a client wrote is read on record: who opened which request, and that somebody searched, never for what', async () => {
    const recorded = (action: string) =>
      ctx.db.query<{ subject_id: string; facts: object }>({
        text: 'select subject_id, facts from audit_entry where action = $1 order by id',
        values: [action],
      })
    const before = (await recorded('read.request')).length
    expect((await readWith(await freshCookie('operator'), `/api/requests/${foreign}`)).statusCode).toBe(404)
    expect(await recorded('read.request')).toHaveLength(before)
    const cookie = await freshCookie('supervisor')
    expect((await readWith(cookie, `/api/requests/${foreign}`)).statusCode).toBe(200)
    expect((await readWith(cookie, `/api/requests/${foreign}`)).statusCode).toBe(200) // a screen reads again: one reading
    const readings = await recorded('read.request')
    expect(readings).toHaveLength(before + 1)
    expect(readings.at(-1)?.subject_id).toBe(foreign)
    await readWith(cookie, '/api/queue?view=all_open&text=Karimova')
    expect(await recorded('read.search')).toEqual([{ subject_id: 'all_open', facts: { length: 8 } }])
  })

  it('what cannot be put on record is not shown', async () => {
    await ctx.db.query({
      text: `ALTER TABLE audit_entry ADD CONSTRAINT full_disk CHECK (action <> 'read.request') NOT VALID`,
    })
    try {
      const answer = await readWith(await freshCookie('manager'), `/api/requests/${foreign}`)
      expect(answer.statusCode).toBe(500)
      expect(answer.body).not.toContain('Kredit')
    } finally {
      await ctx.db.query({ text: 'ALTER TABLE audit_entry DROP CONSTRAINT full_disk' })
    }
  })

  it('every route that shows what a client wrote or is, and every export, is on record', () => {
    const isAbout = /^.api.(requests.:|contacts|attachments.:|messages.:|audit$)|export|csv$/
    /** Parts of the card that was opened before them, and lists of work to do, as the queue is. */
    const parts = /composer$|places$|time$|clocks|satisfaction$|inner-waits$|notes$|draft$/
    const silent = routes
      .filter((route) => route.method === 'GET' && isAbout.test(route.path) && !parts.test(route.path) && !route.onRecord)
      .map((route) => route.path)
    expect(silent).toEqual([])
    expect(routes.filter((route) => route.onRecord).length).toBeGreaterThan(7)
  })

  it('nobody works before the first change of password', async () => {
    const { token } = await signIn(ctx, { login: 'dilnoza', password: 'parol-dilnoza-2026' })
    const newcomer = { cookie: `${sessionCookieName(false)}=${token}`, csrf: 'x', role: 'operator' as const }
    for (const route of routes.filter((one) => one.method === 'GET')) {
      const answer = await call(route, newcomer)
      if (route.permission !== 'signed_in' && isForAll(route)) expect(answer.statusCode).toBe(200)
      else expect(codeOf(answer), route.path).toBe('session.password_change_required')
    }
  })

  describe('what belongs to another department or another person', () => {
    let ids: ForeignIds
    beforeAll(async () => {
      ids = await foreignIds(ctx, foreign)
    })
    const withIds = routes.filter(({ path }) => path.includes(':'))

    it('is said of every id an address can name, and of none that stands in no address', () => {
      const names = withIds.flatMap(({ path }) => namedIn(path))
      expect([...new Set(names)].sort()).toEqual(Object.keys(secrecyOf).sort())
    })

    /** Refused by name, unknown, or theirs to use. */
    async function askForeign(role: Role, route: DeskRoute): Promise<'refused' | 'unknown' | 'theirs'> {
      const may = new Set<string>(permissionsOfRole[role])
      const isAllowed = isForAll(route) || may.has(route.permission)
      if (isAllowed && !isHidden(route.path, may.has('departments.all'))) return 'theirs'
      const person = people.get(role) ?? null
      const answer = await call(route, person, { ids })
      const what = `${role}: ${route.method} ${route.path}: ${answer.statusCode} ${answer.body.slice(0, 200)}`
      if (!isAllowed) {
        expect([answer.statusCode, codeOf(answer)], what).toEqual([403, 'permission.missing'])
        return 'refused'
      }
      const never = await call(route, person, { ids: {} })
      expect([answer.statusCode, codeOf(answer)], what).toEqual([never.statusCode, codeOf(never)])
      // To let go of a view that is not there, or not one's own, is to have let go of it.
      expect(never.statusCode, what).toBe(route.path.endsWith('/:viewId') ? 200 : 404)
      return 'unknown'
    }

    it('is as unknown as what never was to whoever may not know of it, and refused by name to who lacks the right', {
      timeout: 120_000,
    }, async () => {
      const outcomes: string[] = []
      for (const role of roles) for (const route of withIds) outcomes.push(await askForeign(role, route))
      expect(outcomes.filter((one) => one === 'unknown').length).toBeGreaterThan(60)
      expect(outcomes.filter((one) => one === 'refused').length).toBeGreaterThan(200)
    })

    it('is there all the same: whoever answers for the whole bank finds it', async () => {
      const manager = people.get('manager') ?? null
      const readable = withIds.filter(
        ({ method, path, permission }) =>
          method === 'GET' &&
          isHidden(path, false) &&
          !path.endsWith('/proof') &&
          permissionsOfRole.manager.includes(permission as never),
      )
      expect(readable.length).toBeGreaterThan(5)
      for (const route of readable) {
        const answer = await call(route, manager, { ids })
        expect(answer.statusCode, `${route.path}: ${answer.body.slice(0, 200)}`).toBeLessThan(404)
      }
      // And nobody's attempts have changed what is another person's.
      const { rows } = await ctx.db.pool.query(
        `SELECT (SELECT count(*)::int FROM saved_view WHERE id = $1) AS views, (SELECT count(*)::int FROM staff_session WHERE id = $2 AND revoked_at IS NULL) AS sessions`,
        [ids.viewId, ids.sessionId],
      )
      expect(rows).toEqual([{ views: 1, sessions: 1 }])
    })
  })

  // Last, because what it may change it changes.
  it('whoever has the permission is let through to the work, which takes every shape it describes without a bug', {
    timeout: 120_000,
  }, async () => {
    for (const role of roles) {
      for (const route of routes.filter((one) => one.method !== 'GET')) {
        if (!(permissionsOfRole[role] as readonly string[]).includes(route.permission)) continue
        const answer = await call(route, people.get(role) ?? null)
        const what = `${role}: ${route.method} ${route.path}: ${answer.statusCode} ${answer.body.slice(0, 200)}`
        expect(['csrf.mismatch', 'origin.refused'], what).not.toContain(codeOf(answer))
        // What the schema refuses has fields; a file that is none is the work's own refusal.
        expect(answer.body, what).not.toContain('"fields"')
        // The work itself may ask for more than the door did: of a template's author and its approver, say.
        expect(answer.body, what).not.toContain(`"permission":"${route.permission}"`)
        expect(answer.statusCode, what).not.toBe(500)
      }
    }
  })
})
