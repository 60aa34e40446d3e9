/**
 * Attachments in an S3-compatible store, for several machines that share them. The same promises as on disk: an object is there
 * whole or not at all (a PUT is atomic), and keys are ours. Nobody is ever given the store's address: bytes go through us.
 */
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import { AppError, invariant, secondMs } from '#kernel'
import { type FileStore, safeKey } from './file-store.ts'

export type S3Options = {
  /** https://s3.example.uz; the bucket is put behind it. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

const timeoutMs = 60 * secondMs
/** How much is free there nobody says; the disk's alarm must not ring for it. */
const plenty = Number.MAX_SAFE_INTEGER

/** Throws `attachment.not_found`, `disk.full` where the store is full, `server.overloaded` where it cannot be reached. */
export function createS3FileStore(options: S3Options): FileStore {
  const client = new AwsClient({
    accessKeyId: options.accessKeyId,
    secretAccessKey: options.secretAccessKey,
    region: options.region,
    service: 's3',
    retries: 2,
  })
  const root = `${options.endpoint.replace(/\/+$/, '')}/${options.bucket}`
  const place = (key: string) => {
    invariant(safeKey(key), 'a file key is made of ids and slashes')
    return `${root}/${key}`
  }
  async function call(method: 'GET' | 'PUT' | 'DELETE', key: string, bytes?: Uint8Array): Promise<Response> {
    const url = place(key)
    try {
      return await client.fetch(url, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        ...(bytes === undefined ? {} : { body: new Uint8Array(bytes) }),
      })
    } catch (cause) {
      throw new AppError('server.overloaded', { store: 's3' }, { cause })
    }
  }
  async function get(key: string): Promise<Response> {
    const answer = await call('GET', key)
    if (answer.status === 404) throw new AppError('attachment.not_found', {})
    if (!answer.ok) throw new AppError('server.overloaded', { store: 's3', status: answer.status })
    return answer
  }
  return {
    async put(key, bytes) {
      const answer = await call('PUT', key, bytes)
      await answer.arrayBuffer()
      if (answer.status === 507) throw new AppError('disk.full', {})
      if (!answer.ok) throw new AppError('server.overloaded', { store: 's3', status: answer.status })
    },
    read: async (key) => new Uint8Array(await (await get(key)).arrayBuffer()),
    stream: (key) =>
      Readable.from(
        chunksOf(() => get(key)),
        { objectMode: false },
      ),
    async remove(key) {
      const answer = await call('DELETE', key)
      await answer.arrayBuffer()
      if (!answer.ok && answer.status !== 404) throw new AppError('server.overloaded', { store: 's3', status: answer.status })
    },
    freeBytes: async () => plenty,
  }
}

async function* chunksOf(get: () => Promise<Response>): AsyncGenerator<Uint8Array> {
  const { body } = await get()
  if (body !== null) for await (const chunk of body) yield chunk
}
