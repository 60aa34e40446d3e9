import * as fs from 'node:fs'
import * as path from 'node:path'
import { describe, expect, it } from 'vitest'
import { newId } from '#kernel'
import type { ChannelAccount } from '../channel.ts'
import { type ParsedUpdate, parseUpdate } from './parse-update.ts'
import { TgUpdate } from './update-schema.ts'

const account: ChannelAccount = {
  id: newId(),
  kind: 'telegram',
  name: 'Bot',
  externalId: '7',
  visibility: 'private',
  botEnabled: true,
}
const now = new Date(1795000200 * 1000)
const directory = path.resolve('tests/fixtures/telegram')
type Case = { says: string; update: unknown; expect: Record<string, unknown> }
const cases = fs
  .readdirSync(directory)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...(JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8')) as Case) }))

/** The part of the result a case speaks of, flat. */
function told(parsed: ParsedUpdate): Record<string, unknown> {
  switch (parsed.kind) {
    case 'message': {
      const { message } = parsed
      const fileIds = (message.attachments ?? []).map((file) => file.vendorRef['fileId'])
      const [file] = message.attachments ?? []
      return { ...message.content, ...parsed, messageKind: message.kind, text: message.text, fileIds, fileName: file?.fileName }
    }
    case 'edit':
      return { kind: parsed.kind, text: parsed.edit.text, editedAt: parsed.edit.editedAt.getTime() / 1000 }
    case 'press':
      return { kind: parsed.kind, queryId: parsed.queryId, pressed: parsed.message?.buttonData ?? null }
    default:
      return { ...parsed }
  }
}

describe('an update of Telegram', () => {
  it.each(cases)('$name: $says', ({ update, expect: expected }) => {
    expect(told(parseUpdate(account, TgUpdate.parse(update), now))).toMatchObject(expected)
  })

  it('gives a message an id that is unique over chats', () => {
    const ids = ['text', 'reply', 'photo'].map((name) => {
      const { update } = cases.find((one) => one.name === `${name}.json`) as Case
      const parsed = parseUpdate(account, TgUpdate.parse(update), now)
      return parsed.kind === 'message' ? parsed.message.messageExternalId : ''
    })
    expect(ids).toEqual(['4503599627370490:1', '4503599627370490:19', '4503599627370490:3'])
  })

  it('takes an edit of a message it never saw as the message itself while Telegram may still be catching up', () => {
    const { update } = cases.find((one) => one.name === 'edited_text.json') as Case
    const parsed = parseUpdate(account, TgUpdate.parse(update), now)
    expect(parsed).toMatchObject({ kind: 'edit', isRecent: true })
    const later = parseUpdate(account, TgUpdate.parse(update), new Date(now.getTime() + 2 * 86_400_000))
    expect(later).toMatchObject({ kind: 'edit', isRecent: false })
  })

  it.each([{}, { update_id: 'one' }, { update_id: 2 ** 53 }, { update_id: 1.5 }, null, [], 'text'])(
    'refuses what is no update: %j',
    (body) => {
      expect(TgUpdate.safeParse(body).success).toBe(false)
    },
  )
})

const recorded = path.resolve('../shared/payloads')
const recordings = fs.existsSync(recorded)
  ? ['telegram', 'chatwoot']
      .flatMap((folder) => fs.readdirSync(path.join(recorded, folder)).map((name) => path.join(folder, name)))
      .filter((name) => name.startsWith('telegram/') || path.basename(name).startsWith('telegram_'))
  : []

describe.skipIf(recordings.length === 0)('recorded updates (skipped where ../shared/payloads is absent)', () => {
  const kinds: Record<string, string> = {
    'telegram/inline_query.json': 'unknown',
    'telegram/callback_query_inline.json': 'press',
    'telegram/edited_message.json': 'edit',
    'chatwoot/telegram_group_text.json': 'group',
  }
  it.each(recordings)('%s is understood', (name) => {
    const update = JSON.parse(fs.readFileSync(path.join(recorded, name), 'utf8')) as unknown
    const parsed = parseUpdate(account, TgUpdate.parse(update), now)
    expect(parsed.kind).toBe(kinds[name] ?? 'message')
    if (parsed.kind === 'message') expect(parsed.unreadable).toBeNull()
  })
})
