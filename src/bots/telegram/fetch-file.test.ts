import { describe, expect, it } from 'vitest'
import { fileUrl } from './fetch-file.ts'

describe('the address of a file', () => {
  it('is below the configured API root', () => {
    expect(fileUrl('https://api.telegram.org', '7:secret', 'photos/file_1.jpg')?.href).toBe(
      'https://api.telegram.org/file/bot7:secret/photos/file_1.jpg',
    )
  })
  it.each([
    '../../etc/passwd',
    'photos/../../x',
    '/etc/passwd',
    'http://169.254.169.254/latest',
    '//evil.example/x',
    'a\\b',
    'a?x=1',
    'a#b',
    '@evil.example/x',
    '',
    'a/./b',
    'a//b',
  ])('is refused for %j', (filePath) => {
    expect(fileUrl('https://api.telegram.org', '7:secret', filePath)).toBeNull()
  })
})
