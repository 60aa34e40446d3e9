/** The one file of a form, in memory. */
import type { FastifyRequest } from 'fastify'
import { AppError } from '#kernel'

export type OneFile = { readonly bytes: Buffer; readonly fileName: string | undefined }

const longestForm = { files: 1, fields: 4 }

/**
 * Null where the form has no file, or the body is no form.
 * @throws AppError attachment.too_large, and input.invalid where the form is broken or breaks off.
 */
export async function readOneFile(request: FastifyRequest, maxBytes: number): Promise<OneFile | null> {
  if (!request.isMultipart()) return null
  try {
    const part = await request.file({ limits: { fileSize: maxBytes, ...longestForm } })
    if (part === undefined) return null
    return { bytes: await part.toBuffer(), fileName: part.filename }
  } catch (cause) {
    const { code, statusCode } = cause as { code?: string; statusCode?: number }
    if (code === 'FST_REQ_FILE_TOO_LARGE') throw new AppError('attachment.too_large', { maxBytes }, { cause })
    // Other bounds have a name of their own; what the parser says of the form's bytes is an error without one.
    if (statusCode !== undefined) throw cause
    throw new AppError('input.invalid', { field: 'file' }, { cause })
  }
}
