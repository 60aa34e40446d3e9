/** Quick for what comes at once; whatever takes long is not kept busy by being asked. */
const firstPauseMs = 10
const longestPauseMs = 100

/**
 * Waits until the condition holds and returns what it gave: level-triggered and bounded, so that a test never sleeps for
 * a guess. A condition that throws counts as not yet true; its last error is told when time is up.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: { withinMs?: number; what?: string } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const withinMs = options.withinMs ?? 10_000
  let pauseMs = firstPauseMs
  let last: unknown
  for (const end = Date.now() + withinMs; ; ) {
    try {
      const value = await condition()
      if (value !== undefined && value !== null && value !== false) return value as NonNullable<Exclude<T, false>>
      last = undefined
    } catch (error) {
      last = error
    }
    if (Date.now() >= end)
      throw new Error(`${options.what ?? 'the awaited condition'} did not come true within ${withinMs} ms`, { cause: last })
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    pauseMs = Math.min(longestPauseMs, pauseMs * 1.3)
  }
}
