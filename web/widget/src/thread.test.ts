import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WidgetMessage } from '#contracts'
import { accepted, again, emptyThread, openButtonsSeq, put, receive, refused } from './thread.ts'

const line = (seq: number, over: Partial<WidgetMessage> = {}): WidgetMessage => ({
  id: `m${seq}`,
  clientMessageId: null,
  seq,
  authorKind: 'bot',
  authorName: null,
  kind: 'text',
  text: `line ${seq}`,
  content: {},
  attachments: [],
  at: '2026-11-21T10:00:00Z',
  editedAt: null,
  state: null,
  ...over,
})
const own = (id: string) => ({ clientMessageId: id, text: 'salom', writtenAt: '2026-11-21T10:00:00Z' })

describe('thread', () => {
  it('is the same whatever the order of arrival and however often a line comes', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 8 })),
        (order, repeats) => {
          const thread = [...order, ...repeats].reduce((soFar, seq) => receive(soFar, [line(seq)]), emptyThread)
          expect(thread.messages.map((message) => message.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
          expect(thread.lastSeq).toBe(8)
        },
      ),
    )
  })
  it('keeps a line in the outbox until the server has it, and then only once', () => {
    const waiting = put(put(emptyThread, own('a')), own('a'))
    expect(waiting.outbox).toHaveLength(1)
    const done = accepted(waiting, 'a', 1, 'm1')
    expect(done.outbox).toHaveLength(0)
    expect(receive(done, [line(1, { clientMessageId: 'a', authorKind: 'client' })]).messages).toHaveLength(1)
  })
  it('loses a sent line from the outbox when another tab brings it', () => {
    const waiting = put(emptyThread, own('a'))
    expect(receive(waiting, [line(1, { clientMessageId: 'a', authorKind: 'client' })]).outbox).toHaveLength(0)
  })
  it('resumes from the gap when its own line overtakes an older one of the bank', () => {
    const waiting = put(receive(emptyThread, [line(1)]), own('a'))
    expect(accepted(waiting, 'a', 3, 'm3').lastSeq).toBe(1)
  })
  it('marks a refused line and lets it be sent again', () => {
    const waiting = refused(put(emptyThread, own('a')), 'a', 'rate.exceeded')
    expect(waiting.outbox[0]?.refused).toBe('rate.exceeded')
    expect(again(waiting, 'a').outbox[0]?.refused).toBeUndefined()
  })
  it('offers the buttons of the newest line of the bank only', () => {
    const asked = receive(emptyThread, [line(1, { content: { buttons: [[{ label: 'Ha', data: 'yes' }]] } })])
    expect(openButtonsSeq(asked)).toBe(1)
    expect(openButtonsSeq(put(asked, own('a')))).toBeNull()
    expect(openButtonsSeq(receive(asked, [line(2)]))).toBeNull()
  })
})
