import { z } from 'zod'
import { AttachmentView } from '#contracts'
import { requestOfAskedFile } from '#handoff'
import { getAttachment, requestSummaries, stageAttachment } from '#inbox'
import { AppError, type AttachmentId, isId } from '#kernel'
import { maySee } from './audience.ts'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { receiveUpload } from './receive-upload.ts'
import { sendFile } from './send-file.ts'

export const attachmentRoutes: readonly DeskRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/attachments/:attachmentId',
    summary: 'The bytes of an attachment of a request this person may see.',
    permission: 'request.read',
    params: z.object({ attachmentId: z.string().max(64) }),
    onRecord: ({ params }) => ({ action: 'read.attachment', subjectKind: 'attachment', subjectId: params.attachmentId }),
    async handle({ ctx, caller, params, reply }) {
      const attachment = isId(params.attachmentId) ? await getAttachment(ctx, params.attachmentId as AttachmentId) : null
      const requestId = attachment && (attachment.requestId ?? (await requestOfAskedFile(ctx, attachment.id)))
      const [request] = requestId ? await requestSummaries(ctx, [requestId]) : []
      const isOwnUpload = attachment?.stagedBy === `operator:${caller.viewer.operatorId}`
      const isVisible = isOwnUpload || (request !== undefined && maySee(caller.viewer, request))
      if (!attachment?.storageKey || attachment.state !== 'stored' || !isVisible) throw new AppError('attachment.not_found')
      return sendFile(ctx, reply, { ...attachment, storageKey: attachment.storageKey })
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/attachments',
    summary: 'Upload one file for a reply (multipart, field "file"). Its type is told from its content.',
    permission: 'request.reply',
    answer: AttachmentView,
    async handle({ ctx, caller, reply }) {
      const file = await receiveUpload(ctx, reply.request)
      const id = await stageAttachment(ctx, { owner: `operator:${caller.viewer.operatorId}`, ...file })
      return {
        id,
        kind: file.kind,
        fileName: file.fileName,
        mimeType: file.mimeType,
        sizeBytes: file.sizeBytes,
        state: 'stored',
      }
    },
  }),
]
