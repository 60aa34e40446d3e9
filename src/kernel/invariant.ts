/** A promise the code makes to itself was broken: a bug, never a refusal; answered as 500 and never retried by itself. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

/** @param why the reason it must hold, for whoever reads the alarm. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new InvariantError(why)
}

/** Makes a missing case of a closed union a compile error, and a bug where data disagrees with the types. */
export function assertNever(value: never, where: string): never {
  throw new InvariantError(`${where}: unexpected ${typeof value === 'string' ? value : typeof value}`)
}
