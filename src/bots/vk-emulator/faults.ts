/** Trouble on demand. Each fault is used up as it strikes; nothing here happens by chance. */
import type { VkRefusal } from './refusal.ts'

export type VkFault =
  /** Answered with this error instead of being done. */
  | { kind: 'refuse'; refusal: VkRefusal }
  /** Done, and the connection cut before the answer: the caller cannot know. */
  | { kind: 'drop_after_accept' }
  /** Not done, and the connection cut. */
  | { kind: 'drop_before_accept' }

export type VkFaults = {
  /** The next `times` calls of this method meet this fault. */
  strike(method: string, fault: VkFault, times?: number): void
  take(method: string): VkFault | undefined
}

export function createFaults(): VkFaults {
  const waiting = new Map<string, VkFault[]>()
  return {
    strike(method, fault, times = 1) {
      waiting.set(method, [...(waiting.get(method) ?? []), ...Array.from({ length: times }, () => fault)])
    },
    take: (method) => waiting.get(method)?.shift(),
  }
}
