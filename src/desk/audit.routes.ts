/** The audit: who did and read what, found by person, object, action and period, and taken along as a file that proves itself. */
import { Readable } from 'node:stream'
import type { z } from 'zod'
import { AuditFilter, AuditPage, AuditQuery, AuditState, prefixesOfGroup } from '#contracts'
import { findRequestByNumber, requestNumbers } from '#inbox'
import { type AuditFilterOf, type AuditRow, type Ctx, chainEnd, exportAudit, readAudit } from '#platform'
import { type SealKey, signingKeyOf } from '#privacy'
import { listOperators } from '#staff'
import { type DeskRoute, defineRoute } from './desk-route.ts'

/** A subject that nothing has: what was asked for does not exist, so nothing is found. */
const nothing = { kind: 'none', id: '' }

async function subjectOf(ctx: Ctx, asked: string): Promise<{ kind: string; id: string }> {
  const parts = /^([a-z_]+):(.+)$/.exec(asked)
  if (parts?.[1] && parts[2]) return { kind: parts[1], id: parts[2] }
  const id = await findRequestByNumber(ctx, asked.toUpperCase())
  return id === null ? nothing : { kind: 'request', id }
}

async function filterOf(ctx: Ctx, query: z.output<typeof AuditFilter>): Promise<AuditFilterOf> {
  const { actor, action, group, subject, from, to } = query
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(group && { actions: prefixesOfGroup[group] }),
    ...(subject && { subject: await subjectOf(ctx, subject) }),
    ...(from && { from: new Date(from) }),
    ...(to && { to: new Date(to) }),
  }
}

const factsOf = (asked: Readonly<Record<string, string | number | undefined>>) =>
  Object.fromEntries(Object.entries(asked).filter((entry): entry is [string, string | number] => entry[1] !== undefined))

async function named(ctx: Ctx, rows: readonly AuditRow[]): Promise<AuditPage['items']> {
  const requestIds = rows.filter(({ subjectKind }) => subjectKind === 'request').map(({ subjectId }) => subjectId)
  const [operators, numbers] = await Promise.all([listOperators(ctx), requestNumbers(ctx, requestIds)])
  const names = new Map<string, string>(operators.map(({ id, displayName }) => [id, displayName]))
  const nameOf = (actor: string) => names.get(actor.replace(/^operator:/, '')) ?? null
  return rows.map(({ hash: _, trace: __, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    actorName: nameOf(row.actor),
    subjectName: numbers.get(row.subjectId) ?? names.get(row.subjectId) ?? null,
  }))
}

export const auditRoutes = (sealKey: SealKey): readonly DeskRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/api/audit',
    summary: 'Who did and read what, newest first; keyset pages. What clients did is found by its object.',
    permission: 'audit.read',
    query: AuditQuery,
    answer: AuditPage,
    onRecord: ({ query: { cursor: _, limit: __, ...asked } }) => ({
      action: 'read.audit',
      subjectKind: 'audit',
      subjectId: 'entries',
      facts: factsOf(asked),
    }),
    async handle({ ctx, query }) {
      const page = await readAudit(ctx, await filterOf(ctx, query), { cursor: query.cursor, limit: query.limit })
      return { items: await named(ctx, page.items), nextCursor: page.nextCursor }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/audit/state',
    summary: 'The end of the chain, to be written down elsewhere, and the public key that signatures are checked with.',
    permission: 'audit.read',
    answer: AuditState,
    handle: async ({ ctx }) => ({ ...(await chainEnd(ctx)), publicKey: signingKeyOf(sealKey).publicKey }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/audit/export',
    summary: 'The same entries as a signed file of JSON lines.',
    permission: 'audit.export',
    needsProof: true,
    query: AuditFilter,
    onRecord: ({ query }) => ({ action: 'export.audit', subjectKind: 'audit', subjectId: 'entries', facts: factsOf(query) }),
    async handle({ ctx, caller, query, reply }) {
      const asked = { filter: query, by: `operator:${caller.viewer.operatorId}` }
      const lines = exportAudit(ctx, signingKeyOf(sealKey), await filterOf(ctx, query), asked)
      return reply
        .header('content-type', 'application/x-ndjson; charset=utf-8')
        .header('content-disposition', `attachment; filename="audit-${ctx.clock.now().toISOString().slice(0, 10)}.jsonl"`)
        .send(Readable.from(lines))
    },
  }),
]
