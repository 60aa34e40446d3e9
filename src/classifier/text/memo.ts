/**
 * Remembers the answers of a pure function by its text. When full it forgets everything and starts again:
 * words follow Zipf's law, so the frequent ones are back at once and no per-call bookkeeping is paid.
 */
export function createMemo<T>(compute: (key: string) => T, sizeMax: number): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const computed = compute(key)
    if (known.size >= sizeMax) known.clear()
    known.set(key, computed)
    return computed
  }
}
