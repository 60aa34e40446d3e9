import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { emulatorKeeps, pushLatest } from '../keep-latest.ts'
import { type CallInput, methods } from './bot-api.ts'
import type { EmulatorCore } from './core.ts'
import { BotApiRefusal, refusals } from './refusal.ts'

async function readInput(request: FastifyRequest): Promise<CallInput> {
  const params: Record<string, unknown> = { ...(request.query as Record<string, unknown>) }
  const uploads: CallInput['uploads'] = new Map()
  if (!request.isMultipart()) return { params: { ...params, ...(request.body as Record<string, unknown> | null) }, uploads }
  for await (const part of request.parts()) {
    if (part.type === 'field') params[part.fieldname] = part.value
    else {
      const upload = { fileName: part.filename || 'file', mimeType: part.mimetype, bytes: await part.toBuffer() }
      uploads.set(part.fieldname, upload)
    }
  }
  return { params, uploads }
}

/** Does the call, meeting a planned fault first. Null: the connection is to be cut without an answer. */
async function perform(core: EmulatorCore, name: string, input: CallInput): Promise<{ result: unknown } | null> {
  const method = methods[name]
  if (method === undefined) throw refusals.unknownMethod()
  const fault = core.faults.take(name)
  if (fault?.kind === 'drop_before_accept') return null
  if (fault?.kind === 'refuse') {
    throw new BotApiRefusal(
      fault.errorCode,
      fault.description,
      fault.retryAfterS === undefined ? undefined : { retry_after: fault.retryAfterS },
    )
  }
  const result = await method(core, input)
  if (fault?.kind === 'drop_after_accept') return null
  if (fault?.kind === 'delay') await sleep(fault.ms)
  return { result }
}

function refuse(reply: FastifyReply, refusal: BotApiRefusal): FastifyReply {
  const parameters = refusal.parameters === undefined ? {} : { parameters: refusal.parameters }
  return reply
    .code(refusal.errorCode)
    .send({ ok: false, error_code: refusal.errorCode, description: refusal.message, ...parameters })
}

/** `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export function addBotApiRoutes(server: FastifyInstance, core: EmulatorCore): void {
  server.all('/bot:token/:method', async (request, reply) => {
    const { token, method } = request.params as { token: string; method: string }
    if (token !== core.bot.token) return refuse(reply, refusals.unauthorized())
    const name = method.toLowerCase()
    const input = await readInput(request)
    const call = { method: name, params: input.params, ok: true, errorCode: null as number | null, at: core.now() }
    pushLatest(core.calls, call, emulatorKeeps.calls)
    try {
      const outcome = await perform(core, name, input)
      if (outcome !== null) return reply.send({ ok: true, result: outcome.result })
      reply.hijack()
      request.raw.socket.destroy()
      return reply
    } catch (error) {
      if (!(error instanceof BotApiRefusal)) throw error
      call.ok = false
      call.errorCode = error.errorCode
      return refuse(reply, error)
    }
  })
  server.get('/file/bot:token/*', async (request, reply) => {
    const params = request.params as { token: string; '*': string }
    if (params.token !== core.bot.token) return refuse(reply, refusals.unauthorized())
    const file = [...core.bot.files.values()].find((candidate) => candidate.path === params['*'])
    if (file === undefined) return refuse(reply, refusals.unknownMethod())
    return reply.type('application/octet-stream').send(Buffer.from(file.bytes))
  })
}
