/** VK's API over HTTP: tokens, versions, the limit of calls, faults, and which call is what. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { emulatorKeeps, pushLatest } from '../keep-latest.ts'
import type { ApiWorld } from './api-call.ts'
import { methods } from './api-methods.ts'
import { VkRefusal, vkRefusals } from './refusal.ts'

/** Calls of the last second; the limit is of the wall's time, whatever the emulator believes. */
function createLimit(): (most: number) => boolean {
  let moments: number[] = []
  return (most) => {
    const now = performance.now()
    moments = moments.filter((at) => now - at < 1000)
    if (moments.length >= most) return false
    moments.push(now)
    return true
  }
}

function perform(world: ApiWorld, method: string, of: Readonly<Record<string, string>>, isWithin: boolean): unknown {
  const { accessToken, adminToken } = world.state.group
  const token = of['access_token']
  if (of['v'] === undefined) throw vkRefusals.noVersion()
  if (world.state.isTokenDead || (token !== accessToken && token !== adminToken)) throw vkRefusals.tokenDead()
  if (!isWithin) throw vkRefusals.tooMany()
  const work = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (work === undefined) throw vkRefusals.unknownMethod()
  return work({ world, of, isAdmin: token === adminToken })
}

export function addApiRoutes(server: FastifyInstance, world: ApiWorld): void {
  const isWithinLimit = createLimit()

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { method } = request.params as { method: string }
    const of = Object.fromEntries(new URLSearchParams(String(request.body ?? '')))
    const call = { method, of, code: 0 }
    pushLatest(world.calls, call, emulatorKeeps.calls)
    const fault = world.faults.take(method)
    const cut = () => {
      void reply.hijack()
      request.raw.socket.destroy()
    }
    try {
      if (fault?.kind === 'drop_before_accept') return cut()
      if (fault?.kind === 'refuse') throw fault.refusal
      const response = perform(world, method, of, isWithinLimit(world.callsASecond))
      return fault?.kind === 'drop_after_accept' ? cut() : reply.send({ response })
    } catch (error) {
      if (!(error instanceof VkRefusal)) throw error
      call.code = error.code
      return reply.send(error.body())
    }
  }

  server.post('/method/:method', answer)
  server.post('/_upload/:kind', (request) =>
    (request.params as { kind: string }).kind === 'photo'
      ? { server: 1, photo: '[{"photo":"a"}]', hash: 'b' }
      : { file: '1|0|0|1|a|pdf|1|fayl' },
  )
  server.get('/_files/:id', (request, reply) => {
    const file = world.state.files.get((request.params as { id: string }).id)
    return file === undefined ? reply.code(404).send() : reply.type(file.mimeType).send(Buffer.from(file.bytes))
  })
}
