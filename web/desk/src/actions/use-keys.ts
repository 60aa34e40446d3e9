import { useEffect, useRef } from 'react'
import { type ActionId, actionOfKey } from './action-list.ts'

/** The second key of "G M" must be pressed within this time. */
const sequenceMs = 1_200

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="listbox"]') !== null
}

function isForUs(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || isWriting(event.target)) return false
  return document.querySelector('.mantine-Modal-content, .mantine-Drawer-content') === null
}

/** Runs the action of a key while nobody is writing a text and no dialog is open. */
export function useKeys(allowed: ReadonlySet<ActionId>, run: (id: ActionId) => void): void {
  const newest = useRef({ allowed, run })
  newest.current = { allowed, run }
  useEffect(() => {
    let before = { code: '', atMs: 0 }
    const press = (event: KeyboardEvent) => {
      if (!isForUs(event)) return
      // When it was pressed, not when a page busy with drawing came to it.
      const isSequence = event.timeStamp - before.atMs < sequenceMs
      const id = actionOfKey(event, isSequence ? before.code : null, newest.current.allowed)
      before = { code: event.code, atMs: event.timeStamp }
      if (id === null) return
      event.preventDefault()
      before = { code: '', atMs: 0 }
      newest.current.run(id)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}
