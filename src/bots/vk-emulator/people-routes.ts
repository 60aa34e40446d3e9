/** Where tools beside the program play a client: write, press or comment, and hear what came back. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addComment, type VkWorld, vkPerson } from './people.ts'
import { personOf } from './state.ts'

export const vkPeopleChannels = ['vk', 'vk-comment'] as const

/** The tools make longer ids than VK has; the end of one is an id too. */
const VkUserId = z
  .string()
  .regex(/^\d+$/)
  .transform((id) => Number(id.slice(-9)))
const Who = z.object({ channel: z.enum(vkPeopleChannels), id: VkUserId })
const Act = z.object({
  name: z.string().max(80).default('Mijoz'),
  text: z.string().min(1).max(8000),
  /** What the pressed button carries; the text is its words. */
  data: z.string().optional(),
})
type Heard = { id: string; text: string; buttons: { label: string; data: string }[] }

function heardUnder({ state }: VkWorld, authorId: number): Heard[] {
  const all = [...state.comments.values()]
  const theirs = new Set(all.filter((one) => one.authorId === authorId).map((one) => one.id))
  return all
    .filter((one) => one.replyTo !== null && theirs.has(one.replyTo) && one.authorId !== authorId && !one.isDeleted)
    .map(({ id, text }) => ({ id: String(id), text, buttons: [] }))
}

/** POST /_people/:channel/:id {name, text, data?} acts; GET gives what the bank said to them. */
export function addPeopleRoutes(server: FastifyInstance, world: VkWorld): void {
  server.post('/_people/:channel/:id', (request, reply) => {
    const { channel, id } = Who.parse(request.params)
    const { name, text, data } = Act.parse(request.body)
    if (channel === 'vk-comment') {
      personOf(world.state, id, name)
      addComment(world, id, text)
    } else if (data === undefined) vkPerson(world, id, name).write(text)
    else vkPerson(world, id, name).press(text, data)
    return reply.code(204).send()
  })
  server.get('/_people/:channel/:id', (request): Heard[] => {
    const { channel, id } = Who.parse(request.params)
    if (channel === 'vk-comment') return heardUnder(world, id)
    const { messages } = personOf(world.state, id)
    return messages.filter((one) => one.isOurs).map((one) => ({ id: String(one.id), text: one.text, buttons: one.buttons }))
  })
}
