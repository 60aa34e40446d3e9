import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ZodError } from 'zod'
import { AppError, InvariantError } from '#kernel'

/** What the log may know of an error. A foreign message is left out: vendors and drivers quote what they were sent. */
export type ErrorDescription = {
  type: string
  code?: string
  /** Only of our own errors, whose messages are written in this code. */
  message?: string
  /** Ids and numbers of an AppError. */
  facts?: Readonly<Record<string, unknown>>
  /** Name of the database constraint that refused. */
  constraint?: string
  /** Paths and codes of what did not fit a schema; never values. */
  issues?: string[]
  stack?: string[]
  cause?: ErrorDescription
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
const deepestCause = 4
const mostFrames = 12
/** System errors (ECONNREFUSED), SQLSTATEs (57P01), Prisma's (P2002), Node's (ERR_…), ours (reply.guarded). */
const codeShape = /^[A-Za-z][A-Za-z0-9_.]{1,59}$|^[0-9A-Z]{5}$/
const nameShape = /^[A-Za-z_$][A-Za-z0-9_$.]{0,79}$/

const asCode = (value: unknown) => (typeof value === 'string' && codeShape.test(value) ? value : undefined)
const asName = (value: unknown) => (typeof value === 'string' && nameShape.test(value) ? value : undefined)

type KnownError = Error & { code?: unknown; constraint?: unknown; meta?: unknown; errors?: unknown }

/** Anything may be thrown; this never throws itself. */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: error === null ? 'null' : typeof error }
  const known = error as KnownError
  const cause = error.cause ?? (Array.isArray(known.errors) ? known.errors[0] : undefined)
  const description = {
    type: asName(error.name) ?? 'Error',
    code: asCode(known.code) ?? sqlStateOf(known.meta),
    constraint: asName(known.constraint) ?? constraintOf(known.meta),
    ...ownWordsOf(error),
    stack: ownFrames(error.stack),
    cause: cause === undefined || depth >= deepestCause ? undefined : describeError(cause, depth + 1),
  }
  return Object.fromEntries(Object.entries(description).filter(([, value]) => value !== undefined)) as ErrorDescription
}

/** What may be told beyond the code, because it was written in this program. */
function ownWordsOf(error: Error): Partial<ErrorDescription> {
  if (error instanceof AppError) return Object.keys(error.facts).length > 0 ? { facts: error.facts } : {}
  if (error instanceof InvariantError) return { message: error.message }
  return error instanceof ZodError ? { issues: issuesOf(error) } : {}
}

/** Paths and codes of a schema's complaints. Keys of a record come from outside, so only identifier-like ones are told. */
function issuesOf(error: ZodError): string[] {
  return error.issues
    .slice(0, 10)
    .map((issue) => `${issue.path.map((part) => asPathPart(part)).join('.') || '(whole)'}:${issue.code}`)
}
const asPathPart = (part: PropertyKey) =>
  typeof part === 'number' ? String(part) : typeof part === 'string' && /^[A-Za-z_][A-Za-z0-9_-]{0,40}$/.test(part) ? part : '?'

function driverCause(meta: unknown): Record<string, unknown> | undefined {
  const adapterError = record(record(meta)?.['driverAdapterError'])
  return record(adapterError?.['cause'])
}
const record = (value: unknown) =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
const sqlStateOf = (meta: unknown) => asCode(driverCause(meta)?.['originalCode'])
const constraintOf = (meta: unknown) => asName(record(driverCause(meta)?.['constraint'])?.['index'])

/** The first line of a stack repeats the message; a foreign frame tells the reader nothing they can change. */
function ownFrames(stack: string | undefined): string[] | undefined {
  const frames = (stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at .*:\d+:\d+\)?$/.test(line) && line.includes(root) && !line.includes('node_modules'))
    .slice(0, mostFrames)
    .map((line) => line.slice(3).replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, ''))
  return frames.length > 0 ? frames : undefined
}
