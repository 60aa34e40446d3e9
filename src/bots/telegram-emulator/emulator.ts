/**
 * A Telegram that lives in this process: the part of the Bot API the hub uses, with the refusals of the real one, and
 * people who write to the bot. Used by the tests and by the demo, where a person can be the client in a browser at `/`.
 */
import type { AddressInfo } from 'node:net'
import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance } from 'fastify'
import { emulatorKeeps, setLatest } from '../keep-latest.ts'
import { addBotApiRoutes } from './bot-api-routes.ts'
import type { EmulatorCore } from './core.ts'
import { createFaults, type Faults } from './faults.ts'
import { keepChats } from './kept-chats.ts'
import { createPerson, type Person, type PersonContext } from './person.ts'
import { addPhoneRoutes } from './phone-routes.ts'
import { type ApiCall, addMessage, type ChatState, createBotState, keepChat, type TgUpdate, type TgUser } from './state.ts'
import { UpdateQueue } from './update-queue.ts'

export type EmulatorOptions = {
  /** 0 takes a free one. */
  port: number
  host: string
  /** `<bot id>:<secret>`; a call with another token is refused with 401. */
  token?: string
  botUsername?: string
  firstUpdateId?: number
  /** Where chats begin to number; a hub that remembers an earlier emulator must not meet its numbers again. */
  firstMessageId?: number
  /** Where chats are kept over restarts; nowhere unless given. */
  stateFile?: string
}

export type TelegramEmulator = {
  /** Where it listens; also the Bot API root (`TELEGRAM_API_ROOT`). */
  readonly url: string
  readonly token: string
  readonly faults: Faults
  readonly updates: UpdateQueue
  /** Every call the bot made, in order. */
  readonly calls: readonly ApiCall[]
  /** Callback queries the bot answered. */
  readonly answeredQueries: readonly { id: string; text: string | null }[]
  /** A person (made on first mention) with a private chat with the bot. */
  person(user: Partial<TgUser> & { id: number }): Person
  /** A message in a group the bot is a member of. */
  writeInGroup(group: { id: number; title: string }, user: Partial<TgUser> & { id: number }, text: string): TgUpdate
  /** Any update as it stands, e.g. a recorded one. */
  pushUpdate(update: TgUpdate): void
  /** True when the bot confirmed every update. */
  isIdle(): boolean
  stop(): Promise<void>
}

const demoToken = '7000000001:emulator-token-for-the-demo-and-tests'

/** Always beyond what an earlier run gave, at a thousand updates a second: a bot that remembers its offset must not skip any. */
const firstUpdateIdNow = () => Date.now()

function createCore(options: EmulatorOptions): EmulatorCore {
  const faults = createFaults()
  const updates = new UpdateQueue(faults, options.firstUpdateId ?? firstUpdateIdNow())
  const bot = createBotState(options.token ?? demoToken, options.botUsername ?? 'murojaat_demo_bot', options.firstMessageId)
  const people = new Map<number, Person>()
  const kept = keepChats(bot, options.stateFile)
  let version = 0
  const touched = () => {
    version += 1
    kept.touch()
  }
  const context: PersonContext = {
    bot,
    updates,
    now: () => Date.now(),
    changed: touched,
  }
  return {
    ...context,
    faults,
    calls: [],
    version: () => version,
    touched,
    flush: kept.flush,
    person(user) {
      const known = people.get(user.id)
      if (known !== undefined) return known
      const earlier = bot.chats.get(user.id)?.user
      const made = createPerson(context, { is_bot: false, first_name: `Mijoz ${user.id}`, ...earlier, ...user })
      setLatest(people, user.id, made, emulatorKeeps.people)
      return made
    },
  }
}

function writeInGroup(core: EmulatorCore, group: { id: number; title: string }, user: TgUser, text: string): TgUpdate {
  const known = core.bot.chats.get(group.id)
  const state: ChatState = known ?? {
    chat: { id: group.id, type: 'group', title: group.title },
    user,
    messages: [],
    nextMessageId: 1,
    isBlocked: false,
    isDeactivated: false,
    hasStarted: true,
  }
  keepChat(core.bot, state)
  const message = addMessage(state, user, core.now(), { text })
  core.changed(state)
  return core.updates.push(String(group.id), { message })
}

async function listen(server: FastifyInstance, options: EmulatorOptions): Promise<string> {
  await server.listen({ port: options.port, host: options.host })
  const address = server.server.address() as AddressInfo
  return `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${address.port}`
}

/** Starts the emulator; rejects where the port is taken. */
export async function startTelegramEmulator(options: EmulatorOptions): Promise<TelegramEmulator> {
  const core = createCore(options)
  const server = Fastify({
    bodyLimit: 60 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  })
  await server.register(multipart, { limits: { fileSize: 55 * 1024 * 1024, files: 10 } })
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  })
  addBotApiRoutes(server, core)
  addPhoneRoutes(server, core)
  const url = await listen(server, options)
  return {
    url,
    token: core.bot.token,
    faults: core.faults,
    updates: core.updates,
    calls: core.calls,
    answeredQueries: core.bot.answeredQueries,
    person: core.person,
    writeInGroup: (group, user, text) =>
      writeInGroup(core, group, { is_bot: false, first_name: `Mijoz ${user.id}`, ...user }, text),
    pushUpdate: (update) => core.updates.pushAs(`raw:${update.update_id}`, update),
    isIdle: () => core.updates.isEmpty(),
    async stop() {
      core.updates.stop()
      core.flush()
      await server.close()
    },
  }
}
