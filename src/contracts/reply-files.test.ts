import { expect, test } from 'vitest'
import { mostReplyFileBytes } from './reply-files.ts'
import { channelKinds } from './vocabulary.ts'

test('a picture goes in private on every channel and nowhere in public', () => {
  for (const channel of channelKinds) {
    expect(mostReplyFileBytes({ channel, visibility: 'private' }, 'photo')).toBeGreaterThan(1_000_000)
    expect(mostReplyFileBytes({ channel, visibility: 'public' }, 'photo')).toBeNull()
  }
})

test('Instagram takes no documents, WhatsApp smaller pictures', () => {
  expect(mostReplyFileBytes({ channel: 'instagram', visibility: 'private' }, 'document')).toBeNull()
  expect(mostReplyFileBytes({ channel: 'whatsapp', visibility: 'private' }, 'photo')).toBe(5 * 1024 * 1024)
  expect(mostReplyFileBytes({ channel: 'telegram', visibility: 'private' }, 'text')).toBeNull()
})
