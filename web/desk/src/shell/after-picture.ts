/** A hidden page draws no pictures. */
const hiddenMs = 200

/** Calls once the picture that is being made has been drawn: for whatever the eye does not wait for. */
export function afterPicture(act: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(act, hiddenMs)
  else requestAnimationFrame(() => setTimeout(act))
}

/** Calls when nothing more pressing is to be done. */
export function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 2_000 })
  else setTimeout(act, hiddenMs)
}
