/** One signed POST to a system of the bank's. Never throws for what the other side does. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { secondMs } from '#kernel'
import { readLimited } from '../read-limited.ts'

export type PostResult =
  | { readonly state: 'sent'; readonly status: number }
  /** To be tried again; `afterMs` where the other side said when. */
  | { readonly state: 'retry'; readonly status: number | null; readonly error: string; readonly afterMs: number | null }
  /** It says that it is gone for good (410). */
  | { readonly state: 'gone'; readonly status: number }

const timeoutMs = 10 * secondMs
const longestRetryAfterMs = 3600 * secondMs
const answerLimitBytes = 64 * 1024

/** Link-local and unspecified addresses: where a cloud keeps its keys, and nowhere a system of the bank's is. */
function isForbidden(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:/, '')
  return /^169\.254\./.test(plain) || /^0\./.test(plain) || plain === '::' || /^fe[89ab][0-9a-f]:/.test(plain)
}

const isPrivate = (address: string) =>
  /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/i.test(address.replace(/^::ffff:/i, ''))

/** https anywhere, http only inside the bank's own network; never a link-local address, whatever name it bears. */
export async function mayPostTo(address: string): Promise<boolean> {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.username !== '' || url.password !== '' || !/^https?:$/.test(url.protocol)) return false
  try {
    const found = isIP(host) === 0 ? (await lookup(host, { all: true })).map((one) => one.address) : [host]
    if (found.length === 0 || found.some(isForbidden)) return false
    return url.protocol === 'https:' || found.every(isPrivate)
  } catch {
    return false
  }
}

function retryAfterOf(answer: Response): number | null {
  const seconds = Number(answer.headers.get('retry-after'))
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * secondMs, longestRetryAfterMs) : null
}

export async function postFact(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<PostResult> {
  // Looked up at every try: a name may point elsewhere tomorrow.
  if (!(await mayPostTo(url))) return { state: 'retry', status: null, error: 'address_refused', afterMs: null }
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'murojaat', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (answer.body !== null) await readLimited(answer.body, answerLimitBytes).catch(() => null)
    if (answer.ok) return { state: 'sent', status: answer.status }
    if (answer.status === 410) return { state: 'gone', status: 410 }
    return { state: 'retry', status: answer.status, error: `status_${answer.status}`, afterMs: retryAfterOf(answer) }
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return { state: 'retry', status: null, error: isLate ? 'timeout' : 'not_reached', afterMs: null }
  }
}
