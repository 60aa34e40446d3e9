/** Puts a table a command has measured between its marks in a page, so that what people write around it stays. */
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'
import { megabytes } from './figures.ts'

/** What was measured on, in one line. @param loadBefore load average of a minute before the run. */
export const machine = (loadBefore: number): string =>
  `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${megabytes(totalmem())}, Linux ${release()}, Node ${process.version}; ${new Date().toISOString().slice(0, 10)}; load average before the run ${loadBefore.toFixed(1)}`

export const loadNow = (): number => loadavg()[0] ?? 0

/** Throws where the page lacks the marks `<!-- name:begin -->` and `<!-- name:end -->`. */
export function writeSection(page: string, name: string, text: string): void {
  const file = new URL(`../../docs/${page}`, import.meta.url)
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`]
  const before = readFileSync(file, 'utf8')
  const [from, to] = [before.indexOf(begin), before.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/${page} has no place for ${name}`)
  writeFileSync(file, `${before.slice(0, from + begin.length)}\n${text}\n${before.slice(to)}`)
}
