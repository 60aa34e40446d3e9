/** A lone frame is on the screen with the next picture. In a stream so much time is left between two redrawings for whoever types. */
const restMs = 100
/** A hidden page draws no pictures, and one that is hidden in between none any more. */
const hiddenMs = 250

/**
 * Gathers what comes in quick succession and hands it on together, before a picture is drawn.
 * @param take gets what was gathered, in the order it came.
 */
export function createBatch<T>(take: (gathered: readonly T[]) => void): (items: readonly T[]) => void {
  let waiting: T[] = []
  let isPlanned = false
  let tookAt = Number.NEGATIVE_INFINITY
  const hand = () => {
    const gathered = waiting
    waiting = []
    isPlanned = false
    tookAt = performance.now()
    take(gathered)
  }
  const plan = () => {
    let isHanded = false
    const once = () => {
      if (isHanded) return
      isHanded = true
      hand()
    }
    requestAnimationFrame(once)
    setTimeout(once, hiddenMs)
  }
  return (items) => {
    waiting.push(...items)
    if (isPlanned) return
    isPlanned = true
    const restLeftMs = tookAt + restMs - performance.now()
    if (restLeftMs > 0) setTimeout(plan, restLeftMs)
    else plan()
  }
}
