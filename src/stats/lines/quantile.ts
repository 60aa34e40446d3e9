/** Exact ranks without sorting: a year has millions of durations and is asked for three of them. */

/** Nearest rank: the smallest value with at least this share of all at or below it. Reorders `values`; null where there are none. */
export function nearestRank(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null
  return select(values, Math.max(0, Math.ceil(share * values.length) - 1))
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

/** Numbers that come one by one, kept without a box around each. */
export class NumberList {
  private values = new Float64Array(16)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(this.length * 2)
      wider.set(this.values)
      this.values = wider
    }
    this.values[this.length++] = value
  }

  copyInto(target: Float64Array, place: number): void {
    target.set(this.values.subarray(0, this.length), place)
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
