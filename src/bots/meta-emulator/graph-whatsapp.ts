/** WhatsApp's Cloud API: messages with their limits; refusals about the client come later, as statuses. */
import { z } from 'zod'
import { addMessage, tellStatus, type World } from './people.ts'
import { refusals } from './refusal.ts'

const hourMs = 3_600_000
const Choice = z.looseObject({ id: z.string().min(1).max(256), title: z.string().min(1) })
const Interactive = z.looseObject({
  type: z.enum(['button', 'list']),
  body: z.looseObject({ text: z.string().min(1) }),
  action: z.looseObject({
    button: z.string().max(20).optional(),
    buttons: z.array(z.looseObject({ reply: Choice })).optional(),
    sections: z.array(z.looseObject({ rows: z.array(Choice) })).optional(),
  }),
})
const SendBody = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  to: z.string().optional(),
  recipient: z.string().optional(),
  type: z.string(),
  text: z.looseObject({ body: z.string().min(1) }).optional(),
  interactive: Interactive.optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
})

type Choices = { label: string; data: string }[]

type Choice = z.infer<typeof Choice>
const most = (choices: readonly Choice[], count: number) => choices.length >= 1 && choices.length <= count
const withinUnits = (choices: readonly Choice[], units: number) => choices.every((one) => one.title.length <= units)

function checkButtons(replies: readonly Choice[], text: string): void {
  if (!most(replies, 3)) throw refusals.invalid('Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3')
  if (!withinUnits(replies, 20)) throw refusals.invalid('Button title length invalid. Max length: 20')
  if (text.length > 1024) throw refusals.invalid('Body text length invalid. Max length: 1024')
}

function checkList(rows: readonly Choice[], text: string): void {
  if (!most(rows, 10)) throw refusals.invalid('Total row count exceed max allowed count: 10')
  if (!withinUnits(rows, 24)) throw refusals.invalid('Row title is too long. Max length is 24')
  if (text.length > 4096) throw refusals.invalid('Body text length invalid. Max length: 4096')
}

function choicesOf(interactive: z.infer<typeof Interactive> | undefined): Choices {
  if (interactive === undefined) return []
  const { type, action, body } = interactive
  const choices =
    type === 'button'
      ? (action.buttons ?? []).map((one) => one.reply)
      : (action.sections ?? []).flatMap((section) => section.rows)
  if (type === 'button') checkButtons(choices, body.text)
  else checkList(choices, body.text)
  if (new Set(choices.map((one) => one.id)).size < choices.length) throw refusals.invalid('Duplicated row id')
  return choices.map(({ id, title }) => ({ label: title, data: id }))
}

/** POST /{phone-number-id}/messages; throws GraphRefusal. Statuses follow by webhook. */
export function sendWhatsApp(world: World, given: unknown): object {
  const { state } = world
  const parsed = SendBody.safeParse(given)
  if (!parsed.success) throw refusals.invalid('Invalid parameter')
  const body = parsed.data
  const text = body.text?.body ?? body.interactive?.body.text ?? ''
  if (body.type === 'text' && text.length > 4096)
    throw refusals.invalid('Param text[body] must be at most 4096 characters long.')
  const buttons = choicesOf(body.interactive)
  const to = body.to ?? body.recipient ?? ''
  const person = state.people.get(`whatsapp ${to}`)
  const id = state.nextId('wamid.OUT')
  const accepted = { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] }
  const opaque = body.biz_opaque_callback_data
  const more = opaque === undefined ? {} : { biz_opaque_callback_data: opaque }
  if (person === undefined || person.isBlocking) {
    const nobody = person ?? { kind: 'whatsapp' as const, id: to, name: '', messages: [], lastWroteAt: null, isBlocking: true }
    tellStatus(world, nobody, id, 'failed', { ...more, errors: [{ code: 131026, title: 'Message undeliverable' }] })
    return accepted
  }
  if (person.lastWroteAt === null || state.now() - person.lastWroteAt > 24 * hourMs) {
    tellStatus(world, person, id, 'failed', { ...more, errors: [{ code: 131047, title: 'Re-engagement message' }] })
    return accepted
  }
  addMessage(state, person, { id, isOurs: true, text, buttons })
  tellStatus(world, person, id, 'sent', more)
  tellStatus(world, person, id, 'delivered', more)
  return accepted
}
