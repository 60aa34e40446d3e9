/** Approved words through the console's own API: cookie, CSRF token, permissions and shapes as the program serves them. */
import { expect } from 'vitest'
import type { FourTexts, Problem, Role, TemplateDraftInput } from '#contracts'
import { newId, type RequestId } from '#kernel'
import type { HttpServer } from '#platform'
import { createOperator } from '#staff'
import { type Bank, openBank } from './bank.ts'
import { serveDesk, signedIn } from './serve-desk.ts'

type Answer<T> = { status: number; body: T; text: string }
type Person = { id: string } & {
  call<T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<Answer<T>>
  upload<T>(path: string, file: { name: string; bytes: Buffer }): Promise<Answer<T>>
}

/** A bank whose console's own API is open, and a person of each role who has to do with templates, signed in. */
export async function openTemplateBank() {
  const bank = await openBank()
  const server = await serveDesk(bank)
  const department = (await bank.request(await bank.write('first', 'question normal general: ?'))).departmentId
  const operator = await hire(server, bank, 'operator', department)
  const writer = await hire(server, bank, 'supervisor', department)
  const manager = await hire(server, bank, 'manager', department)
  const compliance = await hire(server, bank, 'compliance', department)
  const administrator = await hire(server, bank, 'administrator', department)
  const elsewhere = ['quality', 'cards', 'fraud', 'it'].map((code) => {
    try {
      return bank.department(code).id
    } catch {
      return undefined
    }
  })
  const stranger = await hire(server, bank, 'operator', elsewhere.find((id) => id !== undefined && id !== department) ?? '')
  const people = { operator, writer, manager, compliance, administrator, stranger }
  const close = async () => {
    await server.close()
    await bank.close()
  }
  return { bank, ...people, ...actsOf(bank, people), close }
}
export type TemplateBank = Awaited<ReturnType<typeof openTemplateBank>>

/** What most stories begin with. */
function actsOf(bank: Bank, { operator, writer, manager }: Record<'operator' | 'writer' | 'manager', Person>) {
  return {
    async publish(shortcut: string, more: Partial<TemplateDraftInput> = {}): Promise<Drafted> {
      const made = await writer.call<Drafted>('POST', '/api/templates', {
        shortcut,
        title: texts(shortcut),
        ...draft(shortcut, more),
      })
      expect(made.status, made.text).toBe(200)
      expect((await writer.call('POST', `/api/template-versions/${made.body.versionId}/submit`)).status).toBe(204)
      expect((await manager.call('POST', `/api/template-versions/${made.body.versionId}/approve`)).status).toBe(204)
      return made.body
    },
    async held(client: string): Promise<RequestId> {
      const requestId = await bank.write(client, 'question normal general: qanday?')
      const taken = await operator.call('POST', `/api/requests/${requestId}/take`, {})
      expect(taken.status, taken.text).toBe(200)
      return requestId
    },
    reply: (requestId: string, body: object) =>
      operator.call<{ messageId: string } & Problem>('POST', `/api/requests/${requestId}/replies`, {
        clientReplyId: crypto.randomUUID(),
        ...body,
      }),
  }
}

async function hire(server: HttpServer, bank: Bank, role: Role, departmentId: string): Promise<Person> {
  const login = newId()
  const password = newId()
  const fields = { displayName: `Xodim ${role}`, roles: [role], languages: [], capacity: 20, interfaceLanguage: 'ru' as const }
  const id = await createOperator(bank.ctx, { login, password, ...fields, departmentIds: [departmentId as never] })
  const headers = await signedIn(bank, { id, login, password })
  const answerOf = (answer: Awaited<ReturnType<typeof server.inject>>) => {
    const isJson = `${answer.headers['content-type']}`.includes('json')
    return { status: answer.statusCode, text: answer.body, body: (isJson ? answer.json() : null) as never }
  }
  return {
    id,
    call: async (method, path, body) =>
      answerOf(await server.inject({ method, url: path, headers, ...(body === undefined ? {} : { payload: body }) })),
    async upload(path, { name, bytes }) {
      const form = new FormData()
      form.set('file', new Blob([new Uint8Array(bytes)]), name)
      const wrapped = new Response(form)
      const payload = Buffer.from(await wrapped.arrayBuffer())
      const contentType = wrapped.headers.get('content-type') ?? ''
      const sent = { method: 'POST', url: path, headers: { ...headers, 'content-type': contentType }, payload } as const
      return answerOf(await server.inject(sent))
    },
  }
}

export const texts = (word: string): FourTexts => ({
  'uz-Latn': `${word} uz`,
  'uz-Cyrl': `${word} уз`,
  ru: `${word} ру`,
  en: `${word} en`,
})
export const draft = (word: string, more: Partial<TemplateDraftInput> = {}): TemplateDraftInput => ({
  texts: texts(word),
  variables: [],
  scope: { topic: 'general', channels: [], departmentIds: [], visibility: 'private', botMayAnswer: false },
  ...more,
})
export type Drafted = { templateId: string; versionId: string; version: number }
