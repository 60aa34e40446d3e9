/** One call of the emulated API, and all it may touch. */
import type { VkFaults } from './faults.ts'
import type { VkWorld } from './people.ts'

export type VkApiCall = { method: string; of: Readonly<Record<string, string>>; code: number }
export type ApiWorld = VkWorld & { faults: VkFaults; calls: VkApiCall[]; callsASecond: number }
export type CallOf = { world: ApiWorld; of: Readonly<Record<string, string>>; isAdmin: boolean }
