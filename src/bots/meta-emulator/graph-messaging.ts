/** The Send API of Messenger and Instagram with its refusals. */
import { z } from 'zod'
import { addMessage, tellMessaging, type World } from './people.ts'
import { refusals } from './refusal.ts'
import { type EmulatedKind, type EmulatedPerson, personOf } from './state.ts'

const hourMs = 3_600_000
const instagramBytes = 1000
const messengerUnits = 2000

const SendBody = z.looseObject({
  recipient: z.looseObject({ id: z.string().optional(), comment_id: z.string().optional(), post_id: z.string().optional() }),
  messaging_type: z.string().optional(),
  tag: z.string().optional(),
  message: z.looseObject({
    text: z.string().optional(),
    metadata: z.string().optional(),
    attachment: z.looseObject({ payload: z.looseObject({ attachment_id: z.string().optional() }) }).optional(),
    quick_replies: z
      .array(z.looseObject({ content_type: z.string(), title: z.string().optional(), payload: z.string().optional() }))
      .optional(),
  }),
})
const TypingBody = z.looseObject({ recipient: z.looseObject({ id: z.string() }), sender_action: z.literal('typing_on') })
type SendBody = z.infer<typeof SendBody>

function checkContent(kind: EmulatedKind, { message }: SendBody): void {
  const { text, attachment, quick_replies: quick = [] } = message
  if (text === undefined && attachment === undefined) throw refusals.invalid('Message cannot be empty')
  if (text === '') throw refusals.invalid('Message cannot be empty')
  if (kind === 'instagram' && Buffer.byteLength(text ?? '') > instagramBytes) {
    throw refusals.invalid('Length of param message[text] must be less than or equal to 1000 bytes')
  }
  if ((text ?? '').length > messengerUnits)
    throw refusals.invalid('Length of param message[text] must be less than or equal to 2000')
  if (quick.length > 13) throw refusals.invalid('Too many quick replies: at most 13')
  if (quick.some((one) => one.content_type === 'text' && ((one.title ?? '').length > 20 || !one.payload))) {
    throw refusals.invalid('Quick reply title must be at most 20 characters')
  }
}

function checkWindow({ state }: World, person: EmulatedPerson, body: SendBody): void {
  const isInstagram = person.kind === 'instagram'
  if (person.lastWroteAt === null) throw isInstagram ? refusals.instagramNoUser() : refusals.noUser()
  if (person.isBlocking) throw isInstagram ? refusals.instagramNoUser() : refusals.notAvailable()
  const hours = (state.now() - person.lastWroteAt) / hourMs
  const isPerson = body.messaging_type === 'MESSAGE_TAG' && body.tag === 'HUMAN_AGENT'
  if (hours > (isPerson ? 7 * 24 : 24)) throw isInstagram ? refusals.instagramWindowClosed() : refusals.windowClosed()
}

/** Whom a private reply to a comment goes to; once a comment and within seven days. */
function commenterOf(world: World, kind: EmulatedKind, commentId: string): EmulatedPerson {
  const { state } = world
  const comment = state.comments.get(commentId)
  if (comment === undefined || comment.isDeleted) throw refusals.notFound()
  if (comment.isRepliedInPrivate) throw refusals.alreadyReplied()
  if (state.now() - comment.at > 7 * 24 * hourMs) throw refusals.tooOldToReply()
  comment.isRepliedInPrivate = true
  return personOf(state, kind, comment.authorId, comment.authorName)
}

function addressee(world: World, kind: EmulatedKind, body: SendBody): EmulatedPerson {
  const commentId = body.recipient.comment_id ?? body.recipient.post_id
  if (commentId !== undefined) return commenterOf(world, kind, commentId)
  const person = world.state.people.get(`${kind} ${body.recipient.id ?? ''}`)
  if (person === undefined) throw kind === 'instagram' ? refusals.instagramNoUser() : refusals.noUser()
  checkWindow(world, person, body)
  return person
}

/** POST /{id}/messages; throws GraphRefusal. The echo follows by webhook. */
export function sendMessage(world: World, kind: EmulatedKind, given: unknown): object {
  if (TypingBody.safeParse(given).success) return { recipient_id: TypingBody.parse(given).recipient.id }
  const parsed = SendBody.safeParse(given)
  if (!parsed.success) throw refusals.invalid('The parameter recipient is required')
  const body = parsed.data
  checkContent(kind, body)
  const person = addressee(world, kind, body)
  const { text = '', metadata, attachment, quick_replies: quick = [] } = body.message
  const buttons = quick.map((one) => ({ label: one.title ?? 'Telefon raqamim', data: one.payload ?? '' }))
  const { state } = world
  const { id } = addMessage(state, person, { id: state.nextId('m_'), isOurs: true, text, buttons })
  // Instagram gives neither the app nor what was sent along back.
  const echo = kind === 'instagram' ? {} : { app_id: 263902037430901, ...(metadata === undefined ? {} : { metadata }) }
  const files = attachment === undefined ? {} : { attachments: [{ type: 'file', payload: { url: '' } }] }
  const words = text === '' ? {} : { text }
  tellMessaging(world, person, { message: { mid: id, is_echo: true, ...echo, ...words, ...files } }, true)
  return { recipient_id: person.id, message_id: id }
}
