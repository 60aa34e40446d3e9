import { useEffect, useMemo, useRef, useState } from 'react'
import { type AttachmentView, type MessageKind, mostReplyFiles, type PlaceView } from '#contracts'
import { sendFile } from '../api/http.ts'
import { useSteady } from '../shell/use-steady.ts'
import { type FileFault, faultOfFile, kindOfFile } from './file-standing.ts'
import { makeId } from './make-id.ts'

export type Attached = {
  readonly key: string
  readonly name: string
  readonly sizeBytes: number
  readonly kind: MessageKind
  /** What the browser shows of it by itself; null where it shows nothing. */
  readonly picture: string | null
  /** Null until the hub has it. */
  readonly id: string | null
  /** How much of it is there, 0..1. */
  readonly sent: number
  /** What the hub refused it for. */
  readonly refusal: unknown
}
export type AttachedFile = Attached & { readonly fault: FileFault | null }
export type Attachments = ReturnType<typeof useAttachments>

const shownTypes = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])
const storageOf = (draftKey: string) => `murojaat.files.${draftKey}`

/** What was uploaded and not yet sent, by this tab: it stands a reload and a look at another request. */
function restored(draftKey: string): readonly Attached[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageOf(draftKey)) ?? '[]') as Attached[]
    return kept.map((one) => ({ ...one, picture: one.kind === 'photo' && one.id ? `/api/attachments/${one.id}` : null }))
  } catch {
    return []
  }
}

function keep(draftKey: string, items: readonly Attached[]): void {
  const stored = items.filter((one) => one.id !== null).map((one) => ({ ...one, picture: null }))
  if (stored.length === 0) sessionStorage.removeItem(storageOf(draftKey))
  else sessionStorage.setItem(storageOf(draftKey), JSON.stringify(stored))
}

/** The browser holds a chosen picture until it is told that nobody looks at it. */
function release(picture: string | null | undefined): void {
  if (picture?.startsWith('blob:')) URL.revokeObjectURL(picture)
}

const begun = (file: File): Attached => ({
  key: makeId(),
  name: file.name,
  sizeBytes: file.size,
  kind: kindOfFile(file.type),
  picture: shownTypes.has(file.type) ? URL.createObjectURL(file) : null,
  id: null,
  sent: 0,
  refusal: null,
})

/** Files of the reply being written: chosen, pasted or dropped, uploaded at once. @param draftKey whose reply it is. */
export function useAttachments(draftKey: string, place: PlaceView | null) {
  const [items, setItems] = useState<readonly Attached[]>(() => restored(draftKey))
  const uploads = useRef(new Map<string, AbortController>())
  // One after another: they arrive in the order in which they were chosen, and are sent in it.
  const line = useRef(Promise.resolve())
  useEffect(() => keep(draftKey, items), [draftKey, items])
  useEffect(
    () => () => {
      for (const upload of uploads.current.values()) upload.abort()
    },
    [],
  )
  const change = (key: string, part: Partial<Attached>) =>
    setItems((list) => list.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const remove = (key: string) => {
    uploads.current.get(key)?.abort()
    release(items.find((one) => one.key === key)?.picture)
    setItems((list) => list.filter((one) => one.key !== key))
  }
  const upload = async (key: string, file: File, end: AbortController) => {
    if (end.signal.aborted) return
    try {
      const told = (sent: number) => change(key, { sent })
      const stored = await sendFile<AttachmentView>('/api/attachments', file, { told, signal: end.signal })
      change(key, { id: stored.id, kind: stored.kind, sent: 1 })
    } catch (error) {
      if (!end.signal.aborted) change(key, { refusal: error })
    } finally {
      uploads.current.delete(key)
    }
  }
  const add = (files: Iterable<File> | ArrayLike<File>) => {
    const taken = Array.from(files)
      .slice(0, Math.max(0, mostReplyFiles - items.length))
      .map((file) => ({ file, item: begun(file) }))
    setItems((list) => [...list, ...taken.map(({ item }) => item)])
    // What cannot go is never uploaded; it stays in sight with the reason.
    for (const { file, item } of taken.filter((one) => faultOfFile(one.item, place) === null)) {
      const end = new AbortController()
      uploads.current.set(item.key, end)
      line.current = line.current.then(() => upload(item.key, file, end))
    }
  }
  const steps = useSteady({
    remove,
    add,
    clear: () => setItems([]),
    restore: (list: readonly Attached[]) => setItems((now) => (now.length === 0 ? list : now)),
  })
  const shown = useMemo(() => items.map((one): AttachedFile => ({ ...one, fault: faultOfFile(one, place) })), [items, place])
  return {
    items: shown,
    isReady: shown.every((one) => one.id !== null && one.fault === null),
    /** Those that are not there yet are on their way. */
    isComing: shown.every((one) => one.fault === null && (one.id !== null || one.refusal === null)),
    ...steps,
  }
}
