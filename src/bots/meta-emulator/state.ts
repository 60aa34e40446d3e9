/** What the emulator remembers: accounts of the bank, people, their conversations and comments. In memory, gone with the process. */
import { emulatorKeeps, setLatest } from '../keep-latest.ts'
export type EmulatedKind = 'instagram' | 'messenger' | 'whatsapp'

export type EmulatedMessage = {
  id: string
  isOurs: boolean
  text: string
  buttons: { label: string; data: string }[]
  at: number
  isDeleted: boolean
}
export type EmulatedComment = {
  id: string
  /** instagram or facebook. */
  place: 'instagram' | 'facebook'
  postId: string
  parentId: string | null
  authorId: string
  authorName: string
  text: string
  at: number
  isHidden: boolean
  isDeleted: boolean
  isRepliedInPrivate: boolean
}
export type EmulatedPerson = {
  kind: EmulatedKind
  id: string
  name: string
  messages: EmulatedMessage[]
  /** When they last wrote; null until then. */
  lastWroteAt: number | null
  isBlocking: boolean
}

export type EmulatedAccounts = {
  instagram: { accountId: string; accessToken: string; appSecret: string }
  page: { pageId: string; accessToken: string; appSecret: string }
  whatsapp: { phoneNumberId: string; businessAccountId: string; accessToken: string; appSecret: string }
}

/** The app all accounts of the emulator belong to. */
export const appId = '263902037430901'

/** Longer than 2^53, as Meta's ids may be. */
const emulatedAccounts: EmulatedAccounts = {
  instagram: {
    accountId: '17841400000000901',
    accessToken: 'IGAA-token-of-the-emulator',
    appSecret: 'instagram-secret-of-the-emulator',
  },
  page: {
    pageId: '100064000000000903',
    accessToken: 'EAAG-page-token-of-the-emulator',
    appSecret: 'app-secret-of-the-emulator',
  },
  whatsapp: {
    phoneNumberId: '106540350000000905',
    businessAccountId: '102290120000000907',
    accessToken: 'EAAG-whatsapp-token-of-the-emulator',
    appSecret: 'app-secret-of-the-emulator',
  },
}

export type EmulatorState = {
  accounts: EmulatedAccounts
  people: Map<string, EmulatedPerson>
  comments: Map<string, EmulatedComment>
  files: Map<string, { bytes: Uint8Array; mimeType: string }>
  /** Attachments the bank uploaded and has not sent yet. */
  uploads: Set<string>
  subscribed: Set<string>
  isTokenDead: boolean
  /** In milliseconds; null lives for ever. */
  tokenExpiresAt: number | null
  now: () => number
  /** Where the emulator listens. */
  url: () => string
  nextId: (prefix: string) => string
}

export function createState(now: () => number, url: () => string): EmulatorState {
  let last = now()
  return {
    accounts: emulatedAccounts,
    people: new Map(),
    comments: new Map(),
    files: new Map(),
    uploads: new Set(),
    subscribed: new Set(),
    isTokenDead: false,
    tokenExpiresAt: null,
    now,
    url,
    nextId(prefix) {
      last += 1
      return `${prefix}${last}`
    },
  }
}

/** A person of a channel, made on first mention. */
export function personOf(state: EmulatorState, kind: EmulatedKind, id: string, name = `Mijoz ${id.slice(-4)}`): EmulatedPerson {
  const key = `${kind} ${id}`
  const known = state.people.get(key)
  if (known !== undefined) return known
  const person: EmulatedPerson = { kind, id, name, messages: [], lastWroteAt: null, isBlocking: false }
  setLatest(state.people, key, person, emulatorKeeps.people)
  return person
}
