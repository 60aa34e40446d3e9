import type { Me, Problem } from '#contracts'
import { isProblem, ProblemError } from './problem.ts'

export type Query = Readonly<Record<string, string | number | undefined>>

let csrfToken = ''
let askForProof: (() => Promise<boolean>) | null = null

/** Every changing call carries the token of the session; it comes with `Me`. */
export function keepTokenOf(me: Pick<Me, 'csrfToken'>): void {
  csrfToken = me.csrfToken
}

/** What asks a person to prove once more who they are, where the hub wants it: true when they have. */
export function keepProofDialog(ask: () => Promise<boolean>): void {
  askForProof = ask
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

/** Calls, and once more where the hub first wanted a proof of who is there and got it. */
async function answered(call: () => Promise<Response>): Promise<Response> {
  const response = await call()
  if (response.ok) return response
  const problem = await problemOf(response)
  const isProven = isProblem(problem, 'session.proof_required') && (await askForProof?.())
  if (!isProven) throw problem
  const again = await call()
  if (again.ok) return again
  throw await problemOf(again)
}

/** The answer read, or the refusal thrown. @param call makes the call; twice where the hub first wants a proof of who is there. */
export async function answerOf<T>(call: () => Promise<Response>): Promise<T> {
  const response = await answered(call)
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
}

/** @throws ProblemError what the hub refused; TypeError where it cannot be reached. */
export async function getJson<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const init = { headers: { accept: 'application/json' }, ...(signal && { signal }) }
  return answerOf<T>(() => fetch(addressOf(path, query), init))
}

/** How an upload is followed and ended. */
type Following = { told(sent: number): void; readonly signal: AbortSignal }

/** Uploads one file as the field "file". @throws ProblemError what the hub refused; TypeError where it cannot be reached or it was ended. */
export async function sendFile<T>(path: string, file: File, following: Following): Promise<T> {
  return answerOf<T>(() => uploaded(path, file, following))
}

/** By the older interface: `fetch` does not tell how much has gone out. */
function uploaded(path: string, file: File, { told, signal }: Following): Promise<Response> {
  const body = new FormData()
  body.set('file', file)
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('POST', path)
    call.setRequestHeader('x-csrf-token', csrfToken)
    call.upload.onprogress = (event) => told(event.total === 0 ? 0 : event.loaded / event.total)
    call.onload = () => resolve(new Response(call.status === 204 ? null : call.responseText, { status: call.status }))
    call.onerror = () => reject(new TypeError('the hub cannot be reached'))
    call.onabort = () => reject(new TypeError('the upload was ended'))
    signal.addEventListener('abort', () => call.abort())
    call.send(body)
  })
}

/** @throws ProblemError what the hub refused; TypeError where it cannot be reached. */
export async function sendJson<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json', 'x-csrf-token': csrfToken }
  if (body !== undefined) headers['content-type'] = 'application/json'
  return answerOf<T>(() => fetch(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }))
}

/** For the last words of a page that is being left: goes out although nobody waits for the answer. */
export function sendLast(path: string, body: unknown): void {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken }
  fetch(path, { method: 'POST', headers, body: JSON.stringify(body), keepalive: true }).catch(() => undefined)
}

/** Saves a file under the name the hub gives it. @throws ProblemError what the hub refused; TypeError where it cannot be reached. */
export async function saveFile(address: string): Promise<void> {
  const response = await answered(() => fetch(address))
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? ''
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  link.click()
  // The browser has begun to save by then; the bytes are let go of a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
