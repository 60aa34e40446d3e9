/**
 * A file of the bank on its way into a message: VK names a place, takes it there, and gives it a name to attach it by. All of it
 * may be repeated without anybody noticing. https://dev.vk.com/en/api/upload/overview
 */
import { z } from 'zod'
import type { AttachmentRecord } from '#inbox'
import type { Ctx } from '#platform'
import { VendorId } from '../vendor/vendor-values.ts'
import { isVkUrl } from './fetch-file.ts'
import type { VkAnswer, VkApi } from './vk-api.ts'

const Place = z.looseObject({ upload_url: z.string() })
const UploadedPhoto = z.looseObject({ server: z.union([z.string(), z.number()]), photo: z.string(), hash: z.string() })
const UploadedDocument = z.looseObject({ file: z.string() })
const Saved = z.looseObject({ id: VendorId, owner_id: VendorId, access_key: z.string().optional() })
const SavedDocument = z.looseObject({ doc: Saved })

const nameOf = (kind: 'photo' | 'doc', { id, owner_id: owner, access_key: key }: z.infer<typeof Saved>) =>
  [`${kind}${owner}_${id}`, ...(key === undefined ? [] : [key])].join('_')

type Upload = { api: VkApi; peer: string; attachment: AttachmentRecord; bytes: Uint8Array }

async function post<S extends z.ZodType>(
  { api, peer, attachment, bytes }: Upload,
  { schema, method, field, more }: { schema: S; method: string; field: string; more?: Record<string, string> },
): Promise<VkAnswer<z.output<S>>> {
  const place = await api.call(Place, method, { peer_id: peer, ...more })
  if (!place.ok) return place
  const { upload_url: url } = place.body
  // VK's word is not enough to send a client's file to any address there is.
  if (!URL.canParse(url) || !isVkUrl(new URL(url), api.root)) return { ok: false, failure: { kind: 'not_sent' } }
  const form = new FormData()
  const type = attachment.mimeType ?? 'application/octet-stream'
  form.set(field, new Blob([new Uint8Array(bytes)], { type }), attachment.fileName ?? 'fayl')
  return api.upload(schema, url, form)
}

async function uploadPhoto(upload: Upload): Promise<VkAnswer<string>> {
  const method = 'photos.getMessagesUploadServer'
  const taken = await post(upload, { schema: UploadedPhoto, method, field: 'photo' })
  if (!taken.ok) return taken
  const { server, photo, hash } = taken.body
  const saved = await upload.api.call(z.array(Saved).min(1), 'photos.saveMessagesPhoto', { server, photo, hash })
  const [first] = saved.ok ? saved.body : []
  if (!saved.ok || first === undefined) return saved.ok ? { ok: false, failure: { kind: 'not_sent' } } : saved
  return { ok: true, body: nameOf('photo', first) }
}

async function uploadDocument(upload: Upload): Promise<VkAnswer<string>> {
  const method = 'docs.getMessagesUploadServer'
  const taken = await post(upload, { schema: UploadedDocument, method, field: 'file', more: { type: 'doc' } })
  if (!taken.ok) return taken
  const title = upload.attachment.fileName ?? 'fayl'
  const saved = await upload.api.call(SavedDocument, 'docs.save', { file: taken.body.file, title })
  return saved.ok ? { ok: true, body: nameOf('doc', saved.body.doc) } : saved
}

/** The name to attach the file by. An unknown fate is `not_sent`: nobody saw anything yet. */
export async function uploadFile(ctx: Ctx, api: VkApi, peer: string, attachment: AttachmentRecord): Promise<VkAnswer<string>> {
  const bytes = await ctx.files.read(attachment.storageKey ?? '')
  const upload = { api, peer, attachment, bytes }
  const answer = await (attachment.kind === 'photo' ? uploadPhoto(upload) : uploadDocument(upload))
  if (answer.ok || answer.failure.kind !== 'unknown') return answer
  return { ok: false, failure: { kind: 'not_sent' } }
}
