import { IconFileOff, IconFileUpload } from '@tabler/icons-react'
import { type RefObject, useEffect, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true

/** Where files that are dragged over the page can be let go; beside it nothing happens, and the page is never left for a file. */
export function DropZone(props: {
  over: RefObject<HTMLElement | null>
  /** Null where files can go; else why not. */
  refusal: string | null
  dropped: (files: FileList) => void
}) {
  const { t } = useI18n()
  const isDragged = useDraggedFiles(props.over, (files) => props.refusal === null && props.dropped(files))
  if (!isDragged) return null
  const Icon = props.refusal === null ? IconFileUpload : IconFileOff
  return (
    <div className="drop-zone" data-refused={props.refusal !== null || undefined}>
      <Icon size={26} stroke={1.5} aria-hidden />
      <b>{props.refusal ?? t.files.drop}</b>
    </div>
  )
}

function useDraggedFiles(over: RefObject<HTMLElement | null>, dropped: (files: FileList) => void): boolean {
  const [isDragged, setDragged] = useState(false)
  useEffect(() => {
    const end = () => setDragged(false)
    const drag = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDragged(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) end()
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      end()
      const isHere = event.target instanceof Node && over.current?.contains(event.target) === true
      if (isHere && event.dataTransfer) dropped(event.dataTransfer.files)
    }
    const listeners = { dragenter: drag, dragover: drag, dragleave: leave, drop, dragend: end } as const
    const named = Object.entries(listeners) as [string, EventListener][]
    for (const [name, listener] of named) document.addEventListener(name, listener)
    return () => {
      for (const [name, listener] of named) document.removeEventListener(name, listener)
    }
  })
  return isDragged
}
