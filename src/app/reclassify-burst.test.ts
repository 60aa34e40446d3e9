import { describe, expect, it } from 'vitest'
import type { MessageView } from '#contracts'
import { lastBurst } from './reclassify-burst.ts'

const line = (text: string, seconds: number, over: Partial<MessageView> = {}): MessageView => ({
  id: text,
  conversationId: 'c',
  requestId: 'r',
  channel: 'telegram',
  visibility: 'private',
  seq: seconds,
  authorKind: 'client',
  authorName: null,
  authorId: null,
  kind: 'text',
  text,
  maskedKinds: [],
  content: {},
  attachments: [],
  templateVersionId: null,
  isTemplateEdited: false,
  sentAt: new Date(seconds * 1_000).toISOString(),
  receivedAt: new Date(seconds * 1_000).toISOString(),
  editedAt: null,
  deletedAt: null,
  hiddenAt: null,
  revisions: [],
  delivery: null,
  ...over,
})
const texts = (messages: MessageView[]) => lastBurst(messages).map((message) => message.text)

describe('lastBurst', () => {
  it('takes the lines a client wrote one after another, over the answers of the bot', () => {
    expect(texts([line('salom', 0), line('bot', 1, { authorKind: 'bot' }), line('kartam', 5), line('yoʻqoldi', 9)])).toEqual([
      'salom',
      'kartam',
      'yoʻqoldi',
    ])
  })
  it('stops at a long silence', () => {
    expect(texts([line('eski', 0), line('yangi', 500), line('davomi', 510)])).toEqual(['yangi', 'davomi'])
  })
  it('stops at an answer of a person: what follows is a new turn', () => {
    expect(texts([line('eski', 0), line('javob', 10, { authorKind: 'operator' }), line('rahmat', 20)])).toEqual(['rahmat'])
  })
  it('leaves out pressed buttons, deleted lines and lines without words', () => {
    const messages = [
      line('a', 0),
      line('Ha', 1, { content: { pressed: 'yes' } }),
      line('x', 2, { deletedAt: 'now' }),
      line(' ', 3),
      line('b', 4),
    ]
    expect(texts(messages)).toEqual(['a', 'b'])
  })
})
