/** A Facebook page as two channels: its Messenger in private, and what is written on it in public. */
import { z } from 'zod'
import type { Channel } from '../channel.ts'
import { splitText } from '../deliver/split-text.ts'
import { createGraphApi } from '../meta/graph-api.ts'
import { createMessagingSender, showTypingBy } from '../meta/messaging-sender.ts'
import { createMetaChannel, type MetaChannelInput, type MetaRoots } from '../meta/meta-channel.ts'
import { pageSubscription } from '../meta/page-subscription.ts'
import { parseMessaging } from '../meta/parse-messaging.ts'
import { earlierFeed, earlierMessages } from '../meta/read-earlier.ts'
import { parseFeed } from './parse-feed.ts'

/** The Send API takes 2,000 characters; counted in UTF-16 units, which are never fewer. */
const messengerTextUnits = 2000
/** The Send API bears 300 texts a second from a page (rate limits, March 2026); files far fewer. */
const messengerSendsPerSecond = 100
/** Facebook takes comments of 8,000 characters. */
const commentUnits = 8000

/** `accessToken`: the page's own token, of a system user so that it does not die with a person's password. */
export const PageCredentials = z.object({
  appSecret: z.string().min(8).max(200),
  accessToken: z.string().min(8).max(1000),
  pageId: z.string().regex(/^\d{5,25}$/),
})
export type PageCredentials = z.infer<typeof PageCredentials>

/** The page's API, with the proof that the caller has the app's secret too. */
export function pageApi({ accessToken, appSecret }: PageCredentials, roots: MetaRoots) {
  return createGraphApi({ root: roots.facebook, token: accessToken, appSecret })
}

const Profile = z.looseObject({
  name: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
})

export function createMessengerChannel(input: MetaChannelInput<PageCredentials>): Channel {
  const { pageId } = input.credentials
  const api = pageApi(input.credentials, input.roots)
  return createMetaChannel(input, {
    api,
    object: 'page',
    sections: ['messaging'],
    externalIds: [pageId],
    parse: parseMessaging,
    privateSender: createMessagingSender({
      api,
      from: pageId,
      platform: 'messenger',
      split: (text) => splitText(text, messengerTextUnits),
    }),
    limits: { textUnits: messengerTextUnits, sendsPerSecond: messengerSendsPerSecond },
    showTyping: showTypingBy({ api, from: pageId }),
    async lookUpName(externalId) {
      const answer = await api.call(Profile, 'GET', externalId, { query: { fields: 'name,first_name,last_name' } })
      if (!answer.ok) return null
      const { name, first_name: first, last_name: last } = answer.body
      const displayName = name ?? [first, last].filter(Boolean).join(' ')
      return displayName === '' ? null : { displayName }
    },
    tellsOfToken: true,
    earlier: [earlierMessages(api, pageId, { object: 'page', externalId: pageId })],
    subscription: pageSubscription(pageId),
  })
}

export function createFacebookChannel(input: MetaChannelInput<PageCredentials>): Channel {
  const { pageId } = input.credentials
  const api = pageApi(input.credentials, input.roots)
  return createMetaChannel(input, {
    api,
    object: 'page',
    sections: ['change'],
    externalIds: [pageId],
    parse: parseFeed,
    privateSender: null,
    comments: {
      from: pageId,
      repliesEdge: 'comments',
      hideParameter: 'is_hidden',
      split: (text) => splitText(text, commentUnits),
    },
    limits: { textUnits: commentUnits },
    tellsOfToken: true,
    earlier: [earlierFeed(api, pageId)],
    subscription: pageSubscription(pageId),
  })
}
