/** Exact ranks without sorting: a year has millions of durations and is asked for three of them. */

/** Fewer than this are looked through as they are. */
const fewValues = 256
const [fewestBins, mostBins] = [64, 4_096]

/**
 * Nearest ranks, the biggest share first: the smallest value with at least this share of all at or below it; null where there are
 * none. A walk for the ends, one to count the values into bins of equal width, and one for each bin a rank falls into: only its
 * values are sorted. Neither orders nor changes the lists.
 */
export function nearestRanks(lists: readonly NumberList[], shares: readonly number[]): (number | null)[] {
  const chunks = lists.flatMap((list) => list.chunks())
  const count = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  if (count === 0) return shares.map(() => null)
  const ranks = shares.map((share) => Math.max(0, Math.ceil(share * count) - 1))
  if (count > fewValues) return ranksByBins(chunks, ranks, Math.min(mostBins, Math.max(fewestBins, count >> 4)))
  const sorted = joined(chunks, count).sort()
  return ranks.map((rank) => sorted[rank] ?? null)
}

type Chunks = readonly Float64Array[]

function joined(chunks: Chunks, count: number): Float64Array {
  const values = new Float64Array(count)
  let place = 0
  for (const chunk of chunks) {
    values.set(chunk, place)
    place += chunk.length
  }
  return values
}

type Bins = { readonly least: number; readonly perBin: number; readonly counts: Uint32Array }

function ranksByBins(chunks: Chunks, ranks: readonly number[], inAll: number): (number | null)[] {
  const bins = binsOf(chunks, inAll)
  const places = ranks.map((rank) => placeIn(bins.counts, rank))
  const found = new Map(places.map(({ bin }) => [bin, gathered(chunks, bins, bin)]))
  return places.map(({ bin, rank }) => found.get(bin)?.[rank] ?? null)
}

function endsOf(chunks: Chunks): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      least = Math.min(least, chunk[i] as number)
      most = Math.max(most, chunk[i] as number)
    }
  }
  return [least, most]
}

function binsOf(chunks: Chunks, inAll: number): Bins {
  const [least, most] = endsOf(chunks)
  const perBin = most > least ? (inAll - 1) / (most - least) : 0
  const counts = new Uint32Array(inAll)
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const bin = (((chunk[i] as number) - least) * perBin) | 0
      counts[bin] = (counts[bin] as number) + 1
    }
  }
  return { least, perBin, counts }
}

/** The bin a rank falls into, and its rank there. */
function placeIn(counts: Uint32Array, rank: number): { bin: number; rank: number } {
  let bin = 0
  let before = 0
  while (before + (counts[bin] as number) <= rank) before += counts[bin++] as number
  return { bin, rank: rank - before }
}

/** The values of one bin, sorted: few, and many only where they are nearly equal. */
function gathered(chunks: Chunks, { least, perBin, counts }: Bins, wanted: number): Float64Array {
  const values = new Float64Array(counts[wanted] as number)
  let filled = 0
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number
      if ((((value - least) * perBin) | 0) === wanted) values[filled++] = value
    }
  }
  return values.sort()
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

  /** In the order they came. */
  chunks(): readonly Float64Array[] {
    return [...this.full, this.chunk.subarray(0, this.filled)]
  }
}
