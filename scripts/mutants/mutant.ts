/** One mutant made by hand: a promise, the code that keeps it, what it becomes without, and the test that must see it. */
export type Mutant = {
  /** Number of the promise in docs/invariants.md. */
  readonly promise: number
  readonly file: string
  /** Stands in the file exactly once. */
  readonly code: string
  readonly becomes: string
  /** The test file that must fail. */
  readonly test: string
}
