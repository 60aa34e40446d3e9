/** Percentiles and medians of what was measured, and how they are written. */

/** The value not exceeded by this share of the samples, by nearest rank; NaN of none. */
export function percentile(samples: Float64Array, share: number): number {
  const sorted = Float64Array.from(samples).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(Float64Array.from(values), 0.5)

/** All samples of several rounds in one. */
export function joined(rounds: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(rounds.reduce((sum, round) => sum + round.length, 0))
  let at = 0
  for (const round of rounds) {
    all.set(round, at)
    at += round.length
  }
  return all
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
export const ms = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1))
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`

/** A Markdown table; the first row is the head, the first column is text and the others are numbers. */
export function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...body.map(line)].join('\n')
}
