import { useSyncExternalStore } from 'react'
import { goTo } from './route.ts'

/** How the console calls somebody who looks elsewhere: each can be switched off, on this computer. */
export const signalKinds = ['sound', 'notice', 'counter'] as const
export type SignalKind = (typeof signalKinds)[number]

const keyOf = (kind: SignalKind) => `murojaat.${kind}`
/** A notice needs the browser's word first, so it begins switched off. */
const isOnAtFirst: Record<SignalKind, boolean> = { sound: true, notice: false, counter: true }
const listeners = new Set<() => void>()

function readOne(kind: SignalKind): boolean {
  const stored = localStorage.getItem(keyOf(kind))
  return stored === null ? isOnAtFirst[kind] : stored === 'on'
}

let signals: Readonly<Record<SignalKind, boolean>> | null = null
const read = () => {
  signals ??= { sound: readOne('sound'), notice: readOne('notice'), counter: readOne('counter') }
  return signals
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useSignals(): Readonly<Record<SignalKind, boolean>> {
  return useSyncExternalStore(subscribe, read)
}

function put(kind: SignalKind, isOn: boolean): void {
  localStorage.setItem(keyOf(kind), isOn ? 'on' : 'off')
  signals = { ...read(), [kind]: isOn }
  for (const listener of listeners) listener()
}

/** @returns false where the browser does not allow what was asked for. */
export async function switchSignal(kind: SignalKind, isOn: boolean): Promise<boolean> {
  if (kind === 'notice' && isOn) {
    if (!('Notification' in globalThis)) return false
    if ((await Notification.requestPermission()) !== 'granted') return false
  }
  put(kind, isOn)
  return true
}

/**
 * A notice of the desktop while the console is not looked at. Names and numbers only: a lock screen is read by others.
 * Pressed, it opens the request.
 */
export function notify(title: string, requestId: string): void {
  if (!read().notice || document.visibilityState === 'visible') return
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return
  const notice = new Notification(title, { tag: requestId, icon: '/favicon.svg', silent: true })
  notice.onclick = () => {
    globalThis.focus()
    goTo({ page: 'inbox', view: 'all_open', requestId })
    notice.close()
  }
}
