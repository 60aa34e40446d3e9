/** A person's own security, everybody's sessions, and which roles must have a second step. */
import { z } from 'zod'
import {
  EnrolmentStart,
  MySecurity,
  ProofInput,
  RecoveryCodes,
  SecondStepInput,
  SecondStepRoles,
  SessionView,
} from '#contracts'
import { AppError, isId, type OperatorId } from '#kernel'
import type { Ctx } from '#platform'
import type { SealKey } from '#privacy'
import {
  changeSecondStepRoles,
  confirmEnrolment,
  endOtherSessions,
  endSession,
  type ListedSession,
  listAllSessions,
  listOperators,
  listOwnSessions,
  proveAgain,
  readSecondStepRoles,
  removeOwnFactor,
  renewRecoveryCodes,
  resetFactor,
  secondFactorOf,
  startEnrolment,
} from '#staff'
import { type DeskRoute, defineRoute } from './desk-route.ts'

const SessionParams = z.object({ sessionId: z.string().max(64) })

async function sessionViews(ctx: Ctx, sessions: readonly ListedSession[], thisId: string) {
  const names = new Map((await listOperators(ctx)).map(({ id, displayName }) => [id, displayName]))
  return sessions.map(({ id, operatorId, createdAt, lastSeenAt, expiresAt, address, userAgent, method }) => ({
    id,
    operatorId,
    operatorName: names.get(operatorId) ?? '',
    startedAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    address,
    userAgent,
    method,
    isThis: id === thisId,
  }))
}

const ownStep = (sealKey: SealKey): DeskRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/api/me/security',
    summary: "One's own authenticator and open sessions.",
    permission: 'signed_in_any_password',
    answer: MySecurity,
    async handle({ ctx, caller: { session } }) {
      const [secondStep, sessions] = await Promise.all([
        secondFactorOf(ctx, session.operatorId, session.roles),
        listOwnSessions(ctx, session.operatorId),
      ])
      return { secondStep, sessions: await sessionViews(ctx, sessions, session.id) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/proof',
    summary: 'Prove once more who one is, by the authenticator or the password; counts for ten minutes.',
    permission: 'signed_in_any_password',
    body: ProofInput,
    async handle({ ctx, caller, body, reply }) {
      await proveAgain(ctx, sealKey, { session: caller.session, secret: body.secret })
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/second-step',
    summary: 'Begin to set up an authenticator. The secret is told in this answer and never again.',
    permission: 'signed_in_any_password',
    needsProof: true,
    answer: EnrolmentStart,
    handle: ({ ctx, caller }) => startEnrolment(ctx, sealKey, caller.viewer.operatorId),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/second-step/confirm',
    summary: 'The first code switches the authenticator on. Other sessions end; the recovery codes are told once.',
    permission: 'signed_in_any_password',
    needsProof: true,
    body: SecondStepInput,
    answer: RecoveryCodes,
    async handle({ ctx, caller: { session }, body }) {
      const { operatorId, tokenHash: keepTokenHash } = session
      return { recoveryCodes: await confirmEnrolment(ctx, sealKey, { operatorId, code: body.code, keepTokenHash }) }
    },
  }),
]

const ownRest: DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/me/recovery-codes',
    summary: 'New recovery codes in place of the former, told once.',
    permission: 'signed_in',
    needsProof: true,
    answer: RecoveryCodes,
    handle: async ({ ctx, caller }) => ({ recoveryCodes: await renewRecoveryCodes(ctx, caller.viewer.operatorId) }),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/me/second-step',
    summary: "Switch one's own authenticator off, where no role demands it.",
    permission: 'signed_in',
    needsProof: true,
    async handle({ ctx, caller: { session }, reply }) {
      await removeOwnFactor(ctx, session.operatorId, session.roles)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/me/sessions',
    summary: "End every other session of one's own.",
    permission: 'signed_in',
    async handle({ ctx, caller: { session }, reply }) {
      await endOtherSessions(ctx, session.operatorId, session.tokenHash)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/me/sessions/:sessionId',
    summary: "End one session of one's own.",
    permission: 'signed_in',
    params: SessionParams,
    async handle({ ctx, caller, params, reply }) {
      await endSession(ctx, params.sessionId, caller.viewer.operatorId)
      return reply.status(204).send()
    },
  }),
]

const everybodys: DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/sessions',
    summary: 'Everybody who is signed in, the last used first, at most a thousand.',
    permission: 'sessions.revoke',
    answer: z.array(SessionView),
    handle: async ({ ctx, caller }) => sessionViews(ctx, await listAllSessions(ctx), caller.session.id),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/sessions/:sessionId',
    summary: "End anybody's session.",
    permission: 'sessions.revoke',
    params: SessionParams,
    async handle({ ctx, params, reply }) {
      await endSession(ctx, params.sessionId, null)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/operators/:operatorId/second-step',
    summary: 'Forget the authenticator of somebody who lost it; every session of theirs ends.',
    permission: 'staff.edit',
    needsProof: true,
    params: z.object({ operatorId: z.string().max(64) }),
    async handle({ ctx, params, reply }) {
      if (!isId(params.operatorId)) throw new AppError('operator.not_found')
      await resetFactor(ctx, params.operatorId as OperatorId)
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/second-step-roles',
    summary: 'Roles that must have an authenticator.',
    permission: 'settings.edit',
    answer: SecondStepRoles,
    handle: async ({ ctx }) => ({ roles: [...(await readSecondStepRoles(ctx))] }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/second-step-roles',
    summary: 'Demand an authenticator of these roles, from their next request on.',
    permission: 'settings.edit',
    needsProof: true,
    body: SecondStepRoles,
    answer: SecondStepRoles,
    async handle({ ctx, body }) {
      await changeSecondStepRoles(ctx, body.roles)
      return { roles: body.roles }
    },
  }),
]

export const securityRoutes = (sealKey: SealKey): readonly DeskRoute[] => [...ownStep(sealKey), ...ownRest, ...everybodys]
