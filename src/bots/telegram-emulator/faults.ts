/** Trouble on demand. Each fault is used up as it strikes; nothing here happens by chance. */
export type ApiFault =
  /** Answered with this error instead of being done. */
  | { kind: 'refuse'; errorCode: number; description: string; retryAfterS?: number }
  /** Done, and the connection cut before the answer: the caller cannot know. */
  | { kind: 'drop_after_accept' }
  /** Not done, and the connection cut. */
  | { kind: 'drop_before_accept' }
  /** Done, answered late. */
  | { kind: 'delay'; ms: number }

export type Faults = {
  /** The next `times` calls of `method` meet this fault. */
  strike(method: string, fault: ApiFault, times?: number): void
  take(method: string): ApiFault | undefined
  /** Each update is delivered this many times (1 is normal). */
  copiesOfUpdates: number
  /** Each update waits this long before its first delivery. */
  updateDelayMs: number
}

export function createFaults(): Faults {
  const waiting = new Map<string, ApiFault[]>()
  return {
    copiesOfUpdates: 1,
    updateDelayMs: 0,
    strike(method, fault, times = 1) {
      const list = waiting.get(method) ?? []
      for (let i = 0; i < times; i += 1) list.push(fault)
      waiting.set(method, list)
    },
    take: (method) => waiting.get(method)?.shift(),
  }
}
