import * as fs from 'node:fs'
import * as path from 'node:path'
import { describe, expect, it } from 'vitest'
import { newId } from '#kernel'
import type { ChannelAccount } from '../channel.ts'
import { parseEvent, type VkEvent } from './parse-event.ts'
import { CallbackEnvelope, CallbackEvent } from './vk-schema.ts'

const now = new Date(1795000200 * 1000)
const account: ChannelAccount = {
  id: newId(),
  kind: 'vk',
  name: 'Bank',
  externalId: '220000901',
  visibility: 'private',
  botEnabled: true,
}
const parse = (event: unknown) => parseEvent(account, CallbackEvent.parse(event), now)

/** The part of an event a case speaks of, flat. */
function told(event: VkEvent): Record<string, unknown> {
  if (event.kind === 'edit') {
    const { messageExternalId: externalId, text, editedAt } = event.edit
    return { ...event, externalId, text, editedAt: editedAt.getTime() }
  }
  if (event.kind === 'echo' || event.kind === 'seen') return { ...event, conversation: event.conversationExternalId }
  if (event.kind !== 'message') return { ...event }
  const { message } = event
  const files = message.attachments ?? []
  return {
    ...message.content,
    ...event,
    messageKind: message.kind,
    text: message.text,
    externalId: message.messageExternalId,
    conversation: message.conversationExternalId,
    visibility: message.visibility,
    senderName: message.sender.displayName,
    sentAt: message.sentAt.getTime(),
    buttonData: message.buttonData,
    files: files.map(({ vendorRef }) => vendorRef['url']),
    fileName: files[0]?.fileName,
    sizeBytes: files[0]?.sizeBytes,
  }
}

type Case = { name: string; says: string; event: Record<string, unknown>; expect: Record<string, unknown> }
const directory = path.resolve('tests/fixtures/vk')
const cases = fs
  .readdirSync(directory)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8')) }) as Case)

describe('an event of VK', () => {
  it.each(cases)('$name: $says', ({ event, expect: expected }) => {
    expect(told(parse(event))).toMatchObject(expected)
  })

  it('is read even where every value is another kind of thing', () => {
    const spoil = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(spoil)
      if (typeof value !== 'object' || value === null) return typeof value === 'string' ? 7 : { odd: true }
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoil(inner)]))
    }
    for (const { event } of cases) {
      for (const object of [spoil(event['object']), null, undefined, 'words', []]) {
        expect(() => parse({ ...event, object })).not.toThrow()
      }
    }
  })
})

/** Vendor samples that stand beside the project and are never part of it. */
const samples = path.resolve('../shared/payloads/vk')
const names = fs.existsSync(samples) ? fs.readdirSync(samples) : []
const notice = names.length === 0 ? ' (skipped: ../shared/payloads is absent)' : ''

describe.skipIf(names.length === 0)(`the samples of VK’s libraries${notice}`, () => {
  it.each(names)('%s is in a shape we take', (name) => {
    const sample = JSON.parse(fs.readFileSync(path.join(samples, name), 'utf8')) as Record<string, unknown>
    const event = CallbackEvent.parse(sample)
    if (sample['group_id'] !== undefined) expect(CallbackEnvelope.safeParse(sample).success).toBe(true)
    if (event.type === 'confirmation') return
    const read = parseEvent(account, event, now)
    expect(read.kind === 'message' || (read.kind === 'unknown' && read.name === 'message_in_chat')).toBe(true)
  })
})
