/** What a supervisor does from the board: somebody else's presence and work, watching a conversation, a word to its holder. */
import { z } from 'zod'
import { DirectPresenceInput, NoteView, ReleaseAnswer, WhisperInput } from '#contracts'
import { transferRequest } from '#handoff'
import { addNote, getRequest, notesOf, requestsHeldBy } from '#inbox'
import { AppError, isAppError, isId, type OperatorId } from '#kernel'
import { audit, inTransaction } from '#platform'
import { findOperator, listOperators, setPresence } from '#staff'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { nameNotes } from './read-truth.ts'
import { getVisibleRequest } from './request-access.ts'
import { type WhisperNews, whisperTopic } from './whisper.ts'

const OperatorParams = z.object({ operatorId: z.string().max(64) })
const RequestParams = z.object({ requestId: z.string().max(64) })

function operatorOf({ operatorId }: z.output<typeof OperatorParams>): OperatorId {
  if (!isId(operatorId)) throw new AppError('operator.not_found')
  return operatorId as OperatorId
}

export const boardRoutes: readonly DeskRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/api/operators/:operatorId/presence',
    summary: 'Change what a colleague is seen as, as when somebody went home and left the console open. On record.',
    permission: 'staff.direct',
    params: OperatorParams,
    body: DirectPresenceInput,
    async handle({ ctx, params, body, reply }) {
      const operatorId = operatorOf(params)
      await setPresence(ctx, operatorId, body.state)
      await inTransaction(ctx, (tx) =>
        audit(tx, ctx, {
          action: 'presence.directed',
          subjectKind: 'operator',
          subjectId: operatorId,
          facts: { state: body.state },
        }),
      )
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/operators/:operatorId/release',
    summary:
      'Return everything a colleague holds to the queues of its departments; what cannot be returned stays and is counted.',
    permission: 'staff.direct',
    params: OperatorParams,
    answer: ReleaseAnswer,
    async handle({ ctx, params }) {
      const operatorId = operatorOf(params)
      if ((await findOperator(ctx, operatorId)) === null) throw new AppError('operator.not_found')
      const held = await requestsHeldBy(ctx, operatorId)
      let released = 0
      for (const requestId of held) {
        const request = await getRequest(ctx, requestId)
        if (request === null) continue
        try {
          await transferRequest(ctx, { requestId, to: { departmentId: request.departmentId } })
          released++
        } catch (error) {
          // Closed or taken meanwhile: the others still go.
          if (!isAppError(error)) throw error
        }
      }
      return { released, kept: held.length - released }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/watch',
    summary: 'Put on record that somebody begins to watch a conversation as it happens; reading only.',
    permission: 'board.read',
    params: RequestParams,
    async handle({ ctx, caller, params, reply }) {
      const { id, number } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      await inTransaction(ctx, (tx) =>
        audit(tx, ctx, { action: 'request.watched', subjectKind: 'request', subjectId: id, facts: { number } }),
      )
      return reply.status(204).send()
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:requestId/whisper',
    summary: 'A word to the person who holds the request: an internal note, shown to them at once and never to the client.',
    permission: 'request.whisper',
    params: RequestParams,
    body: WhisperInput,
    answer: NoteView,
    async handle({ ctx, caller, params, body }) {
      const { id, number, holderKind, holderOperatorId } = await getVisibleRequest(ctx, caller.viewer, params.requestId)
      if (holderKind !== 'operator' || holderOperatorId === null) throw new AppError('request.not_held')
      const { noteId } = await inTransaction(ctx, (tx) => addNote(ctx, tx, { requestId: id, text: body.text }))
      ctx.bus.publish(whisperTopic, { requestId: id, number, noteId, operatorId: holderOperatorId } satisfies WhisperNews)
      const note = nameNotes(await notesOf(ctx, id), await listOperators(ctx)).find((one) => one.id === noteId)
      if (!note) throw new AppError('request.not_found')
      return note
    },
  }),
]
