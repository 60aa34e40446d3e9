/**
 * Attachments on disk, below the data directory. A file is either there whole or not there: it is written beside, synced
 * and renamed. Keys are made by us (ids and dates), never from a name a client gave.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, statfs } from 'node:fs/promises'
import * as path from 'node:path'
import type { Readable } from 'node:stream'
import { AppError, invariant, newId } from '#kernel'

export type FileStore = {
  /** Whole or not at all; an existing file is replaced. Throws `disk.full` where there is no room. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Throws `attachment.not_found`. */
  read(key: string): Promise<Uint8Array>
  /** The stream emits `error` where the file is absent. */
  stream(key: string): Readable
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>
  /** Free bytes of the disk that holds the store. */
  freeBytes(): Promise<number>
}

const keyShape = /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9._-]*)*$/i

/** Whether a key is made of ids and slashes, and leads nowhere else. */
export const safeKey = (key: string): boolean => key.length <= 200 && keyShape.test(key) && !key.includes('..')

export function createFileStore(directory: string): FileStore {
  const root = path.resolve(directory)
  const place = (key: string) => {
    invariant(safeKey(key), 'a file key is made of ids and slashes')
    return path.join(root, key)
  }
  return {
    async put(key, bytes) {
      const target = place(key)
      const beside = `${target}.${newId()}.part`
      try {
        await mkdir(path.dirname(target), { recursive: true })
        await writeSynced(beside, bytes)
        await rename(beside, target)
      } catch (error) {
        await rm(beside, { force: true }).catch(() => undefined) // the first error says more than a failed tidying
        throw translate(error)
      }
    },
    async read(key) {
      const target = place(key)
      try {
        return await readFile(target)
      } catch (error) {
        throw translate(error)
      }
    },
    stream: (key) => createReadStream(place(key)),
    async remove(key) {
      await rm(place(key), { force: true })
    },
    async freeBytes() {
      await mkdir(root, { recursive: true })
      const { bavail, bsize } = await statfs(root)
      return bavail * bsize
    },
  }
}

async function writeSynced(target: string, bytes: Uint8Array): Promise<void> {
  const file = await open(target, 'wx', 0o640)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

function translate(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('disk.full', {}, { cause: error })
  if (code === 'ENOENT') return new AppError('attachment.not_found', {}, { cause: error })
  return error
}
