import { type ErrorCode, type ErrorKind, kindOf } from '#contracts'

/** Ids and numbers only; never text a person wrote. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null>>

/** A refusal that a use case throws; each edge translates it once (HTTP problem+json, job retry, bot sentence). */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly facts: ErrorFacts
  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { cause?: unknown }) {
    super(code, options)
    this.code = code
    this.facts = facts
  }
  get kind(): ErrorKind {
    return kindOf(this.code)
  }
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code)
}
