/** The client's side: what a person can do to the community. */
import { emulatorKeeps, pushLatest, setLatest } from '../keep-latest.ts'
import type { CallbackCaller } from './callback-caller.ts'
import { personOf, type VkEmulatedComment, type VkEmulatedMessage, type VkEmulatedPerson, type VkState } from './state.ts'

export type VkWorld = { state: VkState; callbacks: CallbackCaller }

/** One person in a private conversation with the community. */
export type VkPerson = {
  readonly person: VkEmulatedPerson
  write(text: string, more?: object): number
  /** Presses a button: its words, and what it carries. */
  press(label: string, data: string): number
  edit(id: number, text: string): void
  sendFile(type: 'photo' | 'doc', bytes: Uint8Array, mimeType: string, fileName: string): number
  /** Reads everything of the community's. */
  read(): void
  type(): void
  /** Forbids the community to write; with the event VK sends then. */
  deny(): void
  /** The same, and VK tells nobody. */
  denyQuietly(): void
  allow(): void
  heard(): readonly VkEmulatedMessage[]
}

const seconds = (ms: number) => Math.floor(ms / 1000)

/** A message as events carry it. */
export function messageObject({ state }: VkWorld, person: VkEmulatedPerson, message: VkEmulatedMessage, more: object = {}) {
  const from = message.isOurs ? -Number(state.group.groupId) : person.id
  return {
    id: message.id,
    date: seconds(state.now()),
    peer_id: person.id,
    from_id: from,
    text: message.text,
    out: message.isOurs ? 1 : 0,
    conversation_message_id: person.messages.length,
    version: 10_000_000 + message.id,
    attachments: [],
    fwd_messages: [],
    important: false,
    is_hidden: false,
    ...more,
  }
}

function attachmentOf({ state }: VkWorld, person: VkEmulatedPerson, type: 'photo' | 'doc', fileId: string, fileName: string) {
  const url = `${state.url()}/_files/${fileId}`
  const common = { id: Number(fileId), owner_id: person.id, access_key: 'key' }
  if (type === 'photo') {
    const sizes = [75, 604, 1280].map((width) => ({
      type: 'x',
      width,
      height: width,
      url: width === 1280 ? url : `${url}?${width}`,
    }))
    return { type, photo: { ...common, sizes } }
  }
  return {
    type,
    doc: { ...common, title: fileName, ext: fileName.split('.').at(-1), url, size: state.files.get(fileId)?.bytes.length },
  }
}

/** A person (made on first mention). */
export function vkPerson(world: VkWorld, id: number, name?: string): VkPerson {
  const { state, callbacks } = world
  const person = personOf(state, id, name)
  const clientInfo = { keyboard: true, inline_keyboard: true, carousel: true, button_actions: ['text'], lang_id: 0 }
  const say = (text: string, more: object = {}): number => {
    const message = { id: state.nextId(), isOurs: false, text, buttons: [], attachment: '' }
    pushLatest(person.messages, message, emulatorKeeps.messagesOfOne)
    person.hasAllowed = true
    callbacks.tell('message_new', { message: messageObject(world, person, message, more), client_info: clientInfo })
    return message.id
  }
  return {
    person,
    write: say,
    press: (label, data) => say(label, { payload: JSON.stringify({ button: data }) }),
    edit(messageId, text) {
      const message = person.messages.find((one) => one.id === messageId)
      if (message === undefined) return
      message.text = text
      callbacks.tell('message_edit', messageObject(world, person, message, { update_time: seconds(state.now()) }))
    },
    sendFile(type, bytes, mimeType, fileName) {
      const fileId = String(state.nextId())
      setLatest(state.files, fileId, { bytes, mimeType }, emulatorKeeps.files)
      return say('', { attachments: [attachmentOf(world, person, type, fileId, fileName)] })
    },
    read() {
      const last = person.messages.findLast((one) => one.isOurs)
      if (last === undefined) return
      const mark = { from_id: id, peer_id: id, read_message_id: last.id, conversation_message_id: person.messages.length }
      callbacks.tell('message_read', mark)
    },
    type: () => callbacks.tell('message_typing_state', { state: 'typing', from_id: id, to_id: -Number(state.group.groupId) }),
    deny() {
      person.hasAllowed = false
      callbacks.tell('message_deny', { user_id: id })
    },
    denyQuietly() {
      person.hasAllowed = false
    },
    allow() {
      person.hasAllowed = true
      callbacks.tell('message_allow', { user_id: id, key: '' })
    },
    heard: () => person.messages.filter((message) => message.isOurs),
  }
}

function commentObject({ state }: VkWorld, comment: VkEmulatedComment): object {
  const owner = -Number(state.group.groupId)
  const { id, postId, authorId, replyTo, text, date } = comment
  const above = replyTo === null ? {} : { reply_to_comment: replyTo, parents_stack: [replyTo] }
  return { id, from_id: authorId, date, text, post_id: postId, owner_id: owner, post_owner_id: owner, ...above }
}

export type CommentOptions = { postId?: number; replyTo?: number }

/** A comment under a post of the community; made by a person, or by the community with its id below zero. */
export function addComment(world: VkWorld, authorId: number, text: string, options: CommentOptions = {}): VkEmulatedComment {
  const { state, callbacks } = world
  const { postId = 77, replyTo = null } = options
  const comment = { id: state.nextId(), postId, authorId, replyTo, text, date: seconds(state.now()), isDeleted: false }
  setLatest(state.comments, comment.id, comment, emulatorKeeps.comments)
  callbacks.tell('wall_reply_new', commentObject(world, comment))
  return comment
}

/** What becomes of it: changed, deleted or brought back by whoever. */
export function changeComment(world: VkWorld, id: number, change: 'edit' | 'delete' | 'restore', text?: string): void {
  const { state, callbacks } = world
  const comment = state.comments.get(id)
  if (comment === undefined) return
  comment.isDeleted = change === 'delete'
  comment.text = text ?? comment.text
  const owner = -Number(state.group.groupId)
  const gone = { owner_id: owner, id, deleter_id: comment.authorId, post_id: comment.postId }
  callbacks.tell(`wall_reply_${change}`, change === 'delete' ? gone : commentObject(world, comment))
}
