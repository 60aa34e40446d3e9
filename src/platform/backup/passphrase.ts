/**
 * A stream under a passphrase: scrypt makes the key, AES-256-GCM seals chunks of a mebibyte, each under a nonce of its number
 * and whether it is the last, so that none can be changed, moved, taken out or cut off.
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { BackupError } from './archive.ts'

export const sealedHead = Buffer.from('murojaat sealed backup 1\n')
export const saltBytes = 16
const tagBytes = 16
const chunkBytes = 1024 * 1024

/** 128 MiB of memory, about a third of a second: once per backup. */
const keyOf = (passphrase: string, salt: Buffer) =>
  scryptSync(passphrase, salt, 32, { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 })

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(isLast ? 1 : 0, 0)
  nonce.writeBigUInt64BE(BigInt(number), 4)
  return nonce
}

/** Chunks of exactly `sizeBytes`, the last one shorter; the flag tells the last. */
async function* cut(source: AsyncIterable<Buffer>, sizeBytes: number): AsyncGenerator<[Buffer, boolean]> {
  let parts: Buffer[] = []
  let held = 0
  for await (const part of source) {
    parts.push(part)
    held += part.length
    if (held <= sizeBytes) continue
    let all = Buffer.concat(parts)
    while (all.length > sizeBytes) {
      yield [all.subarray(0, sizeBytes), false]
      all = all.subarray(sizeBytes)
    }
    parts = [all]
    held = all.length
  }
  yield [Buffer.concat(parts), true]
}

export async function* sealedStream(source: AsyncIterable<Buffer>, passphrase: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes)
  const key = keyOf(passphrase, salt)
  yield Buffer.concat([sealedHead, salt])
  let number = 0
  for await (const [chunk, isLast] of cut(source, chunkBytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++, isLast))
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
  }
}

/**
 * @param source what follows the head and the salt.
 * @throws BackupError for another passphrase or a changed file
 */
export async function* openedStream(source: AsyncIterable<Buffer>, passphrase: string, salt: Buffer): AsyncGenerator<Buffer> {
  const key = keyOf(passphrase, salt)
  let number = 0
  for await (const [piece, isLast] of cut(source, chunkBytes + tagBytes)) {
    if (piece.length < tagBytes) throw new BackupError('the backup is cut short')
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number++, isLast), { authTagLength: tagBytes })
    decipher.setAuthTag(piece.subarray(piece.length - tagBytes))
    try {
      yield Buffer.concat([decipher.update(piece.subarray(0, piece.length - tagBytes)), decipher.final()])
    } catch (cause) {
      throw new BackupError('the passphrase is another one, or the backup was changed', { cause })
    }
  }
}
