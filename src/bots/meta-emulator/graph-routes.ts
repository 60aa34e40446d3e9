/** The Graph API over HTTP: tokens, faults, and which call is what. */
import { createHmac } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addLatest, emulatorKeeps, pushLatest } from '../keep-latest.ts'
import type { Faults } from './faults.ts'
import { sendMessage } from './graph-messaging.ts'
import { readConversations, readFeed, readMedia, readSubscription, readToken } from './graph-reads.ts'
import { sendWhatsApp } from './graph-whatsapp.ts'
import { addComment, tellComment, type World } from './people.ts'
import { GraphRefusal, refusals } from './refusal.ts'
import type { EmulatedKind } from './state.ts'

export type ApiCall = { method: string; path: string; body: unknown; status: number }
export type GraphWorld = World & { faults: Faults; calls: ApiCall[] }

type Caller = { kind: EmulatedKind; id: string }
type Asked = { world: GraphWorld; caller: Caller; id: string; query: Record<string, string>; body: unknown }

function callerOf({ state }: GraphWorld, request: FastifyRequest): Caller {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const { instagram, page, whatsapp } = state.accounts
  const accounts = [
    { kind: 'instagram' as const, id: instagram.accountId, ...instagram },
    { kind: 'messenger' as const, id: page.pageId, ...page },
    { kind: 'whatsapp' as const, id: whatsapp.phoneNumberId, ...whatsapp },
  ]
  const account = accounts.find((one) => one.accessToken === token)
  if (account === undefined || state.isTokenDead) throw refusals.tokenDead()
  const proof = (request.query as Record<string, string>)['appsecret_proof']
  if (proof !== undefined && proof !== createHmac('sha256', account.appSecret).update(account.accessToken).digest('hex')) {
    throw refusals.badProof()
  }
  return { kind: account.kind, id: account.id }
}

function answerComment({ world, caller, id, body }: Asked): object {
  const comment = world.state.comments.get(id)
  const message = z.looseObject({ message: z.string().min(1) }).safeParse(body)
  if (comment === undefined || comment.isDeleted) throw refusals.notFound()
  if (!message.success) throw refusals.invalid('The parameter message is required')
  if (comment.isHidden && comment.place === 'instagram') throw refusals.invalid('Cannot reply to a hidden comment')
  const author = { id: caller.id, name: 'Bank' }
  // A reply to a reply is put under the comment that began.
  const parentId = comment.place === 'instagram' ? (comment.parentId ?? comment.id) : comment.id
  const made = addComment(world, comment.place, author, message.data.message, { postId: comment.postId, parentId })
  return { id: made.id }
}

function changeComment({ world, id, query }: Asked): object {
  const comment = world.state.comments.get(id)
  if (comment === undefined || comment.isDeleted) throw refusals.notFound()
  const asked = query['hide'] ?? query['is_hidden']
  if (asked === undefined) throw refusals.invalid('The parameter hide is required')
  comment.isHidden = asked === 'true'
  if (comment.place === 'facebook') tellComment(world, comment, comment.isHidden ? 'hide' : 'unhide')
  return { success: true }
}

function deleteComment({ world, id }: Asked): object {
  const comment = world.state.comments.get(id)
  if (comment === undefined || comment.isDeleted) throw refusals.notFound()
  comment.isDeleted = true
  return { success: true }
}

function describe({ world, caller, id }: Asked): object {
  const { state } = world
  if (id === 'me' || id === caller.id) {
    const names = { instagram: { username: 'demo_bank', user_id: caller.id }, messenger: { name: 'Demo bank' } }
    const whatsApp = { display_phone_number: '+998 71 000 00 00', verified_name: 'Demo bank' }
    return { id: caller.id, ...(caller.kind === 'whatsapp' ? whatsApp : names[caller.kind]) }
  }
  const person = state.people.get(`${caller.kind} ${id}`)
  if (person !== undefined) return { id, name: person.name, username: person.name.toLowerCase() }
  if (state.files.has(id)) return { id, url: `${state.url()}/_files/${id}`, mime_type: state.files.get(id)?.mimeType }
  throw refusals.notFound()
}

function subscribe({ world, caller, query }: Asked): object {
  for (const field of (query['subscribed_fields'] ?? '').split(',')) world.state.subscribed.add(`${caller.kind} ${field}`)
  return { success: true }
}

function takeUpload({ world }: Asked): object {
  const id = world.state.nextId('90')
  addLatest(world.state.uploads, id, emulatorKeeps.files)
  return { id, attachment_id: id }
}

const readingOf = ({ world, caller }: Asked) => ({ state: world.state, kind: caller.kind, accountId: caller.id })

const edges: Readonly<Record<string, (asked: Asked) => object>> = {
  'POST messages': ({ world, caller, body }) =>
    caller.kind === 'whatsapp' ? sendWhatsApp(world, body) : sendMessage(world, caller.kind, body),
  'POST replies': answerComment,
  'POST comments': answerComment,
  'POST subscribed_apps': subscribe,
  'POST message_attachments': takeUpload,
  'POST media': takeUpload,
  'POST ': changeComment,
  'DELETE ': deleteComment,
  'GET subscribed_apps': (asked) => readSubscription(readingOf(asked)),
  'GET conversations': (asked) => readConversations(readingOf(asked), asked.query),
  'GET media': (asked) => readMedia(readingOf(asked)),
  'GET feed': (asked) => readFeed(readingOf(asked)),
  'GET ': (asked) => (asked.id === 'debug_token' ? readToken(readingOf(asked), asked.query) : describe(asked)),
}

async function answer(world: GraphWorld, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { id, edge = '' } = request.params as { id: string; edge?: string }
  const call: ApiCall = { method: request.method, path: `${id}/${edge}`, body: request.body, status: 200 }
  pushLatest(world.calls, call, emulatorKeeps.calls)
  const fault = world.faults.take(edge)
  const cut = () => {
    call.status = 0
    void reply.hijack()
    request.raw.socket.destroy()
  }
  try {
    if (fault?.kind === 'drop_before_accept') return cut()
    if (fault?.kind === 'refuse') throw fault.refusal
    const caller = callerOf(world, request)
    const work = Object.hasOwn(edges, `${request.method} ${edge}`) ? edges[`${request.method} ${edge}`] : undefined
    if (work === undefined) throw refusals.notFound()
    const query = request.query as Record<string, string>
    const done = work({ world, caller, id, query, body: request.body })
    return fault?.kind === 'drop_after_accept' ? cut() : reply.send(done)
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error
    call.status = error.status
    if (error.retryAfterS !== null) void reply.header('retry-after', String(error.retryAfterS))
    return reply.code(error.status).send(error.body())
  }
}

export function addGraphRoutes(server: FastifyInstance, world: GraphWorld): void {
  for (const url of ['/v:version/:id', '/v:version/:id/:edge']) {
    server.route({ method: ['GET', 'POST', 'DELETE'], url, handler: (request, reply) => answer(world, request, reply) })
  }
  server.get('/_files/:id', (request, reply) => {
    const file = world.state.files.get((request.params as { id: string }).id)
    return file === undefined ? reply.code(404).send() : reply.type(file.mimeType).send(Buffer.from(file.bytes))
  })
}
