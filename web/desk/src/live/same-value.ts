/**
 * Whether two things of the wire say the same. A part read anew that says what it said before is kept as it is, so that
 * nothing of the screen is drawn again for it.
 */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameValue(left[key], right[key]))
  )
}

/** The newer thing; of its parts those that say what they said before are the ones from before. */
export function withKeptParts<T extends object>(before: T | null, now: T): T {
  if (before === null) return now
  if (isSameValue(before, now)) return before
  const kept = Object.entries(now).map(([key, value]) => {
    const old = (before as Record<string, unknown>)[key]
    return [key, isSameValue(old, value) ? old : value]
  })
  return Object.fromEntries(kept) as T
}
