import { describe, expect, it } from 'vitest'
import type { AttachmentRecord } from '#inbox'
import { splitBytes } from '../deliver/split-text.ts'
import { planMessagingParts } from './messaging-sender.ts'

const split = (text: string) => splitBytes(text, 1000)
const file = { kind: 'photo' } as AttachmentRecord
const buttons = (count: number) =>
  Array.from({ length: count }, (_none, index) => ({ label: `${index}`, data: `rate:${index}` }))
const plan = (text: string, count = 0, files: AttachmentRecord[] = []) =>
  planMessagingParts({ text, attachments: files, content: { buttons: [buttons(count)] } }, split).map((part) =>
    part.kind === 'file' ? 'file' : [part.text.length, part.buttons.length],
  )

describe('a reply of Messenger or Instagram as messages', () => {
  it('is one where it fits', () => {
    expect(plan('Salom')).toEqual([[5, 0]])
  })
  it('has its buttons under the last text, after the files', () => {
    expect(plan('я'.repeat(600), 2, [file])).toEqual([[500, 0], 'file', [100, 2]])
  })
  it('carries buttons beyond thirteen in a further message', () => {
    expect(plan('Baholang', 14)).toEqual([
      [8, 13],
      [1, 1],
    ])
  })
  it('of files alone is no empty text', () => {
    expect(plan('', 0, [file, file])).toEqual(['file', 'file'])
  })
})
