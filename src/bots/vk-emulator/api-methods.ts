/** The methods of VK's API the hub calls, with their refusals. */
import { z } from 'zod'
import { emulatorKeeps, pushLatest, setLatest } from '../keep-latest.ts'
import type { CallOf } from './api-call.ts'
import { addComment, changeComment, messageObject } from './people.ts'
import { vkRefusals } from './refusal.ts'

const hourMs = 3_600_000
const textUnits = 4096
const mostButtons = 10
const mostRows = 6

const Keyboard = z.object({
  inline: z.literal(true),
  buttons: z
    .array(
      z
        .array(
          z.object({
            action: z.object({ type: z.literal('text'), label: z.string().min(1).max(40), payload: z.string().max(255) }),
            color: z.enum(['primary', 'secondary', 'negative', 'positive']),
          }),
        )
        .min(1)
        .max(5),
    )
    .max(mostRows),
})
const Payload = z.object({ button: z.string() })

function buttonsOf(keyboard: string | undefined): { label: string; data: string }[] {
  if (keyboard === undefined) return []
  try {
    const buttons = Keyboard.parse(JSON.parse(keyboard)).buttons.flat()
    if (buttons.length > mostButtons) throw vkRefusals.badKeyboard()
    return buttons.map(({ action }) => ({ label: action.label, data: Payload.parse(JSON.parse(action.payload)).button }))
  } catch {
    throw vkRefusals.badKeyboard()
  }
}

/** The community's message to a person; the same number to the same person within an hour is the same message. */
function sendMessage({ world, of }: CallOf): unknown {
  const { state, callbacks } = world
  const randomId = of['random_id']
  if (randomId === undefined || !/^\d+$/.test(randomId) || Number(randomId) >= 2 ** 31) throw vkRefusals.invalid('random_id')
  const person = state.people.get(Number(of['peer_id']))
  if (person === undefined) throw vkRefusals.noContact()
  if (!person.hasAllowed) throw vkRefusals.notAllowed()
  const { message: text = '', attachment = '' } = of
  if (text === '' && attachment === '') throw vkRefusals.invalid('message')
  if (text.length > textUnits) throw vkRefusals.tooLong()
  const buttons = buttonsOf(of['keyboard'])
  const key = `${person.id} ${randomId}`
  const before = state.sent.get(key)
  if (Number(randomId) !== 0 && before !== undefined && state.now() - before.at < hourMs) return before.id
  const message = { id: state.nextId(), isOurs: true, text, buttons, attachment }
  pushLatest(person.messages, message, emulatorKeeps.messagesOfOne)
  setLatest(state.sent, key, { id: message.id, at: state.now() }, emulatorKeeps.calls)
  callbacks.tell('message_reply', messageObject(world, person, message, { random_id: Number(randomId) }))
  return message.id
}

function createComment({ world, of }: CallOf): unknown {
  const { state } = world
  const { message = '', guid } = of
  const above = state.comments.get(Number(of['reply_to_comment']))
  if (above === undefined || above.isDeleted || above.postId !== Number(of['post_id'])) throw vkRefusals.cannotComment()
  if (message === '') throw vkRefusals.invalid('message')
  const known = guid === undefined ? undefined : state.guids.get(guid)
  if (known !== undefined) return { comment_id: known, parents_stack: [] }
  const author = of['from_group'] === state.group.groupId ? -Number(state.group.groupId) : 1
  const { id } = addComment(world, author, message, { postId: above.postId, replyTo: above.id })
  if (guid !== undefined) setLatest(state.guids, guid, id, emulatorKeeps.calls)
  return { comment_id: id, parents_stack: [] }
}

/** VK's schema lists both for a person's token only. */
const removing =
  (change: 'delete' | 'restore') =>
  ({ world, of, isAdmin }: CallOf): unknown => {
    if (!isAdmin) throw vkRefusals.notForGroups()
    const comment = world.state.comments.get(Number(of['comment_id']))
    if (comment === undefined) throw vkRefusals.noComment()
    if (comment.isDeleted !== (change === 'delete')) changeComment(world, comment.id, change)
    return 1
  }

function describePeople({ world, of }: CallOf): unknown {
  const ids = (of['user_ids'] ?? '').split(',').map(Number)
  return ids.flatMap((id) => {
    const person = world.state.people.get(id)
    if (person === undefined) return []
    const [first = '', ...rest] = person.name.split(' ')
    return [{ id, first_name: first, last_name: rest.join(' '), can_access_closed: true, is_closed: false }]
  })
}

const placeFor =
  (kind: 'photo' | 'doc') =>
  ({ world }: CallOf): unknown => ({ upload_url: `${world.state.url()}/_upload/${kind}` })

export const methods: Readonly<Record<string, (call: CallOf) => unknown>> = {
  'messages.send': sendMessage,
  'messages.setActivity': () => 1,
  'users.get': describePeople,
  'groups.getById': ({ world, isAdmin }) => ({
    groups: isAdmin
      ? []
      : [{ id: Number(world.state.group.groupId), name: 'Demo bank', screen_name: 'demo_bank', type: 'page' }],
    profiles: [],
  }),
  'wall.createComment': createComment,
  'wall.deleteComment': removing('delete'),
  'wall.restoreComment': removing('restore'),
  'photos.getMessagesUploadServer': placeFor('photo'),
  'docs.getMessagesUploadServer': placeFor('doc'),
  'photos.saveMessagesPhoto': ({ world }) => [
    { id: world.state.nextId(), owner_id: -Number(world.state.group.groupId), access_key: 'key' },
  ],
  'docs.save': ({ world }) => ({
    type: 'doc',
    doc: { id: world.state.nextId(), owner_id: -Number(world.state.group.groupId) },
  }),
}
