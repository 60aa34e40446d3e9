/**
 * A Meta that lives in this process: the parts of the Graph API and of its webhooks the hub uses, with the refusals of the
 * real ones. Used by the tests and by the demo.
 */
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { createFaults, type Faults } from './faults.ts'
import { type ApiCall, addGraphRoutes, type GraphWorld } from './graph-routes.ts'
import {
  addComment,
  addMessage,
  type CommentOptions,
  type MetaPerson,
  metaPerson,
  tellComment,
  tellMessaging,
} from './people.ts'
import { addPeopleRoutes } from './people-routes.ts'
import {
  createState,
  type EmulatedAccounts,
  type EmulatedComment,
  type EmulatedKind,
  type EmulatorState,
  personOf,
} from './state.ts'
import { type PostWebhook, postTo, WebhookCaller } from './webhook-caller.ts'

export { GraphRefusal, refusals as graphRefusals } from './refusal.ts'
export type { EmulatedAccounts } from './state.ts'
export { escapedJson } from './webhook-caller.ts'

export type MetaEmulatorOptions = {
  /** 0 takes a free one. */
  port: number
  host: string
  /** The moment it believes in, in milliseconds. */
  now?: () => number
}

export type MetaEmulator = {
  /** Where it listens; the root of both Graph APIs. */
  readonly url: string
  readonly accounts: EmulatedAccounts
  readonly state: EmulatorState
  readonly faults: Faults
  readonly webhooks: WebhookCaller
  /** Every call of the hub, in order. */
  readonly calls: readonly ApiCall[]
  /** Where webhooks go from now on: an address, or a function. */
  connect(to: string | PostWebhook): void
  person(kind: EmulatedKind, id: string, name?: string): MetaPerson
  comment(
    place: EmulatedComment['place'],
    author: { id: string; name: string },
    text: string,
    options?: CommentOptions,
  ): EmulatedComment
  editComment(id: string, text: string): void
  removeComment(id: string): void
  /** A colleague answers from the vendor's own app. */
  writeAsBank(kind: 'instagram' | 'messenger', clientId: string, text: string): void
  stop(): Promise<void>
}

/** Starts the emulator; rejects where the port is taken. */
export async function startMetaEmulator(options: MetaEmulatorOptions): Promise<MetaEmulator> {
  let url = ''
  const state = createState(options.now ?? Date.now, () => url)
  const webhooks = new WebhookCaller(state)
  const world: GraphWorld = { state, webhooks, faults: createFaults(), calls: [] }
  const server = Fastify({ bodyLimit: 60 * 1024 * 1024, forceCloseConnections: true })
  server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  addGraphRoutes(server, world)
  addPeopleRoutes(server, world)
  await server.listen({ port: options.port, host: options.host })
  url = `http://${options.host}:${(server.server.address() as AddressInfo).port}`
  const change = (id: string, verb: string, by: Partial<EmulatedComment>) => {
    const comment = state.comments.get(id)
    if (comment !== undefined) tellComment(world, Object.assign(comment, by), verb)
  }
  return {
    url,
    accounts: state.accounts,
    state,
    faults: world.faults,
    webhooks,
    calls: world.calls,
    connect(to) {
      webhooks.post = typeof to === 'string' ? postTo(to) : to
    },
    person: (kind, id, name) => metaPerson(world, kind, id, name),
    comment: (place, author, text, commentOptions) => addComment(world, place, author, text, commentOptions),
    editComment: (id, text) => change(id, 'edited', { text }),
    removeComment: (id) => change(id, 'remove', { isDeleted: true }),
    writeAsBank(kind, clientId, text) {
      const person = personOf(state, kind, clientId)
      const { id: mid } = addMessage(state, person, { id: state.nextId('m_app'), isOurs: true, text })
      tellMessaging(world, person, { message: { mid, is_echo: true, text } }, true)
    },
    async stop() {
      webhooks.stop()
      await server.close()
    },
  }
}
