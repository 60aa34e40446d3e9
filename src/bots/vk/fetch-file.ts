/** Bytes behind an address in an event. Only VK's own hosts are asked: an address from outside leads nowhere else. */
import type { AttachmentRecord } from '#inbox'
import type { FetchedAttachment } from '../channel.ts'
import { readLimited } from '../read-limited.ts'

/** VK lets clients send documents of 200 MB; no more than this is worth keeping. */
export const vkFileBytes = 25 * 1024 * 1024
const downloadTimeoutMs = 60_000
/** Where photos, documents and voices lie, and the pages that lead on to them. */
const vendorHosts = ['vk.com', 'vk.ru', 'userapi.com', 'vkuser.net', 'vkuserphoto.ru']
const mostSteps = 4

/** Whether an address is VK's: https on its hosts, or below the API's own root, where an emulator may stand. */
export function isVkUrl(url: URL, apiRoot: string): boolean {
  if (url.username !== '' || url.password !== '') return false
  if (url.origin === new URL(apiRoot).origin) return true
  const isVendorHost = vendorHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  return url.protocol === 'https:' && isVendorHost && url.port === ''
}

const urlOf = (address: unknown, base?: URL) =>
  typeof address === 'string' && URL.canParse(address, base) ? new URL(address, base) : null

async function take(answer: Response): Promise<FetchedAttachment> {
  if (!answer.ok || answer.body === null) return { state: answer.status >= 500 || answer.status === 429 ? 'retry' : 'failed' }
  const bytes = await readLimited(answer.body, vkFileBytes)
  return bytes === null ? { state: 'refused' } : { state: 'fetched', bytes }
}

/** A document's address is a page that leads on to the file: every step is judged anew. */
async function follow(first: URL, apiRoot: string): Promise<FetchedAttachment> {
  let url: URL | null = first
  const signal = AbortSignal.timeout(downloadTimeoutMs)
  for (let step = 0; url !== null && step < mostSteps; step += 1) {
    if (!isVkUrl(url, apiRoot)) return { state: 'refused' }
    const answer: Response = await fetch(url, { redirect: 'manual', signal })
    if (answer.status < 300 || answer.status >= 400) return take(answer)
    await answer.body?.cancel()
    url = urlOf(answer.headers.get('location'), url)
  }
  return { state: 'failed' }
}

/** `failed` where it is gone, `refused` where it is not VK's or too big. */
export async function fetchVkFile(attachment: AttachmentRecord, apiRoot: string): Promise<FetchedAttachment> {
  if ((attachment.sizeBytes ?? 0) > vkFileBytes) return { state: 'refused' }
  const url = urlOf(attachment.vendorRef['url'])
  if (url === null) return { state: 'failed' }
  try {
    return await follow(url, apiRoot)
  } catch {
    return { state: 'retry' }
  }
}
