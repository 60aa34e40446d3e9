/**
 * `npm run -s corrections [-- <since, YYYY-MM-DD>] > corrections.jsonl`: what operators corrected, one JSON object a line, for
 * `npm run train -- --with-corrections=corrections.jsonl`. The texts are the masked ones; keep the file where the data may be.
 */
import { exportCorrections } from './read-corrections.ts'

const since = new Date(process.argv[2] ?? '2000-01-01')
if (Number.isNaN(since.getTime())) {
  console.error('usage: npm run -s corrections [-- <since, YYYY-MM-DD>]')
  process.exit(2)
}
const corrections = await exportCorrections(since)
for (const correction of corrections) console.log(correction)
console.error(`${corrections.length} corrections`)
