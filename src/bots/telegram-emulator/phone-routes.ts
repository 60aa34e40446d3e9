/** The people's side over HTTP: what the page at `/` and `npm run customer` use. Not part of the Bot API. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { EmulatorCore } from './core.ts'
import { phonePage } from './phone-page.ts'

const PersonInput = z.object({
  id: z.number().int().positive(),
  first_name: z.string().min(1).max(64),
  last_name: z.string().max(64).optional(),
  username: z.string().max(32).optional(),
  language_code: z.string().max(10).optional(),
})
const FileInput = z.object({ fileName: z.string().max(200), mimeType: z.string().max(100), base64: z.string() })
const ActInput = z.discriminatedUnion('do', [
  z.object({ do: z.literal('write'), text: z.string().min(1).max(4096) }),
  z.object({ do: z.literal('press'), data: z.string().max(64) }),
  z.object({ do: z.literal('edit'), messageId: z.number().int(), text: z.string().min(1).max(4096) }),
  z.object({ do: z.literal('photo'), file: FileInput, caption: z.string().max(1024).optional() }),
  z.object({ do: z.literal('document'), file: FileInput, caption: z.string().max(1024).optional() }),
  z.object({ do: z.literal('voice'), file: FileInput }),
  z.object({ do: z.literal('location'), latitude: z.number(), longitude: z.number() }),
  z.object({ do: z.literal('contact'), phone: z.string().max(32), isOwn: z.boolean() }),
  z.object({ do: z.literal('block') }),
  z.object({ do: z.literal('unblock') }),
])
type Act = z.infer<typeof ActInput>

const uploadOf = (file: z.infer<typeof FileInput>) => ({
  fileName: file.fileName,
  mimeType: file.mimeType,
  bytes: new Uint8Array(Buffer.from(file.base64, 'base64')),
})

const acts = {
  write: (core, id, act) => core.person({ id }).write(act.text),
  press: (core, id, act) => core.person({ id }).press(act.data),
  edit: (core, id, act) => core.person({ id }).edit(act.messageId, act.text),
  photo: (core, id, act) => core.person({ id }).sendPhoto(uploadOf(act.file), act.caption),
  document: (core, id, act) => core.person({ id }).sendDocument(uploadOf(act.file), act.caption),
  voice: (core, id, act) => core.person({ id }).sendVoice(uploadOf(act.file)),
  location: (core, id, act) => core.person({ id }).sendLocation(act.latitude, act.longitude),
  contact: (core, id, act) => core.person({ id }).sendContact(act.phone, act.isOwn),
  block: (core, id) => core.person({ id }).block(),
  unblock: (core, id) => core.person({ id }).unblock(),
} as const satisfies { [K in Act['do']]: (core: EmulatorCore, id: number, act: Extract<Act, { do: K }>) => unknown }

function perform(core: EmulatorCore, id: number, act: Act): void {
  const action = acts[act.do] as (core: EmulatorCore, id: number, act: Act) => unknown
  action(core, id, act)
}

const contentSecurityPolicy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"

/** `/`, and `/_phone/*` for its script. */
export function addPhoneRoutes(server: FastifyInstance, core: EmulatorCore): void {
  server.get('/', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', contentSecurityPolicy).send(phonePage),
  )
  server.get('/_phone/chats', async () => ({
    version: core.version(),
    bot: core.bot.user,
    chats: [...core.bot.chats.values()].map((state) => ({
      chat: state.chat,
      isBlocked: state.isBlocked,
      count: state.messages.length,
      last: state.messages.at(-1) ?? null,
    })),
  }))
  server.post('/_phone/people', async (request, reply) => {
    const input = PersonInput.safeParse(request.body)
    if (!input.success) return reply.code(400).send({ error: 'a person has a positive id and a name' })
    const { last_name, username, language_code, ...rest } = input.data
    core.person({
      ...rest,
      ...(last_name === undefined ? {} : { last_name }),
      ...(username === undefined ? {} : { username }),
      ...(language_code === undefined ? {} : { language_code }),
    })
    core.touched()
    return { id: rest.id }
  })
  server.get('/_phone/chats/:id', async (request, reply) => {
    const state = core.bot.chats.get(Number((request.params as { id: string }).id))
    if (state === undefined) return reply.code(404).send({ error: 'no such chat' })
    return { version: core.version(), chat: state.chat, isBlocked: state.isBlocked, messages: state.messages }
  })
  server.post('/_phone/chats/:id', async (request, reply) => {
    const id = Number((request.params as { id: string }).id)
    const act = ActInput.safeParse(request.body)
    if (!act.success || !core.bot.chats.has(id)) return reply.code(400).send({ error: 'unknown chat or act' })
    try {
      perform(core, id, act.data)
      return { ok: true }
    } catch (error) {
      return reply.code(409).send({ error: error instanceof Error ? error.message : 'refused' })
    }
  })
  server.get('/_phone/files/:fileId', async (request, reply) => {
    const file = core.bot.files.get((request.params as { fileId: string }).fileId)
    if (file === undefined) return reply.code(404).send({ error: 'no such file' })
    return reply.type(file.mimeType).send(Buffer.from(file.bytes))
  })
}
