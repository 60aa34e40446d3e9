/** How long what is kept, legal holds, and what a client may ask for: a copy of everything, and to be forgotten. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import {
  ErasureInput,
  ErasureView,
  floorDaysOf,
  LegalHoldInput,
  LegalHoldView,
  RetentionPreview,
  RetentionState,
  RetentionTerms,
} from '#contracts'
import {
  askErasure,
  contactView,
  type ErasureRow,
  exportClient,
  findRequestByNumber,
  getRequest,
  type HoldSubject,
  liftHold,
  listErasures,
  listHolds,
  placeHold,
  requestNumbers,
} from '#inbox'
import { AppError, type ContactId, isId, type RequestId } from '#kernel'
import { type Ctx, zipped } from '#platform'
import { listOperators } from '#staff'
import { type DeskRoute, defineRoute } from './desk-route.ts'

/** What the composition root knows of terms and their sweeps. */
export type Retention = {
  terms(ctx: Ctx): Promise<RetentionTerms>
  lastRun(ctx: Ctx): Promise<string | null>
  change(ctx: Ctx, terms: RetentionTerms): Promise<void>
  preview(ctx: Ctx, terms: RetentionTerms): Promise<RetentionPreview>
  /** Takes out what may go of one client today. */
  forget(ctx: Ctx, contactId: ContactId): Promise<number>
}

const ContactParams = z.object({ contactId: z.string().max(64) })
const HoldParams = z.object({ holdId: z.string().max(64) })

async function contactIdOf(ctx: Ctx, { contactId }: z.output<typeof ContactParams>): Promise<ContactId> {
  const id = contactId as ContactId
  if (!isId(contactId) || (await contactView(ctx, id, 1)) === null) throw new AppError('contact.not_found')
  return id
}

async function subjectOf(ctx: Ctx, asked: string): Promise<HoldSubject> {
  const [kind, id = ''] = asked.split(':')
  if (kind === 'contact') return { kind, id: await contactIdOf(ctx, { contactId: id }) }
  const requestId = kind === 'request' && isId(id) ? (id as RequestId) : await findRequestByNumber(ctx, asked.toUpperCase())
  if (requestId === null || (await getRequest(ctx, requestId)) === null) throw new AppError('request.not_found')
  return { kind: 'request', id: requestId }
}

async function holdViews(ctx: Ctx): Promise<LegalHoldView[]> {
  const [holds, operators] = await Promise.all([listHolds(ctx), listOperators(ctx)])
  const names = new Map<string, string>(operators.map(({ id, displayName }) => [id, displayName]))
  const numbers = await requestNumbers(
    ctx,
    holds.map(({ subjectId }) => subjectId),
  )
  return holds.map(({ placedById, placedAt, ...hold }) => ({
    ...hold,
    reason: LegalHoldView.shape.reason.parse(hold.reason),
    subjectName: numbers.get(hold.subjectId) ?? null,
    placedByName: names.get(placedById) ?? null,
    placedAt: placedAt.toISOString(),
  }))
}

const erasureView = ({ askedAt, doneAt, doneFrom, reason, ...row }: ErasureRow): ErasureView => ({
  ...row,
  reason: ErasureInput.shape.reason.parse(reason),
  askedAt: askedAt.toISOString(),
  doneAt: doneAt?.toISOString() ?? null,
  doneFrom: doneFrom?.toISOString() ?? null,
})

const terms = (retention: Retention): DeskRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/api/retention',
    summary: 'How long what is kept, and the least the law asks for.',
    permission: 'audit.read',
    answer: RetentionState,
    handle: async ({ ctx }) => ({
      terms: await retention.terms(ctx),
      floors: floorDaysOf,
      lastRunAt: await retention.lastRun(ctx),
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/retention',
    summary: 'Change the terms. What is old enough by them is taken out within the hour, for good.',
    permission: 'retention.edit',
    needsProof: true,
    body: RetentionTerms,
    answer: z.object({ terms: RetentionTerms }),
    async handle({ ctx, body }) {
      await retention.change(ctx, body)
      return { terms: await retention.terms(ctx) }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/retention/preview',
    summary: 'What these terms would take out now, category by category. Nothing is changed.',
    permission: 'audit.read',
    body: RetentionTerms,
    answer: RetentionPreview,
    handle: ({ ctx, body }) => retention.preview(ctx, body),
  }),
]

const holds: readonly DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/holds',
    summary: 'Legal holds that stand, newest first.',
    permission: 'audit.read',
    answer: z.array(LegalHoldView),
    handle: ({ ctx }) => holdViews(ctx),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/holds',
    summary: 'Keep a request or everything of a client, whatever its term, until the hold is lifted.',
    permission: 'retention.edit',
    body: LegalHoldInput,
    answer: z.array(LegalHoldView),
    async handle({ ctx, caller, body }) {
      const subject = await subjectOf(ctx, body.subject)
      const { reason, reference } = body
      await placeHold(ctx, { subject, reason, by: caller.viewer.operatorId, ...(reference && { reference }) })
      return holdViews(ctx)
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/holds/:holdId/lift',
    summary: 'Lift a hold. Its term counts again from now on.',
    permission: 'retention.edit',
    params: HoldParams,
    answer: z.array(LegalHoldView),
    async handle({ ctx, caller, params }) {
      if (!isId(params.holdId)) throw new AppError('hold.not_found')
      await liftHold(ctx, params.holdId, caller.viewer.operatorId)
      return holdViews(ctx)
    },
  }),
]

const clients = (retention: Retention): DeskRoute[] => [
  defineRoute({
    method: 'GET',
    path: '/api/erasures',
    summary: 'Clients who are to be forgotten: the waiting first, with what the law still keeps and until when.',
    permission: 'client.erase',
    answer: z.array(ErasureView),
    handle: async ({ ctx }) => (await listErasures(ctx)).map(erasureView),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/contacts/:contactId/erasure',
    summary: 'Forget a client: at once what the law lets go, the rest when it does. Statistics stay.',
    permission: 'client.erase',
    needsProof: true,
    params: ContactParams,
    body: ErasureInput,
    answer: ErasureView,
    async handle({ ctx, caller, params, body }) {
      const contactId = await contactIdOf(ctx, params)
      await askErasure(ctx, { contactId, reason: body.reason, by: caller.viewer.operatorId })
      await retention.forget(ctx, contactId)
      const [row] = await listErasures(ctx, contactId)
      if (!row) throw new AppError('contact.not_found')
      return erasureView(row)
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/contacts/:contactId/export',
    summary: 'Everything kept about one client, as a zip: client.json and the files.',
    permission: 'client.export',
    needsProof: true,
    params: ContactParams,
    onRecord: ({ params }) => ({ action: 'export.client', subjectKind: 'contact', subjectId: params.contactId }),
    async handle({ ctx, params, reply }) {
      const contactId = await contactIdOf(ctx, params)
      return reply
        .header('content-type', 'application/zip')
        .header('content-disposition', `attachment; filename="client-${contactId}.zip"`)
        .send(Readable.from(zipped(exportClient(ctx, contactId), ctx.clock.now())))
    },
  }),
]

export const retentionRoutes = (retention: Retention): readonly DeskRoute[] => [
  ...terms(retention),
  ...holds,
  ...clients(retention),
]
