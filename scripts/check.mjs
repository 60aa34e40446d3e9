/** `npm run check`: everything that needs no server. `npm test` runs the same and then the suites. */
import { checks, runChecks } from './checks.mjs'

const startedAt = Date.now()
const { passed, failed } = await runChecks(['test:unit', ...checks])
console.log(`${passed} checks passed, ${failed} failed in ${((Date.now() - startedAt) / 1_000).toFixed(0)} s`)
process.exitCode = failed === 0 ? 0 : 1
