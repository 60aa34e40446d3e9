/**
 * What was written while no webhook came through, read from the latest conversations and posts and put into the form webhooks
 * have, so that it goes the ordinary way in. A repeat is harmless there. WhatsApp keeps no history one could read.
 * https://developers.facebook.com/docs/graph-api/reference/page/conversations
 */
import { z } from 'zod'
import { VendorId } from '../vendor/vendor-values.ts'
import type { GraphApi } from './graph-api.ts'
import type { MetaObject, Piece } from './meta-event.ts'

type Account = { readonly object: MetaObject; readonly externalId: string }
export type ReadEarlier = (since: Date) => Promise<Piece[]>

/** Instagram tells of no more than the twenty newest messages of a conversation. */
const messagesOfEach = 20
const conversationsOfPage = 25
const mostPages = 20
const postsRead = 25
const commentsOfEach = 50

const Party = z.looseObject({ id: VendorId, name: z.string().optional(), username: z.string().optional() })
const listOf = <S extends z.ZodType>(item: S) =>
  z
    .looseObject({ data: z.array(item).catch([]) })
    .optional()
    .catch(undefined)
const File = z.looseObject({
  mime_type: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  file_url: z.string().optional().catch(undefined),
  image_data: z.looseObject({ url: z.string() }).optional().catch(undefined),
  video_data: z.looseObject({ url: z.string() }).optional().catch(undefined),
})
const Message = z.looseObject({
  id: VendorId,
  created_time: z.string(),
  from: Party,
  to: listOf(Party),
  message: z.string().optional().catch(undefined),
  attachments: listOf(File),
})
const Conversations = z.looseObject({
  data: z.array(z.looseObject({ updated_time: z.string(), messages: listOf(Message) })),
  paging: z.looseObject({ cursors: z.looseObject({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
})

const at = (time: string) => new Date(time.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))

function fileOf(file: z.infer<typeof File>): object {
  const url = file.image_data?.url ?? file.video_data?.url ?? file.file_url
  const [kind = 'file'] = (file.mime_type ?? '').split('/')
  const type = ['image', 'video', 'audio'].includes(kind) ? kind : 'file'
  return { type, payload: { url, title: file.name } }
}

function messagePiece({ object, externalId }: Account, message: z.infer<typeof Message>): Piece {
  const { id: mid, message: text, from, to, attachments } = message
  const isOwn = from.id === externalId
  const files = attachments?.data.map(fileOf) ?? []
  const value = {
    sender: { id: from.id },
    recipient: { id: isOwn ? to?.data[0]?.id : externalId },
    timestamp: at(message.created_time).getTime(),
    message: {
      mid,
      ...(text ? { text } : {}),
      ...(files.length === 0 ? {} : { attachments: files }),
      ...(isOwn ? { is_echo: true } : {}),
    },
  }
  return { object, accountExternalId: externalId, section: 'messaging', field: '', value, at: at(message.created_time) }
}

/** A page of a list; throws where it cannot be read, so that the reading is not taken for done. */
async function read<S extends z.ZodType>(api: GraphApi, schema: S, path: string, query: Record<string, string>) {
  const answer = await api.call(schema, 'GET', path, { query })
  if (!answer.ok) throw new Error('the vendor did not give what was written earlier')
  return answer.body
}

/** The cursor of the next page; null after the last, and after one that ends before the moment. */
function nextOf({ data, paging }: z.infer<typeof Conversations>, since: Date): string | null {
  const oldest = data.at(-1)
  const isPast = oldest === undefined || at(oldest.updated_time) < since
  return isPast || paging?.next === undefined ? null : (paging.cursors?.after ?? null)
}

/** Messages of Messenger or Instagram, newest conversations first, until one that nobody wrote in since. */
export function earlierMessages(api: GraphApi, from: string, account: Account): ReadEarlier {
  const platform = account.object === 'instagram' ? 'instagram' : 'messenger'
  const fields = `updated_time,messages.limit(${messagesOfEach}){id,created_time,from,to,message,attachments}`
  return async (since) => {
    const pieces: Piece[] = []
    let after: string | null = ''
    for (let pages = 0; pages < mostPages && after !== null; pages += 1) {
      const cursor: Record<string, string> = after === '' ? {} : { after }
      const query = { platform, fields, limit: String(conversationsOfPage), ...cursor }
      const page = await read(api, Conversations, `${from}/conversations`, query)
      const messages = page.data.flatMap((one) => one.messages?.data ?? [])
      pieces.push(...messages.map((one) => messagePiece(account, one)))
      after = nextOf(page, since)
    }
    return pieces
  }
}

const Media = z.looseObject({
  data: z.array(z.looseObject({ id: VendorId, comments: listOf(z.looseObject({ id: VendorId, timestamp: z.string() })) })),
})
const Replied = z.looseObject({ replies: listOf(z.looseObject({ id: VendorId, timestamp: z.string() })) })

/** Comments under the account's newest posts; older posts are left out. */
export function earlierInstagramComments(api: GraphApi, owner: string, account: Account): ReadEarlier {
  const one = 'id,text,timestamp,from,parent_id'
  const fields = `comments.limit(${commentsOfEach}){${one},replies.limit(${commentsOfEach}){${one}}}`
  return async () => {
    const { data } = await read(api, Media, `${owner}/media`, { fields: `id,${fields}`, limit: String(postsRead) })
    return data.flatMap(({ id, comments }) =>
      (comments?.data ?? []).flatMap((comment) => {
        const replies = Replied.safeParse(comment).data?.replies?.data ?? []
        return [comment, ...replies.map((reply) => ({ parent_id: comment.id, ...reply }))].map(
          (said): Piece => ({
            object: 'instagram',
            accountExternalId: account.externalId,
            section: 'change',
            field: 'comments',
            value: { ...said, media: { id } },
            at: at(said.timestamp),
          }),
        )
      }),
    )
  }
}

const Said = z.looseObject({
  id: VendorId,
  created_time: z.string(),
  from: Party.optional().catch(undefined),
  message: z.string().optional().catch(undefined),
})
const Posts = z.looseObject({
  data: z.array(
    Said.extend({ comments: listOf(Said.extend({ parent: z.looseObject({ id: VendorId }).optional().catch(undefined) })) }),
  ),
})

/** What clients wrote on the page and under its newest posts; older posts are left out. */
export function earlierFeed(api: GraphApi, pageId: string): ReadEarlier {
  const one = 'id,created_time,from,message'
  const fields = `${one},comments.limit(${commentsOfEach}).order(reverse_chronological).filter(stream){${one},parent}`
  const piece = (said: z.infer<typeof Said>, value: object): Piece => ({
    object: 'page',
    accountExternalId: pageId,
    section: 'change',
    field: 'feed',
    value: { verb: 'add', from: said.from, message: said.message, created_time: at(said.created_time).toISOString(), ...value },
    at: at(said.created_time),
  })
  return async () => {
    const { data } = await read(api, Posts, `${pageId}/feed`, { fields, limit: String(postsRead) })
    return data.flatMap((post) => [
      piece(post, { item: 'post', post_id: post.id }),
      ...(post.comments?.data ?? []).map((said) =>
        piece(said, { item: 'comment', comment_id: said.id, post_id: post.id, parent_id: said.parent?.id ?? post.id }),
      ),
    ])
  }
}
