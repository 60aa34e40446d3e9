/** Bytes behind an address in a webhook. Only the vendor's own hosts are asked: an address from outside leads nowhere else. */
import type { AttachmentRecord } from '#inbox'
import type { FetchedAttachment } from '../channel.ts'
import { readLimited } from '../read-limited.ts'

/** Messenger and Instagram take 25 MB, WhatsApp's documents 100 MB; no more than this is worth keeping. */
export const metaFileBytes = 25 * 1024 * 1024
const downloadTimeoutMs = 60_000
/** Meta's delivery networks; addresses there carry their own signature and expire. */
const vendorHosts = ['.fbcdn.net', '.cdninstagram.com', '.fbsbx.com']

/** Whether an address is the vendor's: https on its hosts, or below the API's own root, where an emulator may stand. */
export function isVendorUrl(url: URL, apiRoot: string): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (url.origin === new URL(apiRoot).origin) return true
  const isVendorHost = vendorHosts.some((host) => url.hostname.endsWith(host))
  return url.protocol === 'https:' && isVendorHost && (url.port === '' || url.port === '443')
}

/** @param headers what the address needs beside itself. `failed` where it is gone, `refused` where it is not the vendor's or too big. */
export async function fetchVendorUrl(
  address: unknown,
  apiRoot: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<FetchedAttachment> {
  if (typeof address !== 'string' || !URL.canParse(address)) return { state: 'failed' }
  const url = new URL(address)
  if (!isVendorUrl(url, apiRoot)) return { state: 'refused' }
  try {
    const answer = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(downloadTimeoutMs) })
    if (!answer.ok || answer.body === null) return { state: answer.status >= 500 || answer.status === 429 ? 'retry' : 'failed' }
    const bytes = await readLimited(answer.body, metaFileBytes)
    return bytes === null ? { state: 'refused' } : { state: 'fetched', bytes }
  } catch {
    return { state: 'retry' }
  }
}

/** For Messenger and Instagram, whose webhooks carry the address itself. */
export function fetchByUrl(attachment: AttachmentRecord, apiRoot: string): Promise<FetchedAttachment> {
  if ((attachment.sizeBytes ?? 0) > metaFileBytes) return Promise.resolve({ state: 'refused' })
  return fetchVendorUrl(attachment.vendorRef['url'], apiRoot)
}
