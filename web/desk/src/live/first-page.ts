import type { FirstPage } from '../api/early-start.ts'

let kept: FirstPage | null = null

/** A first page that was read before anybody could show it. */
export function keepFirstPage(first: FirstPage): void {
  kept = first
}

/** It is good for one start: by the next it may be of somebody else. */
export function takeFirstPage(): FirstPage | null {
  const first = kept
  kept = null
  return first
}
