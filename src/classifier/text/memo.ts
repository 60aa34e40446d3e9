/**
 * Remembers the answers of a pure function by its argument, in two generations: when the young one is full it becomes the old one,
 * and what is still asked for comes back from there. Words follow Zipf's law, so the frequent ones stay and rare ones fall out,
 * without bookkeeping per call. At most twice `sizeMax` answers are held.
 */
export function createMemo<K, T>(compute: (key: K) => T, sizeMax: number): (key: K) => T {
  let young = new Map<K, T>()
  let old = new Map<K, T>()
  return (key) => {
    const found = young.get(key)
    if (found !== undefined) return found
    const value = old.get(key) ?? compute(key)
    if (young.size >= sizeMax) {
      old = young
      young = new Map()
    }
    young.set(key, value)
    return value
  }
}
