/** What an account may be asked to read: its token, its subscription, its conversations and its posts with their comments. */
import { refusals } from './refusal.ts'
import { appId, type EmulatedComment, type EmulatedKind, type EmulatorState } from './state.ts'

type Reading = { readonly state: EmulatorState; readonly kind: EmulatedKind; readonly accountId: string }
type Query = Readonly<Record<string, string>>

const seconds = (ms: number | null) => (ms === null ? 0 : Math.floor(ms / 1000))
/** As Meta writes moments: without a colon in the offset. */
const moment = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+0000')

/** GET /debug_token */
export function readToken({ state }: Reading, query: Query): object {
  if (query['input_token'] === undefined) throw refusals.invalid('The parameter input_token is required')
  const expiresAt = seconds(state.tokenExpiresAt)
  return { data: { app_id: appId, type: 'PAGE', is_valid: true, expires_at: expiresAt, data_access_expires_at: 0 } }
}

/** GET /{id}/subscribed_apps */
export function readSubscription({ state, kind }: Reading): object {
  const fields = [...state.subscribed].filter((one) => one.startsWith(`${kind} `)).map((one) => one.slice(kind.length + 1))
  if (fields.length === 0) return { data: [] }
  const app = { id: appId, name: 'Murojaat' }
  return { data: [kind === 'whatsapp' ? { whatsapp_business_api_data: app } : { ...app, subscribed_fields: fields }] }
}

/** GET /{id}/conversations, newest first, in pages of `limit`. */
export function readConversations({ state, kind, accountId }: Reading, query: Query): object {
  const people = [...state.people.values()]
    .filter((person) => person.kind === kind && person.messages.length > 0)
    .sort((a, b) => (b.messages.at(-1)?.at ?? 0) - (a.messages.at(-1)?.at ?? 0))
  const [from, limit] = [Number(query['after'] ?? 0), Number(query['limit'] ?? 25)]
  const data = people.slice(from, from + limit).map((person) => ({
    id: `t_${person.id}`,
    updated_time: moment(person.messages.at(-1)?.at ?? 0),
    messages: {
      data: person.messages
        .toReversed()
        .slice(0, 20)
        .map(({ id, at, isOurs, text }) => ({
          id,
          created_time: moment(at),
          from: { id: isOurs ? accountId : person.id, name: isOurs ? 'Bank' : person.name },
          to: { data: [{ id: isOurs ? person.id : accountId }] },
          message: text,
        })),
    },
  }))
  const next = from + limit
  return { data, paging: people.length > next ? { cursors: { after: String(next) }, next: 'there is more' } : {} }
}

function byPost(state: EmulatorState, place: EmulatedComment['place']): Map<string, EmulatedComment[]> {
  const own = [...state.comments.values()].filter((one) => one.place === place && !one.isDeleted)
  const posts = new Map<string, EmulatedComment[]>()
  for (const one of own) posts.set(one.postId, [...(posts.get(one.postId) ?? []), one])
  return posts
}

/** GET /{id}/media with comments and their replies. */
export function readMedia({ state }: Reading): object {
  const said = ({ id, text, at, authorId, authorName }: EmulatedComment) => ({
    id,
    text,
    timestamp: moment(at),
    from: { id: authorId, username: authorName },
  })
  const data = [...byPost(state, 'instagram')].map(([id, all]) => ({
    id,
    comments: {
      data: all
        .filter((one) => one.parentId === null)
        .map((one) => ({ ...said(one), replies: { data: all.filter(({ parentId }) => parentId === one.id).map(said) } })),
    },
  }))
  return { data }
}

/** GET /{id}/feed: the page's posts with all comments under them. */
export function readFeed({ state, accountId }: Reading): object {
  const data = [...byPost(state, 'facebook')].map(([id, all]) => ({
    id,
    created_time: moment(all[0]?.at ?? 0),
    from: { id: accountId, name: 'Bank' },
    message: 'Yangilik',
    comments: {
      data: all.map((one) => ({
        id: one.id,
        created_time: moment(one.at),
        from: { id: one.authorId, name: one.authorName },
        message: one.text,
        ...(one.parentId === null ? {} : { parent: { id: one.parentId } }),
      })),
    },
  }))
  return { data }
}
