/** So many chunks that a changed copy of a few thousand entries moves some dozens of them. */
const chunkCount = 256

type Chunk<V> = ReadonlyMap<string, V>

/** The last letters differ most in ids made by time. */
function chunkOf(id: string): number {
  const last = id.length - 1
  return (
    (id.charCodeAt(last) * 31 + id.charCodeAt(Math.max(0, last - 1)) * 7 + id.charCodeAt(Math.max(0, last - 2))) % chunkCount
  )
}

/** A map as a value: it never changes, and a changed copy costs what was changed in it, not what it holds. No order is promised. */
export class ValueMap<V> implements Iterable<readonly [string, V]> {
  private readonly chunks: readonly Chunk<V>[]
  readonly size: number

  private constructor(chunks: readonly Chunk<V>[], size: number) {
    this.chunks = chunks
    this.size = size
  }

  static empty<V>(): ValueMap<V> {
    return new ValueMap<V>(new Array<Chunk<V>>(chunkCount).fill(new Map()), 0)
  }

  get(id: string): V | undefined {
    return this.chunks[chunkOf(id)]?.get(id)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  *values(): Generator<V> {
    for (const chunk of this.chunks) yield* chunk.values()
  }

  *[Symbol.iterator](): Generator<readonly [string, V]> {
    for (const chunk of this.chunks) yield* chunk
  }

  /**
   * What was made of each part of the map; a part that did not change is not looked at again.
   * @param known keeps what was made, as long as the part itself is kept by anybody.
   */
  parts<T>(known: WeakMap<ReadonlyMap<string, V>, T>, make: (part: ReadonlyMap<string, V>) => T): T[] {
    return this.chunks.map((chunk) => {
      const before = known.get(chunk)
      if (before !== undefined) return before
      const made = make(chunk)
      known.set(chunk, made)
      return made
    })
  }

  /** A copy to be changed; `done` gives the new value, or this one where nothing was changed. */
  change(): ValueMapChange<V> {
    return new ValueMapChange(this, [...this.chunks], this.size, (chunks, size) => new ValueMap(chunks, size))
  }
}

class ValueMapChange<V> {
  private readonly before: ValueMap<V>
  private readonly chunks: Chunk<V>[]
  private readonly owned = new Map<number, Map<string, V>>()
  private readonly make: (chunks: readonly Chunk<V>[], size: number) => ValueMap<V>
  private count: number

  constructor(before: ValueMap<V>, chunks: Chunk<V>[], count: number, make: ValueMapChange<V>['make']) {
    this.before = before
    this.chunks = chunks
    this.count = count
    this.make = make
  }

  get size(): number {
    return this.count
  }

  get(id: string): V | undefined {
    return this.chunks[chunkOf(id)]?.get(id)
  }

  set(id: string, value: V): void {
    const chunk = this.own(chunkOf(id))
    if (!chunk.has(id)) this.count++
    chunk.set(id, value)
  }

  delete(id: string): void {
    if (this.get(id) === undefined) return
    this.own(chunkOf(id)).delete(id)
    this.count--
  }

  *entries(): Generator<readonly [string, V]> {
    for (const chunk of this.chunks) yield* chunk
  }

  done(): ValueMap<V> {
    return this.owned.size === 0 ? this.before : this.make(this.chunks, this.count)
  }

  private own(at: number): Map<string, V> {
    const known = this.owned.get(at)
    if (known) return known
    const copy = new Map(this.chunks[at])
    this.owned.set(at, copy)
    this.chunks[at] = copy
    return copy
  }
}

export type { ValueMapChange }
