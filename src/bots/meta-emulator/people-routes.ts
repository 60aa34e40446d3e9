/** Where tools beside the program play a client: make a person, let them write, press or comment, and hear what came back. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addComment, metaPerson, type World } from './people.ts'

const Who = z.object({
  channel: z.enum(['instagram', 'instagram-comment', 'messenger', 'facebook-comment', 'whatsapp']),
  id: z.string(),
})
const Act = z.object({
  name: z.string().max(80).default('Mijoz'),
  text: z.string().min(1).max(8000),
  /** What the pressed button carries; the text is its words. */
  data: z.string().optional(),
})

type Heard = { id: string; text: string; buttons: { label: string; data: string }[] }

function heardIn({ state }: World, authorId: string, place: 'instagram' | 'facebook'): Heard[] {
  const own = [...state.comments.values()].filter((one) => one.place === place)
  const theirs = new Set(own.filter((one) => one.authorId === authorId).map((one) => one.id))
  return own
    .filter((one) => one.parentId !== null && theirs.has(one.parentId) && one.authorId !== authorId && !one.isDeleted)
    .map(({ id, text }) => ({ id, text, buttons: [] }))
}

/** POST /_people/:channel/:id {name, text, data?} acts; GET gives what the bank said to them. */
export function addPeopleRoutes(server: FastifyInstance, world: World): void {
  server.post('/_people/:channel/:id', (request, reply) => {
    const { channel, id } = Who.parse(request.params)
    const { name, text, data } = Act.parse(request.body)
    if (channel === 'instagram-comment' || channel === 'facebook-comment') {
      addComment(world, channel === 'instagram-comment' ? 'instagram' : 'facebook', { id, name }, text)
    } else {
      const person = metaPerson(world, channel, id, name)
      if (data === undefined) person.write(text)
      else person.press(text, data)
    }
    return reply.code(204).send()
  })
  server.get('/_people/:channel/:id', (request): Heard[] => {
    const { channel, id } = Who.parse(request.params)
    if (channel === 'instagram-comment') return heardIn(world, id, 'instagram')
    if (channel === 'facebook-comment') return heardIn(world, id, 'facebook')
    return metaPerson(world, channel, id)
      .heard()
      .map((message) => ({ id: message.id, text: message.text, buttons: message.buttons }))
  })
}
