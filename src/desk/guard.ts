import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#kernel'
import { type Ctx, constantTimeEquals, withActor } from '#platform'
import { findSession, getOperator, permissionsOf } from '#staff'
import type { Caller, DeskRoute } from './desk-route.ts'

export type GuardDeps = {
  /** The machinery with this request's id as trace. */
  readonly ctxFor: (request: FastifyRequest) => Ctx
  /** Whether the browser says the call comes from one of our own pages. */
  readonly isOwnOrigin: (request: FastifyRequest) => boolean
  readonly sessionCookie: string
}

/** What the guard found out, kept with the request for its handler. */
const callers = new WeakMap<FastifyRequest, { ctx: Ctx; caller: Caller }>()

export function callOf(request: FastifyRequest): { ctx: Ctx; caller: Caller } {
  const found = callers.get(request)
  if (!found) throw new AppError('session.missing')
  return found
}

/**
 * Finds out who calls from the session cookie.
 * @throws AppError session.missing, session.expired
 */
export async function identify(deps: GuardDeps, request: FastifyRequest): Promise<{ ctx: Ctx; caller: Caller }> {
  const ctx = deps.ctxFor(request)
  const token = request.cookies[deps.sessionCookie]
  if (!token) throw new AppError('session.missing')
  const session = await findSession(ctx, token)
  if (!session) throw new AppError('session.expired')
  const operator = await getOperator(ctx, session.operatorId)
  const viewer = {
    operatorId: operator.id,
    departmentIds: new Set<string>(operator.departmentIds),
    permissions: permissionsOf(operator.roles),
  }
  return { ctx: withActor(ctx, { kind: 'operator', id: operator.id, roles: operator.roles }), caller: { session, viewer } }
}

/**
 * Stands before every route: session, first password change, origin and CSRF for everything that changes something, and
 * the one permission the route declares.
 */
export function guard(deps: GuardDeps, route: DeskRoute) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const found = await identify(deps, request)
    const { session, viewer } = found.caller
    if (session.mustChangePassword && route.permission !== 'signed_in_any_password') {
      throw new AppError('session.password_change_required')
    }
    if (route.method !== 'GET') checkForgery(deps, request, session.csrfToken)
    const isSignedInEnough = route.permission === 'signed_in' || route.permission === 'signed_in_any_password'
    if (!isSignedInEnough && !viewer.permissions.has(route.permission)) {
      throw new AppError('permission.missing', { permission: route.permission })
    }
    callers.set(request, found)
  }
}

function checkForgery(deps: GuardDeps, request: FastifyRequest, csrfToken: string): void {
  if (!deps.isOwnOrigin(request)) throw new AppError('origin.refused')
  const given = request.headers['x-csrf-token']
  if (typeof given !== 'string' || !constantTimeEquals(given, csrfToken)) throw new AppError('csrf.mismatch')
}
