import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/**
 * Closes a run with `N passed, N failed, N skipped`. A file that could not even be loaded counts as one failure. Where
 * TEST_RESULTS_FILE names a file the counts go there instead: the caller adds its own and has the last word.
 */
export default class FinalLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0
    let failed = unhandled.length
    let skipped = 0
    for (const testModule of modules) {
      failed += testModule.errors().length
      for (const test of testModule.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed++
        else if (state === 'failed') failed++
        else skipped++
      }
    }
    const resultsFile = process.env['TEST_RESULTS_FILE']
    if (resultsFile) writeFileSync(resultsFile, JSON.stringify({ passed, failed, skipped }))
    else process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
  }
}
