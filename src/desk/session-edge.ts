/** Signing in and out: apart from the other routes, because there is no session to guard them with yet, or soon no more. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Me, SecondStepInput, SignInInput, SignInWays } from '#contracts'
import { AppError, isAppError, minuteMs } from '#kernel'
import type { OidcClient, Session } from '#platform'
import { openSealed, type SealKey, sealText } from '#privacy'
import { operatorOfClaims, recordProof, signIn, signInByOidc, signOut, takeSecondStep } from '#staff'
import { checkForgery, checkSteps, type GuardDeps, identify } from './guard.ts'
import { readMe } from './read-me.ts'

export type SingleSignOn = { readonly client: OidcClient; readonly label: string }

export type SessionDeps = GuardDeps & {
  readonly isSecure: boolean
  readonly sessionMaxAgeSeconds: number
  readonly sealKey: SealKey
  readonly singleSignOn?: SingleSignOn | undefined
}

/** Sign-ins a minute and address in this process: each costs a password hash. Failures are counted for all processes in staff. */
const signInsPerMinute = 120
const pace = { rateLimit: { max: signInsPerMinute, timeWindow: minuteMs } }
/** The way to the issuer and back, with the typing of a password there. */
const flowLastsMs = 10 * minuteMs

export function serveSession(server: FastifyInstance, deps: SessionDeps): void {
  const cookie = { path: '/', httpOnly: true, sameSite: 'strict' as const, secure: deps.isSecure }
  const enter = async (request: FastifyRequest, reply: FastifyReply, entered: { token: string; session: Session }) => {
    const me = await readMe(deps.ctxFor(request), entered.session)
    return reply.setCookie(deps.sessionCookie, entered.token, { ...cookie, maxAge: deps.sessionMaxAgeSeconds }).send(me)
  }
  server.route({
    method: 'GET',
    url: '/api/session/ways',
    config: { open: 'says which ways in there are' },
    schema: { summary: 'Which ways in this installation has.', tags: ['session'], response: { 200: SignInWays } },
    handler: async () => ({ oidc: deps.singleSignOn ? { label: deps.singleSignOn.label } : null }),
  })
  server.route({
    method: 'POST',
    url: '/api/session',
    config: { ...pace, open: 'signs in: login, password, origin, pace' },
    schema: {
      summary: 'Sign in. Sets the session cookie; where there is an authenticator, `waitsFor` asks for its code.',
      tags: ['session'],
      body: SignInInput,
      response: { 200: Me },
    },
    async handler(request, reply) {
      if (!deps.isOwnOrigin(request)) throw new AppError('origin.refused')
      const body = request.body as z.output<typeof SignInInput>
      return enter(request, reply, await signIn(deps.ctxFor(request), { ...body, ...from(request) }))
    },
  })
  server.route({
    method: 'POST',
    url: '/api/session/second-step',
    config: { ...pace, open: 'half a session, its CSRF token, origin, pace' },
    schema: {
      summary: 'The code of the authenticator or a recovery code: the session begins, under a new cookie.',
      tags: ['session'],
      body: SecondStepInput,
      response: { 200: Me },
    },
    async handler(request, reply) {
      const { ctx, caller } = await identify(deps, request)
      checkForgery(deps, request, caller.session.csrfToken)
      const { code } = request.body as z.output<typeof SecondStepInput>
      return enter(request, reply, await takeSecondStep(ctx, deps.sealKey, { half: caller.session, code, ...from(request) }))
    },
  })
  server.route({
    method: 'DELETE',
    url: '/api/session',
    config: { open: 'ends the session of the cookie: origin' },
    schema: { summary: 'Sign out. The session ends on the server too.', tags: ['session'] },
    async handler(request, reply) {
      if (!deps.isOwnOrigin(request)) throw new AppError('origin.refused')
      const token = request.cookies[deps.sessionCookie]
      if (token) await signOut(deps.ctxFor(request), token)
      return reply.clearCookie(deps.sessionCookie, cookie).status(204).send()
    },
  })
  serveSingleSignOn(server, deps)
}

function from(request: FastifyRequest): { userAgent?: string; address: string } {
  const userAgent = request.headers['user-agent']?.slice(0, 200)
  return { address: request.ip, ...(userAgent !== undefined && { userAgent }) }
}

const Flow = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  startedAt: z.number(),
  /** The session that is to be proven once more; null where one is to begin. */
  again: z.object({ tokenHash: z.string(), operatorId: z.string() }).nullable(),
})
type Flow = z.infer<typeof Flow>

/**
 * The flow waits in a sealed cookie of its own. It is Lax and not Strict: the browser comes back from another site, and the
 * session's cookie does not come with it, so what the flow is for is said in it.
 */
function serveSingleSignOn(server: FastifyInstance, deps: SessionDeps): void {
  const flowCookie = deps.isSecure ? '__Host-murojaat-oidc' : 'murojaat-oidc'
  const attributes = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure: deps.isSecure }
  const session = { ...attributes, sameSite: 'strict' as const, maxAge: deps.sessionMaxAgeSeconds }
  const start = async (reply: FastifyReply, again: Flow['again']) => {
    if (!deps.singleSignOn) throw new AppError('oidc.not_configured')
    const { address, flow } = await deps.singleSignOn.client.start(again !== null)
    const sealed = seal(deps.sealKey, { ...flow, startedAt: Date.now(), again })
    return reply.setCookie(flowCookie, sealed, { ...attributes, maxAge: flowLastsMs / 1_000 }).redirect(address)
  }
  const schema = { tags: ['session'] }
  server.route({
    method: 'GET',
    url: '/api/session/oidc',
    config: { ...pace, open: 'begins a sign-in at the issuer' },
    schema: { ...schema, summary: "Sign in by the bank's own sign-in: leads the browser to it." },
    handler: (_request, reply) => start(reply, null),
  })
  server.route({
    method: 'GET',
    url: '/api/session/oidc/again',
    config: { ...pace, open: 'a session: proves it once more at the issuer' },
    schema: { ...schema, summary: "Prove once more who one is, by the bank's own sign-in." },
    async handler(request, reply) {
      const { caller } = await identify(deps, request)
      checkSteps(caller.session, 'signed_in_any_password')
      const { tokenHash, operatorId } = caller.session
      return start(reply, { tokenHash, operatorId })
    },
  })
  server.route({
    method: 'GET',
    url: '/api/session/oidc/callback',
    config: { ...pace, open: 'ends a sign-in at the issuer: state, nonce, PKCE, the sealed flow of this browser' },
    schema: { ...schema, summary: "Where the bank's own sign-in leads back to." },
    async handler(request, reply) {
      void reply.clearCookie(flowCookie, attributes)
      try {
        const token = await finish(deps, request, request.cookies[flowCookie] ?? '')
        if (token !== null) void reply.setCookie(deps.sessionCookie, token, session)
        return reply.redirect('/')
      } catch (error) {
        if (!isAppError(error)) throw error
        deps.ctxFor(request).log.warn({ err: error }, 'a sign-in by the issuer was refused')
        return reply.redirect(`/?refused=${encodeURIComponent(error.code)}`)
      }
    },
  })
}

/** @returns the token of the session that began; null where one was proven once more. */
async function finish(deps: SessionDeps, request: FastifyRequest, sealedFlow: string): Promise<string | null> {
  if (!deps.singleSignOn) throw new AppError('oidc.not_configured')
  const flow = unseal(deps.sealKey, sealedFlow)
  if (flow === null || Date.now() - flow.startedAt > flowLastsMs) throw new AppError('oidc.refused')
  const ctx = deps.ctxFor(request)
  const query = new URL(request.url, 'http://localhost').searchParams
  const person = await deps.singleSignOn.client.finish(query, flow, flow.again !== null)
  if (flow.again === null) return (await signInByOidc(ctx, person, from(request))).token
  const operator = await operatorOfClaims(ctx, person)
  if (operator.id !== flow.again.operatorId) throw new AppError('oidc.refused')
  await recordProof(ctx, operator.id, flow.again.tokenHash, 'oidc')
  return null
}

function seal(key: SealKey, flow: Flow): string {
  const { keyId, nonce, ciphertext } = sealText(key, JSON.stringify(flow))
  return [keyId, nonce.toString('base64url'), ciphertext.toString('base64url')].join('.')
}

function unseal(key: SealKey, cookie: string): Flow | null {
  const [keyId = '', nonce = '', ciphertext = ''] = cookie.split('.')
  try {
    const text = openSealed(key, {
      keyId,
      nonce: Buffer.from(nonce, 'base64url'),
      ciphertext: Buffer.from(ciphertext, 'base64url'),
    })
    return Flow.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null // not sealed by us: a cookie somebody made up, or one from before the key changed
  }
}
