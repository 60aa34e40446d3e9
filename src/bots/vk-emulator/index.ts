/**
 * A VK that lives in this process: one community, the parts of the API and of the Callback API the hub uses, with the refusals
 * of the real ones. Used by the tests and by the demo.
 */
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { emulatorKeeps, pushLatest } from '../keep-latest.ts'
import type { ApiWorld, VkApiCall } from './api-call.ts'
import { addApiRoutes } from './api-routes.ts'
import { CallbackCaller, type PostCallback, postTo } from './callback-caller.ts'
import { createFaults, type VkFaults } from './faults.ts'
import { addComment, type CommentOptions, changeComment, messageObject, type VkPerson, vkPerson } from './people.ts'
import { addPeopleRoutes } from './people-routes.ts'
import { createState, personOf, type VkEmulatedComment, type VkState } from './state.ts'

export { vkPeopleChannels } from './people-routes.ts'
export { vkRefusals } from './refusal.ts'

export type VkEmulatorOptions = {
  /** 0 takes a free one. */
  port: number
  host: string
  /** The moment it believes in, in milliseconds. */
  now?: () => number
  /** VK's own limit of a community, unless given. */
  callsASecond?: number
}

export type VkEmulator = {
  /** Where it listens; the root of the API. */
  readonly url: string
  readonly state: VkState
  readonly faults: VkFaults
  readonly callbacks: CallbackCaller
  /** Every call of the hub, in order. */
  readonly calls: readonly VkApiCall[]
  /** Where events go from now on: an address, or a function. */
  connect(to: string | PostCallback): void
  person(id: number, name?: string): VkPerson
  comment(author: { id: number; name: string }, text: string, options?: CommentOptions): VkEmulatedComment
  changeComment(id: number, change: 'edit' | 'delete' | 'restore', text?: string): void
  /** A colleague answers from VK itself. */
  writeAsBank(clientId: number, text: string): void
  commentAsBank(replyTo: number, text: string): void
  stop(): Promise<void>
}

const callsASecond = 20

/** Starts the emulator; rejects where the port is taken. */
export async function startVkEmulator(options: VkEmulatorOptions): Promise<VkEmulator> {
  let url = ''
  const state = createState(options.now ?? Date.now, () => url)
  const callbacks = new CallbackCaller(state)
  const most = options.callsASecond ?? callsASecond
  const world: ApiWorld = { state, callbacks, faults: createFaults(), calls: [], callsASecond: most }
  const server = Fastify({ bodyLimit: 60 * 1024 * 1024, forceCloseConnections: true })
  const asText = { parseAs: 'string' } as const
  server.addContentTypeParser('application/x-www-form-urlencoded', asText, (_request, body, done) => done(null, body))
  server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  addApiRoutes(server, world)
  addPeopleRoutes(server, world)
  await server.listen({ port: options.port, host: options.host })
  url = `http://${options.host}:${(server.server.address() as AddressInfo).port}`
  return {
    url,
    state,
    faults: world.faults,
    callbacks,
    calls: world.calls,
    connect(to) {
      callbacks.post = typeof to === 'string' ? postTo(to) : to
    },
    person: (id, name) => vkPerson(world, id, name),
    comment(author, text, commentOptions) {
      personOf(state, author.id, author.name)
      return addComment(world, author.id, text, commentOptions)
    },
    changeComment: (id, change, text) => changeComment(world, id, change, text),
    writeAsBank(clientId, text) {
      const person = personOf(state, clientId)
      const message = { id: state.nextId(), isOurs: true, text, buttons: [], attachment: '' }
      pushLatest(person.messages, message, emulatorKeeps.messagesOfOne)
      callbacks.tell('message_reply', messageObject(world, person, message, { random_id: 0, admin_author_id: 1 }))
    },
    commentAsBank: (replyTo, text) => void addComment(world, -Number(state.group.groupId), text, { replyTo }),
    async stop() {
      callbacks.stop()
      await server.close()
    },
  }
}
