/**
 * Every payload on record, spoilt in a few places: whatever a vendor's next version, a broken proxy or somebody with the secret
 * sends, the parsers either refuse the whole by its shape or make of it what the intake can store.
 */
import * as fs from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelKind } from '#contracts'
import { newId } from '#kernel'
import { fuzz, fuzzTimeoutMs } from '../../../tests/support/fuzz.ts'
import { mutated } from '../../../tests/support/mutated.ts'
import type { ChannelAccount } from '../channel.ts'
import { parseComment } from '../instagram/parse-comments.ts'
import { parseFeed } from '../messenger/parse-feed.ts'
import { cutWebhook, Webhook } from '../meta/cut-webhook.ts'
import { parseMessaging } from '../meta/parse-messaging.ts'
import { readJson } from '../meta/read-json.ts'
import { parseUpdate } from '../telegram/parse-update.ts'
import { TgUpdate } from '../telegram/update-schema.ts'
import { parseEvent } from '../vk/parse-event.ts'
import { CallbackEnvelope, CallbackEvent } from '../vk/vk-schema.ts'
import { parseWhatsApp } from '../whatsapp/parse-whatsapp.ts'

const now = new Date(1_795_000_200_000)
const account = (kind: ChannelKind): ChannelAccount => ({
  ...{ id: newId(), kind, name: 'Bank', externalId: '7', visibility: 'private', botEnabled: true },
})

type Fixture = { update?: unknown; webhook?: unknown; event?: unknown }
const payloadsOf = (folder: string) =>
  fs
    .readdirSync(`tests/fixtures/${folder}`)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(fs.readFileSync(`tests/fixtures/${folder}/${name}`, 'utf8')) as Fixture)
    .map(({ update, webhook, event }) => update ?? webhook ?? event)

type Read = (payload: unknown) => readonly unknown[]

const readTelegram: Read = (payload) => {
  const update = TgUpdate.safeParse(payload)
  return update.success ? [parseUpdate(account('telegram'), update.data, now)] : []
}
const readMeta: Read = (payload) => {
  const webhook = Webhook.safeParse(readJson(JSON.stringify(payload)))
  if (!webhook.success) return []
  // Whatever section a change names, every parser of its vendor may be the one that gets it.
  return cutWebhook(webhook.data, now).flatMap((piece) => [
    ...parseWhatsApp(account('whatsapp'), piece, now),
    ...parseMessaging(account('messenger'), piece, now),
    ...parseMessaging(account('instagram'), piece, now),
    ...parseComment(account('instagram'), piece),
    ...parseFeed(account('facebook'), piece, now),
  ])
}
const readVk: Read = (payload) => {
  CallbackEnvelope.safeParse(payload)
  const event = CallbackEvent.safeParse(payload)
  return event.success ? [parseEvent(account('vk'), event.data, now)] : []
}

/** Every message in what was parsed, wherever it stands. */
function messagesIn(value: unknown): Record<string, unknown>[] {
  if (value === null || typeof value !== 'object' || value instanceof Date) return []
  const own = value as Record<string, unknown>
  const below = Object.values(own).flatMap(messagesIn)
  return 'messageExternalId' in own && 'sender' in own ? [own, ...below] : below
}

/** What the intake takes for granted of a message. */
function check(message: Record<string, unknown>): void {
  expect(message['messageExternalId']).toEqual(expect.stringMatching(/^[\s\S]{1,700}$/))
  expect(message['conversationExternalId']).toEqual(expect.stringMatching(/^[\s\S]{1,700}$/))
  expect((message['sender'] as Record<string, unknown>)['externalId']).toEqual(expect.any(String))
  expect((message['sender'] as Record<string, unknown>)['displayName']).toEqual(expect.any(String))
  expect(['string', 'undefined']).toContain(typeof message['text'])
  const at = message['sentAt'] as Date
  expect(at.getTime()).toBeLessThanOrEqual(now.getTime())
  expect(at.getTime()).toBeGreaterThanOrEqual(0)
  expect(Array.isArray(message['attachments'] ?? [])).toBe(true)
}

describe.each([
  ['telegram', ['telegram'], readTelegram],
  ['meta', ['instagram', 'messenger', 'whatsapp'], readMeta],
  ['vk', ['vk'], readVk],
] as const)('a spoilt payload of %s', (_, folders, read) => {
  it('is refused by its shape or becomes what can be stored', { timeout: fuzzTimeoutMs }, () => {
    const payloads = folders.flatMap(payloadsOf)
    expect(payloads.length).toBeGreaterThan(30)
    for (const payload of payloads) for (const message of messagesIn(read(payload))) check(message)
    let messages = 0
    fc.assert(
      fc.property(mutated(payloads), (payload) => {
        const parsed = read(payload)
        JSON.stringify(parsed)
        for (const message of messagesIn(parsed)) {
          messages += 1
          check(message)
        }
      }),
      fuzz(400),
    )
    expect(messages, 'most of what is spoilt in one place is a message all the same').toBeGreaterThan(40)
  })
})
