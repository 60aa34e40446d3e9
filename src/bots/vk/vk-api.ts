/**
 * VK's API and what goes wrong with it. The only file that knows its error objects: they carry the parameters of the call, the
 * text among them, so none leaves it. The token goes in the body and never into an address, which would be logged on the way.
 */
import { z } from 'zod'
import { vkVersion } from './vk-schema.ts'

/** What went wrong with a call, without the vendor's object, the token or the text. */
export type VkFailure =
  /** VK said no. */
  | { kind: 'refused'; code: number }
  /** It never reached VK: nothing was done. */
  | { kind: 'not_sent' }
  /** The connection was lost or timed out after it may have reached VK: nobody knows. */
  | { kind: 'unknown' }
export type VkAnswer<T> = { ok: true; body: T } | { ok: false; failure: VkFailure }

export type VkApi = {
  /** Never throws. @param token another than the community's own. */
  call<S extends z.ZodType>(
    schema: S,
    method: string,
    parameters?: Readonly<Record<string, string | number>>,
    token?: string,
  ): Promise<VkAnswer<z.output<S>>>
  /** Posts a file where VK told it to go. Nobody sees anything of it yet. */
  upload<S extends z.ZodType>(schema: S, url: string, form: FormData): Promise<VkAnswer<z.output<S>>>
  /** Where it answers; bytes go and come from here too where an emulator stands in. */
  readonly root: string
}

/** A reply of several parts must end before it is taken for abandoned (three minutes). */
const callTimeoutMs = 12_000
const uploadTimeoutMs = 60_000

/** Errors of connecting: the request had not left yet. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

const Answer = z.union([
  z.looseObject({ error: z.looseObject({ error_code: z.coerce.number() }) }),
  z.looseObject({ response: z.unknown() }),
])
type Answer = z.infer<typeof Answer>

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return ''
  return typeof cause.code === 'string' ? cause.code : ''
}

const lost = (error: unknown): VkAnswer<never> => ({
  ok: false,
  failure: beforeSending.has(codeOf(error)) ? { kind: 'not_sent' } : { kind: 'unknown' },
})

/** A page of a proxy instead of an answer says nothing of what stood behind it. */
async function readJson(answer: Response): Promise<unknown> {
  try {
    return JSON.parse(await answer.text())
  } catch {
    return null
  }
}

/** VK answers 200 with the error in it; only limits and proxies answer otherwise. */
const tooManyRequests = 429

async function read<S extends z.ZodType>(schema: S, answer: Response): Promise<VkAnswer<z.output<S>>> {
  if (answer.status === tooManyRequests) return { ok: false, failure: { kind: 'refused', code: 6 } }
  const said: Answer | undefined = Answer.safeParse(await readJson(answer)).data
  if (said === undefined) return { ok: false, failure: { kind: 'unknown' } }
  if ('error' in said) {
    const { error_code: code } = z.looseObject({ error_code: z.coerce.number() }).parse(said.error)
    return { ok: false, failure: { kind: 'refused', code } }
  }
  const body = schema.safeParse(said.response)
  // Done, but what it is called now we cannot tell.
  return body.success ? { ok: true, body: body.data } : { ok: false, failure: { kind: 'unknown' } }
}

export function createVkApi(input: { root: string; token: string }): VkApi {
  const root = input.root.replace(/\/+$/, '')
  return {
    root,
    async call(schema, method, parameters = {}, token = input.token) {
      const body = new URLSearchParams({ access_token: token, v: vkVersion })
      for (const [name, value] of Object.entries(parameters)) body.set(name, String(value))
      try {
        const signal = AbortSignal.timeout(callTimeoutMs)
        const answer = await fetch(`${root}/method/${method}`, { method: 'POST', body, signal, redirect: 'error' })
        return await read(schema, answer)
      } catch (error) {
        return lost(error)
      }
    },
    async upload(schema, url, form) {
      try {
        const signal = AbortSignal.timeout(uploadTimeoutMs)
        const answer = await fetch(url, { method: 'POST', body: form, signal, redirect: 'error' })
        const read = answer.ok ? schema.safeParse(await readJson(answer)) : null
        return read?.success === true ? { ok: true, body: read.data } : { ok: false, failure: { kind: 'not_sent' } }
      } catch {
        return { ok: false, failure: { kind: 'not_sent' } }
      }
    },
  }
}
