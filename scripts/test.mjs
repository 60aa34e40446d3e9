/**
 * `npm test`: the checks, then every suite in one run of vitest, then one line that sums them up: a check counts as one
 * test. The suites run also where a check failed, so that one run tells everything there is to mend.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { checks, root, runChecks } from './checks.mjs'

const directory = mkdtempSync(path.join(tmpdir(), 'murojaat-results-'))
const resultsFile = path.join(directory, 'results.json')
try {
  const checked = await runChecks(checks)
  const { status } = spawnSync(process.execPath, [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TEST_RESULTS_FILE: resultsFile },
  })
  // A run that left no results, or ended badly although no test failed, is itself one failure.
  const suites = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : { passed: 0, failed: 0, skipped: 0 }
  const unexplained = status !== 0 && suites.failed === 0 ? 1 : 0
  const failed = checked.failed + suites.failed + unexplained
  process.exitCode = failed === 0 ? 0 : 1
  console.log(`${checked.passed + suites.passed} passed, ${failed} failed, ${suites.skipped} skipped`)
} finally {
  rmSync(directory, { recursive: true, force: true })
}
