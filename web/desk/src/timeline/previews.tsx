import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { MessageView } from '#contracts'
import type { AsOf } from '../live/live-state.ts'
import { later } from '../shell/later.tsx'
import { type Preview, previewKind } from './preview-kind.ts'

/** Looked at by few: fetched when the first is opened. */
const Lightbox = later(async () => (await import('./lightbox.tsx')).Lightbox)

/** Everything of a timeline that can be looked at, in its order. */
function previewsOf(messages: ReadonlyMap<string, AsOf<MessageView>>): Preview[] {
  return [...messages.values()]
    .map((known) => known.value)
    .sort((a, b) => Date.parse(a.sentAt) - Date.parse(b.sentAt))
    .flatMap((message) => message.attachments.map((attachment) => ({ attachment, message })))
    .filter(({ attachment }) => previewKind(attachment) !== null)
}

const PreviewContext = createContext<(attachmentId: string) => void>(() => undefined)

/** Opens a file of the timeline large. */
export const useOpenPreview = () => useContext(PreviewContext)

export function Previews({ messages, children }: { messages: ReadonlyMap<string, AsOf<MessageView>>; children: ReactNode }) {
  const [openId, setOpenId] = useState<string | null>(null)
  const previews = useMemo(() => (openId === null ? [] : previewsOf(messages)), [openId, messages])
  return (
    <PreviewContext value={setOpenId}>
      {children}
      {openId !== null && <Lightbox previews={previews} openId={openId} choose={setOpenId} />}
    </PreviewContext>
  )
}
