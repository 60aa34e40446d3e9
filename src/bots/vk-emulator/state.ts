/** What the emulator remembers: one community, people, their messages and comments. In memory, gone with the process. */
import { emulatorKeeps, setLatest } from '../keep-latest.ts'
export type EmulatedButton = { label: string; data: string }
export type VkEmulatedMessage = {
  id: number
  isOurs: boolean
  text: string
  buttons: EmulatedButton[]
  /** Names of what is attached. */
  attachment: string
}
export type VkEmulatedPerson = {
  id: number
  name: string
  messages: VkEmulatedMessage[]
  /** They wrote, or pressed "allow". */
  hasAllowed: boolean
}
export type VkEmulatedComment = {
  id: number
  postId: number
  authorId: number
  replyTo: number | null
  text: string
  date: number
  isDeleted: boolean
}
export type VkEmulatedGroup = {
  groupId: string
  accessToken: string
  adminToken: string
  secret: string
  confirmation: string
}

const emulatedGroup: VkEmulatedGroup = {
  groupId: '220000901',
  accessToken: 'vk1.a.token-of-the-emulated-community',
  adminToken: 'vk1.a.token-of-its-administrator',
  secret: 'secret_of_the_emulator',
  confirmation: 'c0ffee42',
}

export type VkState = {
  group: VkEmulatedGroup
  people: Map<number, VkEmulatedPerson>
  comments: Map<number, VkEmulatedComment>
  files: Map<string, { bytes: Uint8Array; mimeType: string }>
  /** What was sent under which number to whom, and when: a repeat within the hour sends nothing. */
  sent: Map<string, { id: number; at: number }>
  /** Comments by the word given along. */
  guids: Map<string, number>
  isTokenDead: boolean
  now: () => number
  /** Where the emulator listens. */
  url: () => string
  nextId: () => number
}

export function createState(now: () => number, url: () => string): VkState {
  // Beyond what an earlier run gave out: the hub remembers its ids.
  let last = Math.floor(now() / 1000)
  return {
    group: { ...emulatedGroup },
    people: new Map(),
    comments: new Map(),
    files: new Map(),
    sent: new Map(),
    guids: new Map(),
    isTokenDead: false,
    now,
    url,
    nextId() {
      last += 1
      return last
    },
  }
}

/** A person, made on first mention. */
export function personOf(state: VkState, id: number, name = `Mijoz ${id % 10_000}`): VkEmulatedPerson {
  const known = state.people.get(id)
  if (known !== undefined) return known
  const person: VkEmulatedPerson = { id, name, messages: [], hasAllowed: false }
  setLatest(state.people, id, person, emulatorKeeps.people)
  return person
}
