/** The bytes behind a file_id. Only the configured API root is ever asked: a path from outside never becomes an address. */
import type { AttachmentRecord } from '#inbox'
import type { FetchedAttachment } from '../channel.ts'
import { readLimited } from '../read-limited.ts'
import { failureOf, type TelegramApi } from './telegram-api.ts'

/** getFile gives at most 20 MB to a bot (core.telegram.org/bots/api#getfile). */
export const telegramFileBytes = 20 * 1024 * 1024
const downloadTimeoutMs = 60_000

/** The address of a file below the API root, or null where the path tries to leave it. */
export function fileUrl(apiRoot: string, token: string, filePath: string): URL | null {
  if (!/^[\w.-]+(?:\/[\w.-]+)*$/.test(filePath) || filePath.split('/').some((part) => /^\.+$/.test(part))) return null
  const root = new URL(apiRoot)
  const url = new URL(`${apiRoot.replace(/\/+$/, '')}/file/bot${token}/${filePath}`)
  return url.origin === root.origin ? url : null
}

export type FetchFileDeps = { api: TelegramApi; apiRoot: string; token: string }

async function download(url: URL): Promise<FetchedAttachment> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(downloadTimeoutMs) })
  if (!answer.ok || answer.body === null) return { state: answer.status === 404 ? 'failed' : 'retry' }
  const bytes = await readLimited(answer.body, telegramFileBytes)
  return bytes === null ? { state: 'refused' } : { state: 'fetched', bytes }
}

function fetchedAfter(error: unknown): FetchedAttachment {
  const failure = failureOf(error)
  if (failure.kind !== 'refused' || failure.code === 429 || failure.code >= 500) return { state: 'retry' }
  return { state: /file is too big/i.test(failure.description) ? 'refused' : 'failed' }
}

/** `refused` where it is too big, `failed` where Telegram no longer has it, `retry` where the way was blocked. */
export async function fetchFile(deps: FetchFileDeps, attachment: AttachmentRecord): Promise<FetchedAttachment> {
  const fileId = attachment.vendorRef['fileId']
  if (typeof fileId !== 'string') return { state: 'failed' }
  if ((attachment.sizeBytes ?? 0) > telegramFileBytes) return { state: 'refused' }
  try {
    const file = await deps.api.getFile(fileId)
    const url = fileUrl(deps.apiRoot, deps.token, file.file_path ?? '')
    return url === null ? { state: 'failed' } : await download(url)
  } catch (error) {
    return fetchedAfter(error)
  }
}
