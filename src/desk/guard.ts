import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#kernel'
import { type Ctx, constantTimeEquals, type Session, withActor } from '#platform'
import { findSession, getOperator, isProofFresh, permissionsOf } from '#staff'
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
  const mentorId = operator.probation?.mentorId ?? null
  const acting = withActor(ctx, { kind: 'operator', id: operator.id, roles: operator.roles })
  return { ctx: acting, caller: { session, viewer, mentorId } }
}

/**
 * Stands before every route: session with all its steps, origin and CSRF for everything that changes something, the one
 * permission the route declares, and a fresh proof of who it is where the route asks for one.
 */
export function guard(deps: GuardDeps, route: DeskRoute) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const found = await identify(deps, request)
    const { session, viewer } = found.caller
    checkSteps(session, route.permission)
    if (route.method !== 'GET') checkForgery(deps, request, session.csrfToken)
    if (!isStep(route.permission) && !viewer.permissions.has(route.permission)) {
      throw new AppError('permission.missing', { permission: route.permission })
    }
    if (route.needsProof && !isProofFresh(found.ctx, session)) throw new AppError('session.proof_required')
    callers.set(request, found)
  }
}

const steps = ['signed_in', 'signed_in_any_password', 'half_signed_in'] as const
const isStep = (permission: DeskRoute['permission']): permission is (typeof steps)[number] =>
  (steps as readonly string[]).includes(permission)

/** Whether everything of the console is open to this session: nothing of signing in is left to do. */
export const hasDoneAllSteps = (session: Session): boolean => session.waitsFor === null && !session.mustChangePassword

/** @throws session.second_step_required, session.password_change_required, session.enrolment_required */
export function checkSteps(session: Session, permission: DeskRoute['permission']): void {
  if (permission === 'half_signed_in') return
  if (session.waitsFor === 'second_step') throw new AppError('session.second_step_required')
  if (permission === 'signed_in_any_password') return
  if (session.mustChangePassword) throw new AppError('session.password_change_required')
  if (session.waitsFor === 'enrolment') throw new AppError('session.enrolment_required')
}

/** @throws origin.refused, csrf.mismatch */
export function checkForgery(deps: GuardDeps, request: FastifyRequest, csrfToken: string): void {
  if (!deps.isOwnOrigin(request)) throw new AppError('origin.refused')
  const given = request.headers['x-csrf-token']
  if (typeof given !== 'string' || !constantTimeEquals(given, csrfToken)) throw new AppError('csrf.mismatch')
}
