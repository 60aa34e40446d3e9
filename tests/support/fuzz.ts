/**
 * How much is thrown at what is fuzzed. In the suite a little, the same every time, so that a run says something about the code
 * and not about chance. FUZZ_RUNS=200 throws so many times as much, from a seed that is printed; FUZZ_SEED repeats it.
 */
const times = Number(process.env['FUZZ_RUNS'] ?? 1)
const seed = Number(process.env['FUZZ_SEED'] ?? (times > 1 ? Date.now() % 2_147_483_647 : 20_261_130))
if (times > 1) process.stderr.write(`fuzzing ${times} times as much with FUZZ_SEED=${seed}\n`)

/** For fast-check: so many runs in the suite. */
export const fuzz = (runs: number): { numRuns: number; seed: number } => ({ numRuns: runs * times, seed })
/** Room for a run of many times as much. */
export const fuzzTimeoutMs = 120_000 * times
