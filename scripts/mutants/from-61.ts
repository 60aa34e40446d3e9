/** The mutants of the promises 61 on. */
import type { Mutant } from './mutant.ts'

export const lastMutants: readonly Mutant[] = [
  {
    promise: 76,
    file: 'src/platform/run-program.ts',
    code: 'if (how === undefined) await sleep(config.STOP_GRACE_SECONDS * 1_000)',
    becomes: '',
    test: 'tests/integration/platform/drain.test.ts',
  },
]
