import * as fs from 'node:fs'
import * as path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ChannelKind } from '#contracts'
import { newId } from '#kernel'
import type { ChannelAccount } from '../channel.ts'
import { parseComment } from '../instagram/parse-comments.ts'
import { parseFeed } from '../messenger/parse-feed.ts'
import { parseWhatsApp } from '../whatsapp/parse-whatsapp.ts'
import { cutWebhook, Webhook } from './cut-webhook.ts'
import type { MetaEvent, ParsedEvent, Piece } from './meta-event.ts'
import { parseMessaging } from './parse-messaging.ts'
import { readJson } from './read-json.ts'

const now = new Date(1795000200 * 1000)
const account = (kind: ChannelKind, externalId: string): ChannelAccount => ({
  id: newId(),
  kind,
  name: 'Bank',
  externalId,
  visibility: 'private',
  botEnabled: true,
})

function parsePiece(piece: Piece): ParsedEvent[] {
  const { object, section, accountExternalId } = piece
  if (object === 'whatsapp_business_account') return parseWhatsApp(account('whatsapp', accountExternalId), piece, now)
  const kind = object === 'instagram' ? 'instagram' : 'messenger'
  if (section === 'messaging') return parseMessaging(account(kind, accountExternalId), piece, now)
  return object === 'instagram'
    ? parseComment(account('instagram', accountExternalId), piece)
    : parseFeed(account('facebook', accountExternalId), piece, now)
}
const parse = (webhook: unknown) => cutWebhook(Webhook.parse(webhook), now).flatMap(parsePiece)

function toldOfMessage(message: Extract<MetaEvent, { kind: 'message' }>['message']): Record<string, unknown> {
  const [file] = message.attachments ?? []
  return {
    ...message.content,
    messageKind: message.kind,
    text: message.text,
    externalId: message.messageExternalId,
    conversation: message.conversationExternalId,
    visibility: message.visibility,
    senderName: message.sender.displayName,
    sentAt: message.sentAt.getTime(),
    buttonData: message.buttonData,
    files: (message.attachments ?? []).map(({ vendorRef }) => vendorRef['url'] ?? vendorRef['mediaId']),
    fileName: file?.fileName,
    sharedPhone: message.content?.sharedContact?.phone,
    isOwnPhone: message.content?.sharedContact?.isOwn,
  }
}

/** The part of an event a case speaks of, flat. */
function told({ event, lane }: ParsedEvent): Record<string, unknown> {
  switch (event.kind) {
    case 'message':
      return { lane, ...event, ...toldOfMessage(event.message) }
    case 'reaction':
      return { lane, ...event, ...toldOfMessage(event.reaction) }
    case 'edit':
      return { lane, kind: event.kind, text: event.edit.text, externalId: event.edit.messageExternalId }
    case 'seen':
      return { lane, ...event, conversation: event.conversationExternalId, upTo: event.upTo?.getTime() ?? null }
    case 'echo':
      return { lane, ...event, conversation: event.conversationExternalId }
    default:
      return { lane, ...event }
  }
}

type Case = { says: string; webhook: unknown; expect: Record<string, unknown>[] }
const casesIn = (directory: string) =>
  fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, ...(readJson(fs.readFileSync(path.join(directory, name), 'utf8')) as Case) }))

describe.each(['instagram', 'messenger', 'whatsapp'])('a webhook of %s', (vendor) => {
  it.each(casesIn(path.resolve('tests/fixtures', vendor)))('$name: $says', ({ webhook, expect: expected }) => {
    expect(parse(webhook).map(told)).toMatchObject(expected)
  })
})

describe('a webhook of any kind', () => {
  const webhooks = ['instagram', 'messenger', 'whatsapp'].flatMap((vendor) => casesIn(path.resolve('tests/fixtures', vendor)))
  it('gives at least one event for every change, so that nothing is dropped unseen', () => {
    for (const { webhook, name } of webhooks) expect(parse(webhook).length, name).toBeGreaterThan(0)
  })
  it('is read even where every value is another kind of thing', () => {
    const spoil = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(spoil)
      if (typeof value !== 'object' || value === null) return typeof value === 'string' ? 7 : { odd: true }
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'value' ? inner : spoil(inner)]))
    }
    for (const { webhook } of webhooks) {
      const { object, entry } = webhook as { object: string; entry: Record<string, unknown>[] }
      const spoilt = entry.map((one) => ({ ...(spoil(one) as object), id: one['id'] }))
      expect(() => parse({ object, entry: spoilt })).not.toThrow()
    }
  })
})

/** Vendor samples that stand beside the project and are never part of it. */
const samples = ['meta_docs', 'chatwoot'].flatMap((folder) => {
  const directory = path.resolve('../shared/payloads', folder)
  if (!fs.existsSync(directory)) return []
  const names = fs.readdirSync(directory).filter((name) => name.startsWith('ig_') || name.startsWith('messenger_'))
  return names.map((name) => ({ name, webhook: readJson(fs.readFileSync(path.join(directory, name), 'utf8')) }))
})
const notice = samples.length === 0 ? ' (skipped: ../shared/payloads is absent)' : ''

describe.skipIf(samples.length === 0)(`the vendors’ own samples${notice}`, () => {
  it.each(samples)('$name is understood', ({ webhook }) => {
    const events = parse(webhook)
    expect(events.length).toBeGreaterThan(0)
    for (const { event } of events) expect(event.kind).not.toBe('unknown')
  })
})
