/** V8 keeps a cut-out of this many units as a view of the whole text, which would then be held as long as the word. */
const viewFrom = 13

/** The same string with letters of its own: a remembered word must not hold the message it was cut from. */
function detached(text: string): string {
  return text.length < viewFrom ? text : ` ${text}`.slice(1)
}

/** FNV-1a, from a beginning of this process's own: nobody outside can make up words that all meet in one place. */
const seed = Math.floor(Math.random() * 2 ** 31)

function hashOf(text: string): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash ^ (hash >>> 15)
}

/** A fixed table of answers by key, filled once: no resizing, no chains. */
class Generation<T> {
  size = 0
  private readonly mask: number
  private readonly hashes: Int32Array
  private readonly keys: Array<string | null>
  private readonly values: Array<T | undefined>

  constructor(sizeMax: number) {
    const capacity = 2 ** Math.ceil(Math.log2(sizeMax * 2))
    this.mask = capacity - 1
    this.hashes = new Int32Array(capacity)
    this.keys = new Array(capacity).fill(null)
    this.values = new Array(capacity).fill(undefined)
  }

  find(key: string, hash: number): T | undefined {
    for (let slot = hash & this.mask; ; slot = (slot + 1) & this.mask) {
      const held = this.keys[slot]
      if (held === null || held === undefined) return undefined
      if (this.hashes[slot] === hash && held === key) return this.values[slot]
    }
  }

  add(key: string, hash: number, value: T): void {
    let slot = hash & this.mask
    while (this.keys[slot] !== null) slot = (slot + 1) & this.mask
    this.keys[slot] = key
    this.hashes[slot] = hash
    this.values[slot] = value
    this.size++
  }

  clear(): void {
    this.keys.fill(null)
    this.values.fill(undefined)
    this.size = 0
  }
}

/**
 * Remembers the answers of a pure function by its argument, in two generations: when the young one is full it becomes the old one,
 * and what is still asked for comes back from there. Words follow Zipf's law, so the frequent ones stay and rare ones fall out,
 * without bookkeeping per call. At most twice `sizeMax` answers are held. No answer may be `undefined`.
 */
export function createMemo<T>(compute: (key: string) => T, sizeMax: number): (key: string) => T {
  let young = new Generation<T>(sizeMax)
  let old = new Generation<T>(sizeMax)
  return (key) => {
    const hash = hashOf(key)
    const found = young.find(key, hash)
    if (found !== undefined) return found
    const own = detached(key)
    const value = old.find(own, hash) ?? compute(own)
    if (young.size >= sizeMax) {
      const emptied = old
      old = young
      young = emptied
      young.clear()
    }
    young.add(own, hash, value)
    return value
  }
}
