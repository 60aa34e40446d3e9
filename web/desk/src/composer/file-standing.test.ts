import { expect, test } from 'vitest'
import { mostUploadBytes } from '#contracts'
import { faultOfFile, kindOfFile } from './file-standing.ts'

const instagram = { channel: 'instagram', visibility: 'private' } as const

test('a file is refused before it is sent where its channel would refuse it', () => {
  const paper = { sizeBytes: 1_000, kind: kindOfFile('application/pdf') }
  expect(faultOfFile(paper, { channel: 'telegram', visibility: 'private' })).toBeNull()
  expect(faultOfFile(paper, instagram)).toEqual({ what: 'channel_refuses' })
  expect(faultOfFile(paper, { channel: 'telegram', visibility: 'public' })).toEqual({ what: 'channel_refuses' })
  const picture = { sizeBytes: 9 * 1024 * 1024, kind: kindOfFile('image/png') }
  expect(faultOfFile(picture, instagram)).toEqual({ what: 'too_large', mostBytes: 8 * 1024 * 1024 })
})

test('while the place is not known the hub’s own bound holds, and an empty file is nothing', () => {
  expect(faultOfFile({ sizeBytes: mostUploadBytes + 1, kind: 'photo' }, null)).toMatchObject({ what: 'too_large' })
  expect(faultOfFile({ sizeBytes: 0, kind: 'photo' }, null)).toEqual({ what: 'empty' })
})
