import type { FastifyReply } from 'fastify'
import type { Ctx } from '#platform'

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

/** A document viewer runs in no sandbox; a PDF has no scripts that a browser runs, and only our own pages may frame it. */
const viewerPolicy = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
const sandboxPolicy = "default-src 'none'; sandbox; frame-ancestors 'self'"

/** Bytes of the store as a browser may have them. */
export function sendFile(
  ctx: Ctx,
  reply: FastifyReply,
  file: { mimeType: string | null; fileName: string | null; sizeBytes: number | null; storageKey: string },
): FastifyReply {
  const mimeType = file.mimeType ?? 'application/octet-stream'
  const disposition = shownInline.has(mimeType) ? 'inline' : 'attachment'
  return reply
    .header('content-type', mimeType)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, max-age=3600')
    .header('content-length', file.sizeBytes ?? undefined)
    .header('content-security-policy', mimeType === 'application/pdf' ? viewerPolicy : sandboxPolicy)
    .header('content-disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(file.fileName ?? 'file')}`)
    .send(ctx.files.stream(file.storageKey))
}
