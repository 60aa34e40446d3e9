import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Closes a run with `N passed, N failed, N skipped`. A file that could not even be loaded counts as one failure. Where
 * TEST_RESULTS_FILE names a file the counts go there instead: the caller adds its own and has the last word. A test that passed
 * only at a second try is named, so that nobody takes it for a sound one.
 */
export default class FinalLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const tests = modules.flatMap((testModule) => [...testModule.children.allTests()])
    const counted = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const test of tests) counted[test.result().state]++
    for (const test of tests.filter((one) => one.diagnostic()?.flaky))
      process.stdout.write(`passed only at a second try: ${test.fullName}\n`)
    const { passed } = counted
    const failed = counted.failed + unhandled.length + modules.reduce((sum, one) => sum + one.errors().length, 0)
    const skipped = counted.skipped + counted.pending
    const resultsFile = process.env['TEST_RESULTS_FILE']
    if (resultsFile) writeFileSync(resultsFile, JSON.stringify({ passed, failed, skipped }))
    else process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
  }
}
