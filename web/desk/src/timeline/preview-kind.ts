import type { AttachmentView, MessageView } from '#contracts'

const pictures = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])

export type Preview = { readonly attachment: AttachmentView; readonly message: MessageView }

/** What a browser shows by itself, and how. A picture it does not know is a file like any other. */
export function previewKind({ state, mimeType }: AttachmentView): 'picture' | 'document' | null {
  if (state !== 'stored' || mimeType === null) return null
  if (pictures.has(mimeType)) return 'picture'
  return mimeType === 'application/pdf' ? 'document' : null
}
