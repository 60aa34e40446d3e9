/** Exact ranks without sorting: a year has millions of durations and is asked for three of them. */

/**
 * Nearest ranks, the biggest share first: the smallest value with at least this share of all at or below it; null where there are
 * none. Reorders `values`; each rank is looked for only below the one before.
 */
export function nearestRanks(values: Float64Array, shares: readonly number[]): (number | null)[] {
  let below = values
  return shares.map((share) => {
    if (values.length === 0) return null
    const rank = Math.max(0, Math.ceil(share * values.length) - 1)
    const value = select(below, rank)
    below = below.subarray(0, rank + 1)
    return value
  })
}

/** Hoare's selection: the value that would stand at `rank` were all sorted. */
function select(values: Float64Array, rank: number): number {
  let left = 0
  let right = values.length - 1
  while (left < right) {
    const [low, high] = partition(values, left, right)
    if (rank <= high) right = high
    else if (rank >= low) left = low
    else break
  }
  return at(values, rank)
}

/** What is smaller goes before `low`, what is bigger after `high`; what lies between is equal and in its place. */
function partition(values: Float64Array, left: number, right: number): [low: number, high: number] {
  const pivot = pivotOf(values, left, right)
  let [low, high] = [left, right]
  while (low <= high) {
    while (at(values, low) < pivot) low++
    while (at(values, high) > pivot) high--
    if (low <= high) swap(values, low++, high--)
  }
  return [low, high]
}

const at = (values: Float64Array, i: number): number => values[i] as number

function swap(values: Float64Array, i: number, j: number): void {
  const held = at(values, i)
  values[i] = at(values, j)
  values[j] = held
}

/** The middle of three: sorted and equal stretches are common, and the first would make them slow. */
function pivotOf(values: Float64Array, left: number, right: number): number {
  const a = at(values, left)
  const b = at(values, (left + right) >> 1)
  const c = at(values, right)
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}

const firstChunk = 64
const longestChunk = 16_384

/** Numbers that come one by one, kept without a box around each and never moved while they come. */
export class NumberList {
  private readonly full: Float64Array[] = []
  private chunk = new Float64Array(firstChunk)
  private filled = 0
  length = 0

  push(value: number): void {
    if (this.filled === this.chunk.length) {
      this.full.push(this.chunk)
      this.chunk = new Float64Array(Math.min(longestChunk, this.chunk.length * 4))
      this.filled = 0
    }
    this.chunk[this.filled++] = value
    this.length++
  }

  copyInto(target: Float64Array, place: number): void {
    let from = place
    for (const chunk of this.full) {
      target.set(chunk, from)
      from += chunk.length
    }
    target.set(this.chunk.subarray(0, this.filled), from)
  }
}

export function joinLists(lists: readonly NumberList[]): Float64Array {
  const joined = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0))
  let place = 0
  for (const list of lists) {
    list.copyInto(joined, place)
    place += list.length
  }
  return joined
}
