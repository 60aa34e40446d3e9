import { describe, expect, it } from 'vitest'
import type { AttachmentRecord } from '#inbox'
import { newId } from '#kernel'
import { shareContactData } from '../buttons.ts'
import { markupOf, planParts } from './deliver-reply.ts'

const file = (name: string): AttachmentRecord => ({
  id: newId(),
  messageId: null,
  conversationId: null,
  requestId: null,
  channelAccountId: null,
  stagedBy: 'operator:1',
  kind: 'document',
  fileName: name,
  mimeType: 'application/pdf',
  sizeBytes: 10,
  state: 'stored',
  storageKey: 'a/b',
  vendorRef: {},
  attempts: 0,
})

describe('a reply as Telegram messages', () => {
  it('is one message where it fits', () => {
    expect(planParts({ text: 'Javob', attachments: [] })).toEqual([{ kind: 'text', text: 'Javob' }])
  })
  it('is the caption of its first file where it fits there', () => {
    const [a, b] = [file('a.pdf'), file('b.pdf')]
    expect(planParts({ text: 'Ilova', attachments: [a, b] })).toEqual([
      { kind: 'file', attachment: a, caption: 'Ilova' },
      { kind: 'file', attachment: b, caption: null },
    ])
  })
  it('goes before its file where it is too long for a caption', () => {
    const parts = planParts({ text: 'x'.repeat(1025), attachments: [file('a.pdf')] })
    expect(parts.map((part) => part.kind)).toEqual(['text', 'file'])
  })
  it('has no text part where there is no text', () => {
    expect(planParts({ text: '', attachments: [file('a.pdf')] })).toHaveLength(1)
  })
})

describe('buttons', () => {
  it('are an inline keyboard', () => {
    expect(markupOf([[{ label: 'Ha', data: 'bot:helped' }]])).toEqual({
      inline_keyboard: [[{ text: 'Ha', callback_data: 'bot:helped' }]],
    })
  })
  it('ask for the phone number with the keyboard that can', () => {
    expect(markupOf([[{ label: 'Raqamim', data: shareContactData }]])).toMatchObject({
      keyboard: [[{ text: 'Raqamim', request_contact: true }]],
    })
  })
  it('are absent where there are none', () => {
    expect(markupOf(undefined)).toBeUndefined()
    expect(markupOf([])).toBeUndefined()
  })
})
