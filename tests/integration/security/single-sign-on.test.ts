/** Signing in by the bank's own sign-in, against a real OpenID provider, over the wire. */
import { createServer, type Server } from 'node:http'
import Provider, { type Configuration } from 'oidc-provider'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '#contracts'
import type { OperatorId } from '#kernel'
import { sessionCookieName } from '#platform'
import { changeOperator, createOperator, setEmail } from '#staff'
import { freePort } from '../../support/free-port.ts'
import { type RunningProgram, runningProgram } from '../../support/running-program.ts'

type Account = { email?: string; email_verified?: boolean; amr?: string[]; roles?: string[] }
const accounts = new Map<string, Account>()
/** Who signs in at the provider, and when they did. */
let person = 'dilnoza'
let authTime = () => Math.floor(Date.now() / 1_000)

let provider: Server
let program: RunningProgram
let base: string
let issuer: string

async function startProvider(port: number, redirectUri: string): Promise<Server> {
  const configuration: Configuration = {
    clients: [{ client_id: 'murojaat', client_secret: 'a secret of the test', redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified', 'roles'] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key of the test'] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...accounts.get(id) }) }),
  }
  const oidc = new Provider(`http://127.0.0.1:${port}`, configuration)
  const callback = oidc.callback()
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) {
      void callback(request, response)
      return
    }
    // The person signs in and agrees at once: nobody looks at this page.
    const finish = async () => {
      const { params, grantId } = await oidc.interactionDetails(request, response)
      const grant =
        (grantId && (await oidc.Grant.find(grantId))) ||
        new oidc.Grant({ accountId: person, clientId: String(params['client_id']) })
      grant.addOIDCScope('openid email')
      const amr = accounts.get(person)?.amr
      await oidc.interactionFinished(request, response, {
        login: { accountId: person, ts: authTime(), ...(amr && { amr }) },
        consent: { grantId: await grant.save() },
      })
    }
    finish().catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}

/** A browser that keeps cookies by place and follows where it is led. */
class Browser {
  private readonly jars = new Map<string, Map<string, string>>()
  cookiesOf(origin: string): Map<string, string> {
    const jar = this.jars.get(origin) ?? new Map<string, string>()
    this.jars.set(origin, jar)
    return jar
  }
  async ask(address: string, init: RequestInit = {}): Promise<Response> {
    const jar = this.cookiesOf(new URL(address).origin)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(address, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const isGone = /expires=Thu, 01 Jan 1970/i.test(line) || pair.slice(at + 1) === ''
      if (isGone) jar.delete(pair.slice(0, at))
      else jar.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }
  /** Every address it came by, the last first. */
  async follow(address: string): Promise<string[]> {
    const way = [address]
    for (let i = 0; i < 12; i++) {
      const answer = await this.ask(way[0] ?? '')
      const next = answer.headers.get('location')
      if (next === null) return way
      way.unshift(new URL(next, way[0]).href)
      if (way[0]?.startsWith(`${base}/?`) || way[0] === `${base}/`) return way
    }
    throw new Error('led round in a circle')
  }
}

const me = async (browser: Browser) => (await (await browser.ask(`${base}/api/me`)).json()) as Me
let people = 0
async function hire(email: string | null, roles: readonly ('operator' | 'manager')[] = ['operator']) {
  const login = `oidc${people++}`
  const fields = { displayName: login, roles, languages: [], capacity: 1, departmentIds: [], interfaceLanguage: 'en' as const }
  const id = await createOperator(program.ctx, { login, password: 'olma anor behi 7', ...fields })
  if (email !== null) await setEmail(program.ctx, id, email)
  return { id: id as OperatorId, login }
}
const signIn = (browser: Browser) => browser.follow(`${base}/api/session/oidc`)

beforeAll(async () => {
  const [issuerPort, port] = [await freePort(), await freePort()]
  base = `http://127.0.0.1:${port}`
  issuer = `http://127.0.0.1:${issuerPort}`
  provider = await startProvider(issuerPort, `${base}/api/session/oidc/callback`)
  program = await runningProgram({
    PORT: String(port),
    PUBLIC_URL: base,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'murojaat',
    OIDC_CLIENT_SECRET: 'a secret of the test',
    OIDC_LABEL: 'Bank ID',
  })
}, 120_000)
afterAll(async () => {
  await program.remove()
  provider.close()
  provider.closeAllConnections()
})
beforeEach(() => {
  authTime = () => Math.floor(Date.now() / 1_000)
})

describe("the bank's own sign-in", () => {
  it('is offered at the door', async () => {
    expect(await (await fetch(`${base}/api/session/ways`)).json()).toEqual({ oidc: { label: 'Bank ID' } })
  })

  it('lets in an operator known by a verified address, asks with PKCE, state and nonce, and leaves nothing secret in an address', async () => {
    const operator = await hire('ana@bank.uz')
    person = 'subject-ana'
    accounts.set(person, { email: 'Ana@Bank.uz', email_verified: true })
    const browser = new Browser()
    const way = await signIn(browser)
    expect(way[0]).toBe(`${base}/`)
    const asked = new URL(way.find((address) => address.includes('/auth?')) ?? '').searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length, name).toBeGreaterThan(20)
    expect(await me(browser)).toMatchObject({
      operatorId: operator.id,
      roles: ['operator'],
      mustChangePassword: false,
      provesBy: 'oidc',
    })
    const session = browser.cookiesOf(base).get(sessionCookieName(false)) ?? ''
    expect(session.length).toBeGreaterThan(20)
    for (const address of way) expect(address).not.toContain(session)
    // From now on the subject counts: the address may change.
    accounts.set(person, { email: 'somebody.else@bank.uz', email_verified: true })
    const again = new Browser()
    await signIn(again)
    expect(await me(again)).toMatchObject({ operatorId: operator.id })
  })

  it('never makes an operator nor gives a role, whatever the token claims', async () => {
    person = 'subject-stranger'
    accounts.set(person, { email: 'nobody@bank.uz', email_verified: true, roles: ['administrator'] })
    const before = await program.ctx.db.query({ text: 'SELECT id FROM operator' })
    const browser = new Browser()
    expect((await signIn(browser))[0]).toBe(`${base}/?refused=login.unknown_person`)
    expect((await browser.ask(`${base}/api/me`)).status).toBe(401)
    expect(await program.ctx.db.query({ text: 'SELECT id FROM operator' })).toHaveLength(before.length)
    const operator = await hire('plain@bank.uz')
    person = 'subject-plain'
    accounts.set(person, { email: 'plain@bank.uz', email_verified: true, roles: ['administrator'] })
    const known = new Browser()
    await signIn(known)
    expect(await me(known)).toMatchObject({ operatorId: operator.id, roles: ['operator'] })
  })

  it('does not take an address nobody verified, nor one of somebody who is linked already or switched off', async () => {
    const bek = await hire('bek@bank.uz')
    person = 'subject-unverified'
    accounts.set(person, { email: 'bek@bank.uz', email_verified: false })
    expect((await signIn(new Browser()))[0]).toContain('refused=login.unknown_person')
    person = 'subject-bek'
    accounts.set(person, { email: 'bek@bank.uz', email_verified: true })
    expect((await signIn(new Browser()))[0]).toBe(`${base}/`)
    person = 'subject-thief'
    accounts.set(person, { email: 'bek@bank.uz', email_verified: true })
    expect((await signIn(new Browser()))[0]).toContain('refused=login.unknown_person')
    await changeOperator(program.ctx, bek.id, { isActive: false })
    person = 'subject-bek'
    expect((await signIn(new Browser()))[0]).toContain('refused=login.unknown_person')
  })

  it('refuses an answer that was not asked for: another state, another browser, a code used twice', async () => {
    await hire('state@bank.uz')
    person = 'subject-state'
    accounts.set(person, { email: 'state@bank.uz', email_verified: true })
    const browser = new Browser()
    const way = await signIn(browser)
    const callback = way.find((address) => address.includes('/callback?')) ?? ''
    const refused = `${base}/?refused=oidc.refused`
    expect((await browser.follow(callback))[0]).toBe(refused) // the flow was spent with the first one
    const victim = new Browser()
    await victim.ask(`${base}/api/session/oidc`)
    expect((await victim.follow(callback))[0]).toBe(refused) // its own flow, a foreign code and state
    const forged = new URL(callback)
    forged.searchParams.set('state', 'x'.repeat(43))
    expect((await new Browser().follow(forged.href))[0]).toBe(refused)
    const made = new Browser()
    made.cookiesOf(base).set('murojaat-oidc', 'made.up.cookie')
    expect((await made.follow(callback))[0]).toBe(refused)
  })

  it('proves once more who somebody is, only the same person and only by signing in anew', async () => {
    await hire('proof@bank.uz')
    person = 'subject-proof'
    accounts.set(person, { email: 'proof@bank.uz', email_verified: true })
    const browser = new Browser()
    await signIn(browser)
    const proven = async () =>
      (
        await program.ctx.db.query<{ at: Date }>({
          text: "SELECT s.proven_at AS at FROM staff_session s JOIN operator o ON o.id = s.operator_id WHERE o.email = 'proof@bank.uz' ORDER BY s.created_at DESC LIMIT 1",
        })
      )[0]?.at.getTime() ?? 0
    const first = await proven()
    const again = () => browser.follow(`${base}/api/session/oidc/again`)
    expect((await again())[0]).toBe(`${base}/`)
    const second = await proven()
    expect(second).toBeGreaterThan(first)
    authTime = () => Math.floor(Date.now() / 1_000) - 3_600
    expect((await again())[0]).toContain('refused=')
    authTime = () => Math.floor(Date.now() / 1_000)
    await hire('other@bank.uz')
    person = 'subject-other'
    browser.cookiesOf(issuer).clear() // somebody else at the same screen
    accounts.set(person, { email: 'other@bank.uz', email_verified: true })
    expect((await again())[0]).toContain('refused=oidc.refused')
    expect(await proven()).toBe(second)
  })
})
