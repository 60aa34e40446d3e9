/** Trouble on demand. Each fault is used up as it strikes; nothing here happens by chance. */
import type { GraphRefusal } from './refusal.ts'

export type GraphFault =
  /** Answered with this error instead of being done. */
  | { kind: 'refuse'; refusal: GraphRefusal }
  /** Done, and the connection cut before the answer: the caller cannot know. */
  | { kind: 'drop_after_accept' }
  /** Not done, and the connection cut. */
  | { kind: 'drop_before_accept' }

export type Faults = {
  /** The next `times` calls of this edge (`messages`, `replies`, …; empty for the node itself) meet this fault. */
  strike(edge: string, fault: GraphFault, times?: number): void
  take(edge: string): GraphFault | undefined
}

export function createFaults(): Faults {
  const waiting = new Map<string, GraphFault[]>()
  return {
    strike(edge, fault, times = 1) {
      waiting.set(edge, [...(waiting.get(edge) ?? []), ...Array.from({ length: times }, () => fault)])
    },
    take: (edge) => waiting.get(edge)?.shift(),
  }
}
