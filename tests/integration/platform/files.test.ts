import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAppError } from '#kernel'
import { createFileStore } from '#platform'

let directory: string
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-files-'))
})
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }))

const bytes = (words: string) => new TextEncoder().encode(words)
const isCode = (code: Parameters<typeof isAppError>[1]) => (error: unknown) => isAppError(error, code)

describe('the file store', () => {
  it('gives back what was put, whole or as a stream, and replaces what was there', async () => {
    const files = createFileStore(directory)
    await files.put('2026/03/a.bin', bytes('one'))
    await files.put('2026/03/a.bin', bytes('two'))
    expect(Buffer.from(await files.read('2026/03/a.bin')).toString()).toBe('two')
    expect(await text(files.stream('2026/03/a.bin'))).toBe('two')
    expect(fs.readdirSync(path.join(directory, '2026/03'))).toEqual(['a.bin'])
  })

  it('says attachment.not_found for what is not there, and removes it without complaint', async () => {
    const files = createFileStore(directory)
    await expect(files.read('none')).rejects.toSatisfy(isCode('attachment.not_found'))
    await files.put('a', bytes('a'))
    await files.remove('a')
    await files.remove('a')
    await expect(files.read('a')).rejects.toSatisfy(isCode('attachment.not_found'))
  })

  it('refuses a key that could lead out of its directory or carry a name a client gave', async () => {
    const files = createFileStore(directory)
    for (const key of [
      '../a',
      'a/../../b',
      '/etc/passwd',
      'a//b',
      '',
      'a b',
      'kartam.жпг',
      `a${'b'.repeat(300)}`,
      'a/.hidden',
    ]) {
      await expect(files.put(key, bytes('x'))).rejects.toThrow(/file key/)
    }
  })

  it('knows how much room is left', async () => {
    expect(await createFileStore(directory).freeBytes()).toBeGreaterThan(0)
  })
})

const mayMount = process.getuid?.() === 0 && canMount()
function canMount(): boolean {
  const probe = fs.mkdtempSync(path.join(tmpdir(), 'murojaat-mount-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe])
  if (status === 0) spawnSync('umount', [probe])
  fs.rmdirSync(probe)
  return status === 0
}

// A disk of 1 MiB needs a mount, which only root may make.
describe.skipIf(!mayMount)('a full disk', () => {
  it('is told as disk.full, leaves no half a file and loses none that was there', async () => {
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory])
    try {
      const files = createFileStore(path.join(directory, 'files'))
      await files.put('kept', bytes('kept'))
      await expect(files.put('large', new Uint8Array(2 * 1024 * 1024))).rejects.toSatisfy(isCode('disk.full'))
      expect(fs.readdirSync(path.join(directory, 'files'))).toEqual(['kept'])
      await files.put('kept', bytes('still'))
      expect(Buffer.from(await files.read('kept')).toString()).toBe('still')
    } finally {
      spawnSync('umount', [directory])
    }
  })
})
