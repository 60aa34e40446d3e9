import { z } from 'zod'
import { AttachmentView } from '#contracts'
import { getAttachment, requestSummaries, stageAttachment } from '#inbox'
import { AppError, type AttachmentId, isId } from '#kernel'
import { maySee } from './audience.ts'
import { type DeskRoute, defineRoute } from './desk-route.ts'
import { receiveUpload } from './receive-upload.ts'

/** A document viewer runs in no sandbox; a PDF has no scripts that a browser runs, and only our own pages may frame it. */
const viewerPolicy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
const sandboxPolicy = "default-src 'none'; sandbox; frame-ancestors 'self'"

/** What a browser may show in our pages by itself; everything else is downloaded, so that no uploaded page runs as ours. */
const shownInline = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/webm',
  'audio/x-m4a',
  'video/mp4',
  'video/webm',
  'application/pdf',
])

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
      const [request] = attachment?.requestId ? await requestSummaries(ctx, [attachment.requestId]) : []
      const isOwnUpload = attachment?.stagedBy === `operator:${caller.viewer.operatorId}`
      const isVisible = isOwnUpload || (request !== undefined && maySee(caller.viewer, request))
      if (!attachment?.storageKey || attachment.state !== 'stored' || !isVisible) throw new AppError('attachment.not_found')
      const mimeType = attachment.mimeType ?? 'application/octet-stream'
      const disposition = shownInline.has(mimeType) ? 'inline' : 'attachment'
      return reply
        .header('content-type', mimeType)
        .header('content-length', attachment.sizeBytes ?? undefined)
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, max-age=3600')
        .header('content-security-policy', mimeType === 'application/pdf' ? viewerPolicy : sandboxPolicy)
        .header('content-disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(attachment.fileName ?? 'file')}`)
        .send(ctx.files.stream(attachment.storageKey))
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
