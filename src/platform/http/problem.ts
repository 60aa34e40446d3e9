/**
 * Errors as the wire sees them: problem+json (RFC 9457) with a code of the one catalogue. What a client sent, and what a
 * database or vendor said, is never repeated in it.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type ErrorCode, errorCodes, kindOf, statusOf } from '#contracts'
import { AppError } from '#kernel'
import type { Ctx } from '../ctx.ts'
import { translateDatabaseError } from '../db/translate-error.ts'

export const Problem = z.object({
  type: z.string().describe('urn:murojaat:problem:<code>'),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(errorCodes as [ErrorCode, ...ErrorCode[]]),
  requestId: z.string().describe('Quote it when asking for help: the log knows it.'),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type Problem = z.infer<typeof Problem>

const retryAfterSeconds = '3'

function problemOf(error: AppError, requestId: string): Problem {
  const { code, facts } = error
  return {
    type: `urn:murojaat:problem:${code}`,
    title: code.replace(/[._]/g, ' '),
    status: statusOf[kindOf(code)],
    code,
    requestId,
    facts: { ...facts },
  }
}

/** The same for who is turned away before there is a request to speak of. */
export const problemText = (code: ErrorCode, requestId: string): string =>
  JSON.stringify(problemOf(new AppError(code), requestId))

/** The one place where an error of a request becomes an answer. */
export function answerWithProblem(ctx: Ctx, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = asAppError(thrown)
  const problem = problemOf(error, request.id)
  const route = request.routeOptions.url ?? 'none'
  if (error.kind === 'bug') ctx.log.error({ err: thrown, requestId: request.id, route }, 'a request met a bug')
  else if (error.kind === 'unavailable')
    ctx.log.warn({ err: thrown, requestId: request.id, route }, 'a request was turned away')
  ctx.metrics.count('http_problems', { code: error.code })
  if (error.kind === 'unavailable' && !reply.hasHeader('retry-after')) void reply.header('retry-after', retryAfterSeconds)
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body) => JSON.stringify(body))
    .send(problem)
}

function asAppError(thrown: unknown): AppError {
  const error = translateDatabaseError(thrown)
  if (error instanceof AppError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return new AppError('input.invalid', { fields: fieldsOf(error) })
  return new AppError(codeOfFramework(error) ?? 'server.bug', {}, { cause: thrown })
}

/** Paths of what did not fit; the keys of a record come from the client, so only identifier-like parts are repeated. */
function fieldsOf(error: { validation: readonly { instancePath: string }[]; validationContext?: string | undefined }): string {
  const paths = error.validation.slice(0, 10).map(({ instancePath }) =>
    instancePath
      .split('/')
      .filter((part) => part !== '')
      .map((part) => (/^[A-Za-z0-9_-]{1,40}$/.test(part) ? part : '?'))
      .join('.'),
  )
  const where = error.validationContext ?? 'input'
  return [...new Set(paths)].map((path) => (path === '' ? where : `${where}.${path}`)).join(', ')
}

const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'input.too_large',
  FST_REQ_FILE_TOO_LARGE: 'attachment.too_large',
  FST_FILES_LIMIT: 'input.too_large',
  FST_PARTS_LIMIT: 'input.too_large',
  FST_FIELDS_LIMIT: 'input.too_large',
}

function codeOfFramework(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, statusCode } = error as Partial<FastifyError>
  const known = code === undefined ? undefined : frameworkCodes[code]
  if (known) return known
  if (statusCode === 404) return 'route.not_found'
  if (statusCode === 413) return 'input.too_large'
  if (statusCode === 429) return 'rate.exceeded'
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? 'input.invalid' : undefined
}
