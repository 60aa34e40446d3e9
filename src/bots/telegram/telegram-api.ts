/** grammY's client and what its errors mean. The only file that knows GrammyError and HttpError; both carry the payload with the text in it. */
import { Api, GrammyError, HttpError } from 'grammy'

export type TelegramApi = Api

/**
 * @param timeoutS after which a call is given up; for getUpdates longer than its own timeout.
 */
export function createTelegramApi(token: string, apiRoot: string, timeoutS: number): TelegramApi {
  return new Api(token, { apiRoot: apiRoot.replace(/\/+$/, ''), timeoutSeconds: timeoutS, sensitiveLogs: false })
}

/** What went wrong with a call, without the vendor's object, the token or the text. */
export type ApiFailure =
  /** The Bot API said no. */
  | { kind: 'refused'; code: number; description: string; retryAfterMs: number | null }
  /** It never reached the Bot API: nothing was done. */
  | { kind: 'not_sent' }
  /** The connection was lost or timed out after it may have reached it: nobody knows. */
  | { kind: 'unknown' }

/** Errors of connecting: the request had not left yet. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
])

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Never throws; what is not grammY's is `unknown`, because then nobody knows either. */
export function failureOf(error: unknown): ApiFailure {
  if (error instanceof GrammyError) {
    const retryAfterS = error.parameters.retry_after
    return {
      kind: 'refused',
      code: error.error_code,
      description: error.description,
      retryAfterMs: retryAfterS === undefined ? null : retryAfterS * 1000,
    }
  }
  if (error instanceof HttpError && beforeSending.has(codeOf(error.error) ?? '')) return { kind: 'not_sent' }
  return { kind: 'unknown' }
}
