/** A member of staff at the console's own API: cookie, CSRF token, the first change of password. */
import { randomUUID } from 'node:crypto'
import { bankStaff } from '../../src/staff/seed-bank.ts'
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

/**
 * Throws where the sign-in is refused. The first time the password is changed, as the program demands. A new installation that is
 * no demonstration has an administrator alone, who adds the invented people as they are wanted.
 */
export async function signInAs(hub: Door, login: string): Promise<StaffSession> {
  const changedHere = changedIn.get(hub) ?? new Set<string>()
  changedIn.set(hub, changedHere)
  const own = changedHere.has(login) ? chosenPassword : (firstPasswordOf(hub, login) ?? (await addInTurn(hub, login)))
  const session = await openSession(hub, login, own)
  if (changedHere.has(login)) return session
  const changed = await session.send('POST', '/api/me/password', { currentPassword: own, newPassword: chosenPassword })
  if (changed.status !== 204) throw new Error(`the password of ${login} was not changed: ${changed.status}`)
  changedHere.add(login)
  return session
}

/** Of people who signed in to this data before, under another program. */
export function haveChosenPasswords(hub: Door, logins: readonly string[]): void {
  changedIn.set(hub, new Set([...(changedIn.get(hub) ?? []), ...logins]))
}

function firstPasswordOf(hub: Door, login: string): string | null {
  try {
    return hub.passwordOf(login)
  } catch {
    return null
  }
}

/** One after the other: the administrator's own first sign-in is there once. */
const adding = new WeakMap<Door, Promise<unknown>>()
function addInTurn(hub: Door, login: string): Promise<string> {
  const added = (adding.get(hub) ?? Promise.resolve()).then(() => addPerson(hub, login))
  adding.set(
    hub,
    added.catch(() => undefined),
  )
  return added
}

type Department = { id: string; code: string }

/** @returns the first password. Throws where there is no such invented person. */
async function addPerson(hub: Door, login: string): Promise<string> {
  const person = bankStaff.find((one) => one.login === login)
  if (person === undefined) throw new Error(`nobody is called ${login}`)
  const admin = await signInAs(hub, 'admin')
  const departments = await admin.get<Department[]>('/api/departments')
  const { displayName, roles, languages, capacity } = person
  const departmentIds = departments.flatMap(({ id, code }) => (person.departments.some((one) => one === code) ? [id] : []))
  const body = { login, displayName, roles, languages, capacity, departmentIds, interfaceLanguage: 'uz-Latn' }
  const added = await admin.send('POST', '/api/staff', body)
  if (added.status !== 200) throw new Error(`${login} was not added: ${added.status} ${JSON.stringify(added.body)}`)
  return (added.body as { password: string }).password
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
