import { expect, test } from 'vitest'
import type { AttachmentView } from '#contracts'
import { previewKind } from './preview-kind.ts'

const file = (mimeType: string | null, state: AttachmentView['state'] = 'stored'): AttachmentView => ({
  id: 'a',
  kind: 'document',
  fileName: null,
  mimeType,
  sizeBytes: 1,
  state,
})

test('only what every browser draws is shown large; the rest is a file', () => {
  expect(previewKind(file('image/png'))).toBe('picture')
  expect(previewKind(file('application/pdf'))).toBe('document')
  for (const type of ['image/heic', 'image/svg+xml', 'text/html', 'application/zip', null])
    expect(previewKind(file(type))).toBeNull()
  expect(previewKind(file('image/png', 'pending'))).toBeNull()
})
