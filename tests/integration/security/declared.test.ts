/** The whole program as it runs: every route says who may call it, and every frame is in the table. */
import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import {
  accessOfClientFrame,
  accessOfServerFrame,
  closeCodes,
  DeskClientFrame,
  DeskServerFrame,
  permissions,
  permissionsOfRole,
  type Role,
  roles,
  WidgetClientFrame,
  WidgetServerFrame,
} from '#contracts'
import { createIntakePlanner, listTopics } from '#handoff'
import { createIntake, saveChannelAccount } from '#inbox'
import { type DepartmentId, newId, type OperatorId } from '#kernel'
import { type ListedRoute, routesOf, sessionCookieName, withActor } from '#platform'
import { sealKeyFrom } from '#privacy'
import {
  changeOperator,
  changePassword,
  changeSecondStepRoles,
  createOperator,
  endSession,
  findSession,
  listDepartments,
  signIn,
  signOut,
} from '#staff'
import { openingOf } from '../../support/an-opinion.ts'
import { arbitraryOf } from '../../support/arbitrary-of.ts'
import { fuzz } from '../../support/fuzz.ts'
import { type RunningProgram, runningProgram } from '../../support/running-program.ts'
import { until } from '../../support/until.ts'

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

describe('the lines of a console', () => {
  type Person = { id: OperatorId; token: string; csrfToken: string }
  let foreign: string
  let elsewhere: DepartmentId
  const admin = () => withActor(running.ctx, { kind: 'system', name: 'test' })

  beforeAll(async () => {
    const { ctx } = running
    const topic = (await listTopics(ctx)).find(({ code }) => code === 'credit')
    elsewhere = (await listDepartments(ctx)).find(({ id }) => id !== topic?.departmentId)?.id ?? ('' as DepartmentId)
    const account = await saveChannelAccount(ctx, {
      ...{ kind: 'webchat', externalId: 'elsewhere', name: 'site', visibility: 'private', botEnabled: false },
    })
    const planner = await createIntakePlanner(ctx)
    const deps = { classify: openingOf('question', 'credit'), planOpening: planner.planOpening }
    const intake = createIntake(ctx, deps, { sealKey: sealKeyFrom('test') })
    const received = await intake.receive({
      ...{ channelAccountId: account.id, channel: 'webchat', visibility: 'private', kind: 'text', text: 'Kredit?' },
      ...{ conversationExternalId: 'f1', messageExternalId: 'f1:1', sender: { externalId: 'f1', displayName: 'Mijoz' } },
      sentAt: ctx.clock.now(),
    })
    foreign = received.requestId ?? ''
    await intake.close()
    planner.close()
  })

  async function hire(role: Role): Promise<Person> {
    const login = `x${newId().slice(-10)}`
    const [first, second] = [`Birinchi-${login}-1`, `Ikkinchi-parol-2`]
    const fields = { displayName: 'Xodim', roles: [role], languages: [], capacity: 5, interfaceLanguage: 'uz-Latn' as const }
    const id = await createOperator(admin(), { login, password: first, ...fields, departmentIds: [elsewhere] })
    await changePassword(running.ctx, { operatorId: id, currentPassword: first, newPassword: second })
    const { token, session } = await signIn(running.ctx, { login, password: second })
    return { id, token, csrfToken: session.csrfToken }
  }

  type Line = {
    say(frame: unknown): void
    /** As it is, whatever it is. */
    throwAt(bytes: string | Uint8Array): void
    readonly heard: DeskServerFrame[]
    closed(): number | undefined
    end(): void
  }
  async function connect({ token, csrfToken }: Person): Promise<Line> {
    const socket = new WebSocket(`${running.base.replace('http', 'ws')}/desk/live`, {
      headers: { cookie: `${sessionCookieName(false)}=${token}`, origin: running.base },
    })
    const heard: DeskServerFrame[] = []
    let code: number | undefined
    socket.on('message', (data: Buffer) => heard.push(...(JSON.parse(data.toString()) as DeskServerFrame[])))
    socket.on('close', (why) => (code = why))
    socket.on('error', () => undefined)
    await once(socket, 'open')
    const say = (frame: unknown) => socket.send(JSON.stringify(frame))
    say({ kind: 'hello', csrfToken, after: null })
    await until(() => heard.some(({ kind }) => kind === 'live') || code !== undefined, { what: 'the line being live' })
    const throwAt = (bytes: string | Uint8Array) => socket.send(bytes)
    return { say, throwAt, heard, closed: () => code, end: () => socket.terminate() }
  }
  const refusals = (line: Line) => line.heard.flatMap((frame) => (frame.kind === 'refused' ? [frame.code] : []))

  const heardPongs = (line: Line) => line.heard.filter(({ kind }) => kind === 'pong').length

  type Option = (typeof DeskClientFrame.options)[number]
  /** What this role must be told of such a frame about a request of another department. */
  function expectedOf(role: Role, kind: DeskClientFrame['kind']): string[] {
    const may = new Set<string>(permissionsOfRole[role])
    const access = accessOfClientFrame[kind]
    if (access !== 'signed_in' && !may.has(access)) return ['permission.missing']
    return kind === 'open' && !may.has('departments.all') ? ['request.not_found'] : []
  }

  async function sayOne(line: Line, role: Role, option: Option): Promise<void> {
    const kind = option.shape.kind.value
    const expected = expectedOf(role, kind)
    const [made] = fc.sample(arbitraryOf(option), { numRuns: 1, seed: 3 }) as [object]
    const [refused, answered] = [refusals(line).length, heardPongs(line)]
    line.say({ ...made, ...('requestId' in option.shape && { requestId: foreign }) })
    if (expected.length === 0) line.say({ kind: 'ping', at: 1 })
    const isTold = () => (expected.length === 0 ? heardPongs(line) > answered : refusals(line).length > refused)
    await until(isTold, { what: `an answer to ${kind} of ${role}` })
    expect(refusals(line).slice(refused), `${role}: ${kind}`).toEqual(expected)
  }

  it('take from every role the frames the table gives it and no other, and know no request of another department', async () => {
    for (const role of roles) {
      const line = await connect(await hire(role))
      for (const option of DeskClientFrame.options) if (option.shape.kind.value !== 'hello') await sayOne(line, role, option)
      expect(line.closed(), role).toBeUndefined()
      line.end()
    }
  }, 120_000)

  it('are closed the moment a role is taken, a session ended or a person switched off, and nobody else’s are', async () => {
    const [moved, ended, gone, other] = await Promise.all((['mentor', 'operator', 'operator', 'operator'] as const).map(hire))
    if (!moved || !ended || !gone || !other) throw new Error('nobody was hired')
    const lines = await Promise.all([moved, ended, gone, other].map(connect))
    const session = await findSession(running.ctx, ended.token)
    await changeOperator(admin(), moved.id, { roles: ['operator'] })
    await endSession(admin(), session?.id ?? '', null)
    await changeOperator(admin(), gone.id, { isActive: false })
    // The line's own look is every fifteen seconds: this is sooner.
    await until(() => lines.slice(0, 3).every((line) => line.closed() !== undefined), { what: 'the three lines being closed' })
    expect(lines.map((line) => line.closed())).toEqual([
      closeCodes.changed,
      closeCodes.unauthenticated,
      closeCodes.unauthenticated,
      undefined,
    ])
    for (const line of lines) line.end()
  }, 60_000)

  it('are closed the moment a role of their person must have an authenticator that is not there, and no other’s are', async () => {
    const [demanded, other] = [await connect(await hire('mentor')), await connect(await hire('operator'))]
    await changeSecondStepRoles(admin(), ['mentor'])
    try {
      await until(() => demanded.closed() !== undefined, { what: 'the line of whoever must enrol being closed' })
      expect([demanded.closed(), other.closed()]).toEqual([closeCodes.unauthenticated, undefined])
    } finally {
      await changeSecondStepRoles(admin(), [])
    }
    other.end()
  }, 60_000)

  it('are not opened by a session that ended between the door and the first word', async () => {
    const person = await hire('operator')
    const socket = new WebSocket(`${running.base.replace('http', 'ws')}/desk/live`, {
      headers: { cookie: `${sessionCookieName(false)}=${person.token}`, origin: running.base },
    })
    await once(socket, 'open')
    await signOut(running.ctx, person.token)
    const closed = once(socket, 'close')
    socket.send(JSON.stringify({ kind: 'hello', csrfToken: person.csrfToken, after: null }))
    expect((await closed)[0]).toBe(closeCodes.unauthenticated)
  })

  /** Frames of other lines, broken ones, and bytes that are none. */
  const thrown: fc.Arbitrary<string | Uint8Array> = fc.oneof(
    fc.string(),
    fc.json(),
    fc.uint8Array({ maxLength: 64 }),
    fc.constantFrom(
      '',
      'null',
      '[]',
      '{}',
      '{"kind":"open"',
      '{"kind":"__proto__"}',
      '{"__proto__":{"kind":"ping"}}',
      '\u0000',
      'x'.repeat(20_000),
    ),
    fc
      .oneof(arbitraryOf(DeskServerFrame), arbitraryOf(WidgetClientFrame), arbitraryOf(WidgetServerFrame))
      .map((frame) => JSON.stringify(frame)),
    arbitraryOf(DeskClientFrame).map((frame) => JSON.stringify(frame).slice(0, -3)),
    // Right ones in any order, with what is nobody's in them.
    arbitraryOf(DeskClientFrame).map((frame) => JSON.stringify(frame)),
  )
  const documented = new Set<number>([...Object.values(closeCodes), 1009])

  it('bear whatever is thrown at them while they are live: refused by name or closed by a code there is, and nobody else hears of it', async () => {
    const person = await hire('operator')
    const bystander = await connect(await hire('operator'))
    const before = bystander.heard.length
    await fc.assert(
      fc.asyncProperty(fc.array(thrown, { minLength: 1, maxLength: 5 }), async (some) => {
        const line = await connect(person)
        for (const one of some) line.throwAt(one)
        line.say({ kind: 'ping', at: 77 })
        await until(() => line.closed() !== undefined || heardPongs(line) > 0, { what: 'an answer to what was thrown' })
        if (line.closed() !== undefined) expect(documented, `${line.closed()}`).toContain(line.closed())
        line.end()
      }),
      fuzz(15),
    )
    const line = await connect(person)
    line.throwAt('x'.repeat(1_100_000))
    await until(() => line.closed() !== undefined, { what: 'a line with a frame of a megabyte being closed' })
    expect(documented).toContain(line.closed())
    bystander.say({ kind: 'ping', at: 78 })
    await until(() => heardPongs(bystander) > 0, { what: 'the other line being answered' })
    // Presence is everybody's to know; nothing else of it is.
    const told = bystander.heard.slice(before).filter(({ kind }) => !['pong', 'operator'].includes(kind))
    expect(told).toEqual([])
    bystander.end()
  }, 120_000)
})

describe('the lines of a widget', () => {
  it('bear whatever is thrown at them while they are live, and no other visitor hears of it', async () => {
    const site = `${running.base}/widget/demo`
    const visit = async (): Promise<string> => {
      const headers = { 'content-type': 'application/json', origin: running.base }
      const answer = await fetch(`${site}/session`, { method: 'POST', headers, body: '{}' })
      return ((await answer.json()) as { visitorToken: string }).visitorToken
    }
    const open = async (visitorToken: string) => {
      const socket = new WebSocket(`${site.replace('http', 'ws')}/live`, { headers: { origin: running.base } })
      const heard: WidgetServerFrame[] = []
      let code: number | undefined
      socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as WidgetServerFrame))
      socket.on('close', (why) => (code = why))
      socket.on('error', () => undefined)
      await once(socket, 'open')
      socket.send(JSON.stringify({ kind: 'hello', visitorToken, after: 0 }))
      await until(() => heard.some(({ kind }) => kind === 'live'), { what: 'the widget being live' })
      return { socket, heard, code: () => code }
    }
    const thrown = fc.oneof(
      fc.string(),
      fc.json(),
      fc.uint8Array({ maxLength: 64 }),
      fc.constantFrom('', '{}', '{"kind":"send"', '{"kind":"hello","visitorToken":"x","after":0}', 'x'.repeat(40_000)),
      fc.oneof(arbitraryOf(WidgetServerFrame), arbitraryOf(DeskClientFrame)).map((frame) => JSON.stringify(frame)),
      fc.constant(JSON.stringify({ kind: 'seen', deliveredSeq: Number.MAX_SAFE_INTEGER, readSeq: 0 })),
      fc.constant(JSON.stringify({ kind: 'send', message: { clientMessageId: 'x', text: 'a' } })),
    )
    const documented = new Set<number>([...Object.values(closeCodes), 1009])
    const [mine, other] = [await visit(), await open(await visit())]
    await fc.assert(
      fc.asyncProperty(fc.array(thrown, { minLength: 1, maxLength: 4 }), async (some) => {
        const { socket, heard, code } = await open(mine)
        for (const one of some) socket.send(one)
        socket.send(JSON.stringify({ kind: 'ping', at: 77 }))
        const isAnswered = () => code() !== undefined || heard.some(({ kind }) => kind === 'pong')
        await until(isAnswered, { what: 'an answer to what was thrown' })
        if (code() !== undefined) expect(documented, `${code()}`).toContain(code())
        socket.terminate()
      }),
      fuzz(15),
    )
    const { socket, code } = await open(mine)
    socket.send('x'.repeat(1_100_000))
    await until(() => code() !== undefined, { what: 'a widget with a frame of a megabyte being closed' })
    expect(documented).toContain(code())
    other.socket.send(JSON.stringify({ kind: 'ping', at: 78 }))
    await until(() => other.heard.some(({ kind }) => kind === 'pong'), { what: 'the other widget being answered' })
    expect(other.heard.map(({ kind }) => kind)).toEqual(['live', 'pong'])
    other.socket.terminate()
  }, 120_000)
})
