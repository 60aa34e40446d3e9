/**
 * The file of a backup: an ordinary tar (ustar) in gzip, sealed with a passphrase where one is given. The last entry holds the
 * SHA-256 of everything before it, so that a file cut short or changed is told from a whole one before anything is restored.
 */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { invariant } from '#kernel'

export type Entry = { readonly name: string; readonly bytes: Buffer }

const block = 512
const lastName = 'end.json'
const noPadding = Buffer.alloc(0)

export class BackupError extends Error {
  override readonly name = 'BackupError'
}

function header(name: string, sizeBytes: number, at: Date): Buffer {
  const cut = name.length > 100 ? name.lastIndexOf('/', 155) : -1
  const [prefix, rest] = cut < 0 ? ['', name] : [name.slice(0, cut), name.slice(cut + 1)]
  invariant(rest.length <= 100 && prefix.length <= 155, 'names of entries are short')
  const head = Buffer.alloc(block)
  const octal = (value: number, at: number, length: number) =>
    head.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  head.write(rest, 0)
  octal(0o600, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(sizeBytes, 124, 12)
  octal(Math.floor(at.getTime() / 1_000), 136, 12)
  head.write('        0', 148, 'latin1')
  head.write('ustar\x0000', 257, 'latin1')
  head.write(prefix, 345)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return head
}

const paddingOf = (sizeBytes: number) => (sizeBytes % block === 0 ? noPadding : Buffer.alloc(block - (sizeBytes % block)))

/** The bytes of a tar with these entries and the one that proves them. */
export async function* packed(entries: AsyncIterable<Entry>, at: Date): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let count = 0
  for await (const { name, bytes } of entries) {
    for (const part of [header(name, bytes.length, at), bytes, paddingOf(bytes.length)]) {
      hash.update(part)
      yield part
    }
    count++
  }
  const end = Buffer.from(JSON.stringify({ entries: count, sha256: hash.digest('hex') }))
  yield Buffer.concat([header(lastName, end.length, at), end, paddingOf(end.length), Buffer.alloc(2 * block)])
}

/** Gives bytes of exactly the length asked for. */
class Cursor {
  private readonly source: AsyncIterator<Buffer>
  private rest: Buffer = noPadding
  constructor(source: Readable) {
    this.source = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let missing = length; missing > 0; ) {
      if (this.rest.length === 0) {
        const next = await this.source.next()
        if (next.done) throw new BackupError('the backup is cut short')
        this.rest = Buffer.from(next.value)
      }
      const part = this.rest.subarray(0, missing)
      this.rest = this.rest.subarray(part.length)
      missing -= part.length
      parts.push(part)
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  }
  /** Reads to the very end, where gzip's own checksum stands; it covers what the hash of the last entry does not. */
  async finish(): Promise<void> {
    let left = this.rest.length
    for (let next = await this.source.next(); !next.done; next = await this.source.next()) left += next.value.length
    if (left !== 2 * block) throw new BackupError('the backup was changed: it does not end where it should')
  }
}

const textOf = (head: Buffer, from: number, to: number) => head.toString('utf8', from, to).split('\0')[0] ?? ''

/**
 * The entries of a tar made by `packed`.
 * @throws BackupError where it is cut short or was changed; what came before it has been given out by then.
 */
export async function* unpacked(source: Readable): AsyncGenerator<Entry> {
  const cursor = new Cursor(source)
  const hash = createHash('sha256')
  for (let count = 0; ; count++) {
    const head = await cursor.take(block)
    const name = [textOf(head, 345, 500), textOf(head, 0, 100)].filter((part) => part !== '').join('/')
    const sizeBytes = Number.parseInt(textOf(head, 124, 136), 8)
    if (!Number.isSafeInteger(sizeBytes) || name === '') throw new BackupError('the file is no backup, or was changed')
    const bytes = await cursor.take(sizeBytes)
    const padding = await cursor.take(paddingOf(sizeBytes).length)
    if (name === lastName) {
      checkEnd(bytes, { entries: count, sha256: hash.digest('hex') })
      await cursor.finish()
      return
    }
    for (const part of [head, bytes, padding]) hash.update(part)
    yield { name, bytes }
  }
}

function checkEnd(bytes: Buffer, found: { entries: number; sha256: string }): void {
  const end = JSON.parse(bytes.toString('utf8')) as typeof found
  if (end.sha256 !== found.sha256 || end.entries !== found.entries)
    throw new BackupError('the backup was changed after it was made: its checksum does not fit')
}
