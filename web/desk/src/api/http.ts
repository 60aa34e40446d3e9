import type { Me, Problem } from '#contracts'
import { ProblemError } from './problem.ts'

export type Query = Readonly<Record<string, string | number | undefined>>

let csrfToken = ''

/** Every changing call carries the token of the session; it comes with `Me`. */
export function keepTokenOf(me: Pick<Me, 'csrfToken'>): void {
  csrfToken = me.csrfToken
}

/** A path with its query, empty values left out. */
export function addressOf(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return text ? `${path}?${text}` : path
}

async function problemOf(response: Response): Promise<ProblemError> {
  const fallback = { code: 'server.bug', status: response.status, requestId: '', facts: {} }
  try {
    const problem = (await response.json()) as Partial<Problem>
    return new ProblemError({ ...fallback, ...problem, facts: problem.facts ?? {} })
  } catch {
    return new ProblemError(fallback)
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

/** @throws ProblemError what the hub refused; TypeError where it cannot be reached. */
export async function getJson<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return answerOf<T>(
    await fetch(addressOf(path, query), { headers: { accept: 'application/json' }, ...(signal && { signal }) }),
  )
}

/** Uploads one file as the field "file". @throws ProblemError what the hub refused; TypeError where it cannot be reached. */
export async function sendFile<T>(path: string, file: File): Promise<T> {
  const body = new FormData()
  body.set('file', file)
  return answerOf<T>(await fetch(path, { method: 'POST', headers: { 'x-csrf-token': csrfToken }, body }))
}

/** For the last words of a page that is being left: goes out although nobody waits for the answer. */
export function sendLast(path: string, body: unknown): void {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken }
  fetch(path, { method: 'POST', headers, body: JSON.stringify(body), keepalive: true }).catch(() => undefined)
}

/** @throws ProblemError what the hub refused; TypeError where it cannot be reached. */
export async function sendJson<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-csrf-token': csrfToken }
  if (body !== undefined) headers['content-type'] = 'application/json'
  return answerOf<T>(await fetch(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }))
}
