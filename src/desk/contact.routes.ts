import { z } from 'zod'
import { ContactMerge } from '#contracts'
import { contactView, type MergeId, mergesOf, undoMerge } from '#inbox'
import { AppError, type ContactId, isId } from '#kernel'
import { inTransaction } from '#platform'
import { type DeskRoute, defineRoute } from './desk-route.ts'

const ContactParams = z.object({ contactId: z.string() })
const MergeParams = z.object({ mergeId: z.string() })

/** Which contacts were proved to be one person, and taking it back. */
export const contactRoutes: readonly DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/contacts/:contactId/merges',
    summary: 'Merges this contact took part in, newest first, with the proof of each.',
    permission: 'request.assign_others',
    params: ContactParams,
    answer: z.array(ContactMerge),
    onRecord: ({ params }) => ({ action: 'read.contact', subjectKind: 'contact', subjectId: params.contactId }),
    async handle({ ctx, params }) {
      const contactId = params.contactId as ContactId
      if (!isId(contactId) || (await contactView(ctx, contactId, 1)) === null) throw new AppError('contact.not_found')
      const merges = await inTransaction(ctx, (tx) => mergesOf(ctx, tx, contactId))
      return merges.map((merge) => ({
        id: merge.id,
        fromContactId: merge.fromContactId,
        intoContactId: merge.intoContactId,
        proof: merge.proof,
        identities: merge.identityIds.length,
        requests: merge.requestIds.length,
        at: merge.at.toISOString(),
        undoneAt: merge.undoneAt?.toISOString() ?? null,
      }))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/merges/:mergeId/undo',
    summary: 'Take a merge of two contacts back: everything that moved goes home.',
    permission: 'request.assign_others',
    params: MergeParams,
    body: z.object({ reason: z.string().trim().min(3).max(500) }),
    async handle({ ctx, params, body, reply }) {
      if (!isId(params.mergeId)) throw new AppError('merge.not_found')
      await inTransaction(ctx, (tx) => undoMerge(ctx, tx, { mergeId: params.mergeId as MergeId, reason: body.reason }))
      return reply.status(204).send()
    },
  }),
]
