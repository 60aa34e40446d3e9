/** The client's side: what a person with a phone can do to the bank's accounts of Meta. */
import { emulatorKeeps, pushLatest, setLatest } from '../keep-latest.ts'
import { type EmulatedComment, type EmulatedMessage, type EmulatedPerson, type EmulatorState, personOf } from './state.ts'
import type { WebhookCaller } from './webhook-caller.ts'

export type World = { state: EmulatorState; webhooks: WebhookCaller }

/** One person in a private conversation with the bank. */
export type MetaPerson = {
  readonly person: EmulatedPerson
  /** @param as the vendor's id of the message, for repeats. */
  write(text: string, as?: string): string
  /** Presses a button: the words of it and what it carries. */
  press(label: string, data: string): string
  edit(id: string, text: string): void
  unsend(id: string): void
  react(id: string, emoji: string): void
  unreact(id: string): void
  sendFile(kind: 'image' | 'file', bytes: Uint8Array, mimeType: string, fileName: string): string
  /** Reads everything of ours. */
  read(): void
  block(): void
  unblock(): void
  heard(): readonly EmulatedMessage[]
}

const seconds = (ms: number) => String(Math.floor(ms / 1000))

/** Adds a message to the person's conversation. */
export function addMessage(
  state: EmulatorState,
  person: EmulatedPerson,
  message: Partial<EmulatedMessage> & { id: string },
): EmulatedMessage {
  const added = { isOurs: false, text: '', buttons: [], at: state.now(), isDeleted: false, ...message }
  pushLatest(person.messages, added, emulatorKeeps.messagesOfOne)
  if (!added.isOurs) person.lastWroteAt = added.at
  return added
}

/** A messaging event of Messenger or Instagram. */
export function tellMessaging({ state, webhooks }: World, person: EmulatedPerson, fields: object, isOurs = false): void {
  const isInstagram = person.kind === 'instagram'
  const account = isInstagram ? state.accounts.instagram.accountId : state.accounts.page.pageId
  const [sender, recipient] = isOurs ? [account, person.id] : [person.id, account]
  const at = state.now()
  const messaging = [{ sender: { id: sender }, recipient: { id: recipient }, timestamp: at, ...fields }]
  webhooks.tell(isInstagram ? 'instagram' : 'page', { id: account, time: at, messaging })
}

/** A change of WhatsApp's `messages` field. */
function tellWhatsApp({ state, webhooks }: World, value: object): void {
  const { phoneNumberId, businessAccountId } = state.accounts.whatsapp
  const metadata = { display_phone_number: '998710000000', phone_number_id: phoneNumberId }
  const change = { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }
  webhooks.tell('whatsapp_business_account', { id: businessAccountId, changes: [change] })
}

/** What became of one of ours on WhatsApp. */
export function tellStatus(world: World, person: EmulatedPerson, id: string, status: string, more: object = {}): void {
  tellWhatsApp(world, {
    statuses: [{ id, status, timestamp: seconds(world.state.now()), recipient_id: person.id, ...more }],
  })
}

function messagingPerson(world: World, person: EmulatedPerson): Omit<MetaPerson, 'person' | 'block' | 'unblock' | 'heard'> {
  const { state } = world
  const say = (id: string, text: string, fields: object) => {
    addMessage(state, person, { id, text })
    tellMessaging(world, person, fields)
    return id
  }
  return {
    write(text, as = state.nextId('m_')) {
      return say(as, text, { message: { mid: as, text } })
    },
    press(label, data) {
      const mid = state.nextId('m_')
      return say(mid, label, { message: { mid, text: label, quick_reply: { payload: data } } })
    },
    edit: (mid, text) => tellMessaging(world, person, { message_edit: { mid, text, num_edit: '1' } }),
    unsend: (mid) => tellMessaging(world, person, { message: { mid, is_deleted: true } }),
    react: (mid, emoji) => tellMessaging(world, person, { reaction: { mid, action: 'react', reaction: 'other', emoji } }),
    unreact: (mid) => tellMessaging(world, person, { reaction: { mid, action: 'unreact' } }),
    sendFile(kind, bytes, mimeType) {
      const mid = state.nextId('m_')
      const fileId = state.nextId('file')
      setLatest(state.files, fileId, { bytes, mimeType }, emulatorKeeps.files)
      return say(mid, '', {
        message: { mid, attachments: [{ type: kind, payload: { url: `${state.url()}/_files/${fileId}` } }] },
      })
    },
    read() {
      const last = person.messages.findLast((one) => one.isOurs)
      if (last === undefined) return
      tellMessaging(world, person, { read: person.kind === 'instagram' ? { mid: last.id } : { watermark: state.now() } })
    },
  }
}

function whatsAppPerson(world: World, person: EmulatedPerson): Omit<MetaPerson, 'person' | 'block' | 'unblock' | 'heard'> {
  const { state } = world
  const contacts = [{ profile: { name: person.name }, wa_id: person.id }]
  const say = (id: string, text: string, fields: object) => {
    addMessage(state, person, { id, text })
    tellWhatsApp(world, { contacts, messages: [{ from: person.id, id, timestamp: seconds(state.now()), ...fields }] })
    return id
  }
  const reaction = (messageId: string, emoji: string) =>
    tellWhatsApp(world, {
      contacts,
      messages: [
        {
          from: person.id,
          id: state.nextId('wamid.R'),
          timestamp: seconds(state.now()),
          type: 'reaction',
          reaction: { message_id: messageId, emoji },
        },
      ],
    })
  return {
    write: (text, as = state.nextId('wamid.')) => say(as, text, { type: 'text', text: { body: text } }),
    press(title, id) {
      const wamid = state.nextId('wamid.')
      return say(wamid, title, { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } })
    },
    // A client's edit or deletion reaches the bank as something its app cannot show.
    edit: () => undefined,
    unsend: () => undefined,
    react: reaction,
    unreact: (id) => reaction(id, ''),
    sendFile(kind, bytes, mimeType, fileName) {
      const wamid = state.nextId('wamid.')
      const id = state.nextId('media')
      setLatest(state.files, id, { bytes, mimeType }, emulatorKeeps.files)
      const file = { id, mime_type: mimeType, sha256: '' }
      return say(
        wamid,
        '',
        kind === 'image' ? { type: 'image', image: file } : { type: 'document', document: { ...file, filename: fileName } },
      )
    },
    read() {
      for (const one of person.messages.filter((message) => message.isOurs)) tellStatus(world, person, one.id, 'read')
    },
  }
}

/** A person (made on first mention) of a channel. */
export function metaPerson(world: World, kind: EmulatedPerson['kind'], id: string, name?: string): MetaPerson {
  const person = personOf(world.state, kind, id, name)
  const ways = kind === 'whatsapp' ? whatsAppPerson(world, person) : messagingPerson(world, person)
  return {
    person,
    ...ways,
    block() {
      person.isBlocking = true
    },
    unblock() {
      person.isBlocking = false
    },
    heard: () => person.messages.filter((message) => message.isOurs),
  }
}

export type CommentOptions = { postId?: string; parentId?: string; as?: string; isUnwrapped?: boolean }

/** Tells of a comment as Instagram (in either of its two shapes) or a page's feed does. */
export function tellComment({ state, webhooks }: World, comment: EmulatedComment, verb = 'add', isUnwrapped = false): void {
  const time = Math.floor(state.now() / 1000)
  const { authorId, authorName, parentId } = comment
  if (comment.place === 'instagram') {
    const value = {
      id: comment.id,
      text: comment.text,
      from: { id: authorId, username: authorName },
      media: { id: comment.postId, media_product_type: 'FEED' },
      ...(parentId === null ? {} : { parent_id: parentId }),
    }
    const change = { field: 'comments', value }
    const body = isUnwrapped ? change : { changes: [change] }
    webhooks.tell('instagram', { id: state.accounts.instagram.accountId, time, ...body })
    return
  }
  const isRemoved = verb === 'remove'
  const value = {
    item: 'comment',
    verb,
    comment_id: comment.id,
    post_id: comment.postId,
    parent_id: parentId ?? comment.postId,
    from: { id: authorId, name: authorName },
    ...(isRemoved ? {} : { message: comment.text, created_time: time }),
  }
  webhooks.tell('page', { id: state.accounts.page.pageId, time, changes: [{ field: 'feed', value }] })
}

/** A client's comment under a post of the bank. */
export function addComment(
  world: World,
  place: EmulatedComment['place'],
  author: { id: string; name: string },
  text: string,
  options: CommentOptions = {},
): EmulatedComment {
  const { state } = world
  const postId = options.postId ?? (place === 'instagram' ? '18000000000000911' : `${state.accounts.page.pageId}_913`)
  const id = options.as ?? (place === 'instagram' ? state.nextId('1790') : `${postId.split('_').at(-1)}_${state.nextId('')}`)
  const comment: EmulatedComment = {
    id,
    place,
    postId,
    parentId: options.parentId ?? null,
    authorId: author.id,
    authorName: author.name,
    text,
    at: state.now(),
    isHidden: false,
    isDeleted: false,
    isRepliedInPrivate: false,
  }
  setLatest(state.comments, id, comment, emulatorKeeps.comments)
  tellComment(world, comment, 'add', options.isUnwrapped)
  return comment
}
