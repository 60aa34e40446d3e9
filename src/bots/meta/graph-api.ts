/**
 * Meta's Graph API and what its errors mean. The only file that knows its error objects; they carry the text sent, so none
 * leaves it. The token goes in a header and never into an address, which would be logged on the way.
 */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { minuteMs, secondMs } from '#kernel'
import { readJson } from './read-json.ts'

/** What went wrong with a call, without the vendor's object, the token or the text. */
export type GraphFailure =
  /** Meta said no; `code` is 0 where it gave none. */
  | { kind: 'refused'; status: number; code: number; subcode: number; retryAfterMs: number | null; isTransient: boolean }
  /** It never reached Meta: nothing was done. */
  | { kind: 'not_sent' }
  /** The connection was lost or timed out after it may have reached Meta: nobody knows. */
  | { kind: 'unknown' }

export type GraphAnswer<T> = { ok: true; body: T } | { ok: false; failure: GraphFailure }
export type GraphBody = FormData | Record<string, unknown>

export type GraphApi = {
  /** Never throws. @param query without the token. */
  call<S extends z.ZodType>(
    schema: S,
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    input?: { query?: Readonly<Record<string, string>>; body?: GraphBody },
  ): Promise<GraphAnswer<z.output<S>>>
  /** Where it answers; bytes are fetched from here too where an emulator stands in. */
  readonly root: string
  readonly token: string
}

/** Graph API v26.0 of 29 July 2026; every version lives two years. */
const graphVersion = 'v26.0'
const callTimeoutMs = 20_000

/** Errors of connecting: the request had not left yet. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])

const GraphError = z.looseObject({
  error: z.looseObject({
    code: z.coerce.number().catch(0),
    error_subcode: z.coerce.number().catch(0),
    is_transient: z.boolean().catch(false),
  }),
})
const Usage = z.record(z.string(), z.array(z.looseObject({ estimated_time_to_regain_access: z.number().optional() })))

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return ''
  return typeof cause.code === 'string' ? cause.code : ''
}

/** `Retry-After` in seconds, or the minutes Meta estimates in `X-Business-Use-Case-Usage`. */
function retryAfterOf(headers: Headers): number | null {
  const seconds = Number(headers.get('retry-after'))
  if (seconds > 0) return seconds * secondMs
  const usage = Usage.safeParse(parsedOrNull(headers.get('x-business-use-case-usage') ?? ''))
  const minutes = Math.max(
    0,
    ...Object.values(usage.data ?? {}).flatMap((list) => list.map((one) => one.estimated_time_to_regain_access ?? 0)),
  )
  return minutes > 0 ? minutes * minuteMs : null
}

function parsedOrNull(text: string): unknown {
  try {
    return readJson(text)
  } catch {
    return null
  }
}

async function failureOf(answer: Response): Promise<GraphFailure> {
  const said = GraphError.safeParse(parsedOrNull(await answer.text()))
  // A page of a proxy with a 5xx: what stood behind it may have been reached.
  if (!said.success && answer.status >= 500) return { kind: 'unknown' }
  return {
    kind: 'refused',
    status: answer.status,
    code: said.data?.error.code ?? 0,
    subcode: said.data?.error.error_subcode ?? 0,
    isTransient: said.data?.error.is_transient ?? false,
    retryAfterMs: retryAfterOf(answer.headers),
  }
}

function requestOf(method: string, token: string, body: GraphBody | undefined): RequestInit {
  const authorization = { authorization: `Bearer ${token}` }
  const signal = AbortSignal.timeout(callTimeoutMs)
  if (body === undefined) return { method, headers: authorization, signal, redirect: 'error' }
  if (body instanceof FormData) return { method, headers: authorization, body, signal, redirect: 'error' }
  const headers = { ...authorization, 'content-type': 'application/json' }
  return { method, headers, body: JSON.stringify(body), signal, redirect: 'error' }
}

/** Proof that the caller has the app's secret too: a stolen token alone is then worth nothing. */
const proofOf = (token: string, appSecret: string) => createHmac('sha256', appSecret).update(token).digest('hex')

/** @param appSecret where given, every call carries `appsecret_proof`; calls of Instagram Login know no such thing. */
export function createGraphApi(input: { root: string; token: string; appSecret?: string }): GraphApi {
  const root = input.root.replace(/\/+$/, '')
  const proof: Record<string, string> =
    input.appSecret === undefined ? {} : { appsecret_proof: proofOf(input.token, input.appSecret) }
  return {
    root,
    token: input.token,
    async call(schema, method, path, { query = {}, body } = {}) {
      const url = new URL(`${root}/${graphVersion}/${path}`)
      for (const [name, value] of Object.entries({ ...proof, ...query })) url.searchParams.set(name, value)
      try {
        const answer = await fetch(url, requestOf(method, input.token, body))
        if (!answer.ok) return { ok: false, failure: await failureOf(answer) }
        const read = schema.safeParse(parsedOrNull(await answer.text()))
        // Done, but what it is called now we cannot tell.
        return read.success ? { ok: true, body: read.data } : { ok: false, failure: { kind: 'unknown' } }
      } catch (error) {
        return { ok: false, failure: beforeSending.has(codeOf(error)) ? { kind: 'not_sent' } : { kind: 'unknown' } }
      }
    },
  }
}
