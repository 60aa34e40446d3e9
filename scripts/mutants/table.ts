/** For each promise of docs/invariants.md what its code becomes without it, and the test that must see it. */
import { firstMutants } from './from-1.ts'
import { middleMutants } from './from-31.ts'
import { lastMutants } from './from-61.ts'
import type { Mutant } from './mutant.ts'

export const mutants: readonly Mutant[] = [...firstMutants, ...middleMutants, ...lastMutants]
