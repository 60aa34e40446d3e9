/** A member of staff at the console's own API: cookie, CSRF token, the first change of password. */
import { randomUUID } from 'node:crypto'
import type { RunningHub } from './running-hub.ts'

export type StaffSession = {
  readonly operatorId: string
  readonly cookie: string
  readonly csrfToken: string
  get<T>(path: string): Promise<T>
  /** The answer's status and body, whatever it says. */
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<{ status: number; body: unknown }>
}

/** What everybody's password is after the first sign-in of a test. */
export const chosenPassword = 'qirq-besh-ming-tuya-karvoni'

/** What of a running program a sign-in needs. */
type Door = Pick<RunningHub, 'base' | 'passwordOf'>
type Me = { operatorId: string; csrfToken: string; mustChangePassword: boolean }

/** Who has changed their password already; a wrong guess would count towards the lockout. */
const changedIn = new WeakMap<Door, Set<string>>()

/** Throws where the sign-in is refused. The first time the password is changed, as the program demands. */
export async function signInAs(hub: Door, login: string): Promise<StaffSession> {
  const changedHere = changedIn.get(hub) ?? new Set<string>()
  changedIn.set(hub, changedHere)
  const own = changedHere.has(login) ? chosenPassword : hub.passwordOf(login)
  const session = await openSession(hub, login, own)
  if (changedHere.has(login)) return session
  const changed = await session.send('POST', '/api/me/password', { currentPassword: own, newPassword: chosenPassword })
  if (changed.status !== 204) throw new Error(`the password of ${login} was not changed: ${changed.status}`)
  changedHere.add(login)
  return session
}

async function openSession(hub: Door, login: string, password: string): Promise<StaffSession> {
  const { base } = hub
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: base },
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`${login} was not let in: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const get = async <T>(path: string): Promise<T> => {
    const got = await fetch(`${base}${path}`, { headers: { cookie } })
    if (!got.ok) throw new Error(`GET ${path}: ${got.status} ${await got.text()}`)
    return (await got.json()) as T
  }
  const { operatorId, csrfToken } = await get<Me>('/api/me')
  return {
    operatorId,
    cookie,
    csrfToken,
    get,
    async send(method, path, body) {
      const sent = await fetch(`${base}${path}`, {
        method,
        headers: {
          cookie,
          origin: base,
          'x-csrf-token': csrfToken,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await sent.text()
      return { status: sent.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
    },
  }
}

/** An id made by the console, for a reply that must not happen twice. */
export const newReplyId = (): string => randomUUID()
