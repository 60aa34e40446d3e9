/** Instagram as a channel: one professional account, its direct messages in private and its comments in public. */
import { z } from 'zod'
import type { Channel } from '../channel.ts'
import { splitBytes, splitText } from '../deliver/split-text.ts'
import { createGraphApi } from '../meta/graph-api.ts'
import { createMessagingSender, showTypingBy } from '../meta/messaging-sender.ts'
import { createMetaChannel, type MetaChannelInput, type MetaRoots } from '../meta/meta-channel.ts'
import { pageSubscription } from '../meta/page-subscription.ts'
import { parseMessaging } from '../meta/parse-messaging.ts'
import { earlierInstagramComments, earlierMessages } from '../meta/read-earlier.ts'
import { parseComment } from './parse-comments.ts'

/** "Message text must be UTF-8 and 1000 bytes or less" (Instagram messaging API). */
const instagramTextBytes = 1000
/** The Send API bears 300 texts a second from an account (rate limits, March 2026); files far fewer. */
const instagramSendsPerSecond = 100
/** Instagram cuts comments at 2,200 characters. */
const commentUnits = 2200

/**
 * `accountId`: the Instagram professional account's id, which webhooks name. `pageId`: the Facebook page it is linked to,
 * where it is used through Facebook Login; without it the token is of Instagram Login.
 */
export const InstagramCredentials = z.object({
  appSecret: z.string().min(8).max(200),
  accessToken: z.string().min(8).max(1000),
  accountId: z.string().regex(/^\d{5,25}$/),
  pageId: z
    .string()
    .regex(/^\d{5,25}$/)
    .optional(),
})
export type InstagramCredentials = z.infer<typeof InstagramCredentials>

const ownSubscription = {
  path: 'me/subscribed_apps',
  fields: ['messages', 'messaging_postbacks', 'messaging_seen', 'message_reactions', 'comments', 'live_comments'],
}

const Profile = z.looseObject({ name: z.string().optional(), username: z.string().optional() })

/** Which API answers, and in whose name messages go. */
export function instagramApi(credentials: InstagramCredentials, roots: MetaRoots) {
  const { pageId, accessToken: token, appSecret } = credentials
  return pageId === undefined
    ? { api: createGraphApi({ root: roots.instagram, token }), from: 'me' }
    : { api: createGraphApi({ root: roots.facebook, token, appSecret }), from: pageId }
}

export function createInstagramChannel(input: MetaChannelInput<InstagramCredentials>): Channel {
  const { credentials, roots } = input
  const { api, from } = instagramApi(credentials, roots)
  const seenAs = { object: 'instagram', externalId: credentials.accountId } as const
  const owner = credentials.pageId === undefined ? 'me' : credentials.accountId
  return createMetaChannel(input, {
    api,
    object: 'instagram',
    sections: ['messaging', 'change'],
    externalIds: [credentials.accountId],
    parse: (account, piece, now) =>
      piece.section === 'messaging' ? parseMessaging(account, piece, now) : parseComment(account, piece),
    privateSender: createMessagingSender({
      api,
      from,
      platform: 'instagram',
      split: (text) => splitBytes(text, instagramTextBytes),
    }),
    comments: {
      from,
      repliesEdge: 'replies',
      hideParameter: 'hide',
      split: (text) => splitText(text, commentUnits),
    },
    limits: { textUnits: instagramTextBytes, textBytes: instagramTextBytes, sendsPerSecond: instagramSendsPerSecond },
    showTyping: showTypingBy({ api, from }),
    async lookUpName(externalId) {
      const answer = await api.call(Profile, 'GET', externalId, { query: { fields: 'name,username' } })
      if (!answer.ok) return null
      const { name, username } = answer.body
      const displayName = name ?? username
      return displayName === undefined ? null : { displayName, ...(username === undefined ? {} : { username }) }
    },
    tellsOfToken: credentials.pageId !== undefined,
    earlier: [earlierMessages(api, from, seenAs), earlierInstagramComments(api, owner, seenAs)],
    subscription: credentials.pageId === undefined ? ownSubscription : pageSubscription(credentials.pageId),
  })
}
