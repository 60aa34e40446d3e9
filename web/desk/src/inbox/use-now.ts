import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null
let nowMs = Date.now()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    nowMs = Date.now()
    for (const one of listeners) one()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

/** The present moment, once a second: one timer for every clock on the screen. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs)
}

/** What is so at the present moment, looked at once a second; drawn again only when it is another. */
export function useAtNow<T extends string | number | boolean>(look: (nowMs: number) => T): T {
  return useSyncExternalStore(subscribe, () => look(nowMs))
}

/** The present moment, once a minute: for texts that do not tick. */
export function useMinute(): number {
  return useSyncExternalStore(subscribe, () => nowMs - (nowMs % 60_000))
}
