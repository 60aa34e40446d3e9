import * as path from 'node:path'

/** Names the folder of the joined entries; set where a run of tests has made one. */
export const bundleVariable = 'TESTS_BUNDLE_DIRECTORY'

/** What is started often enough to be worth joining. */
export const bundledEntries = [
  'src/main.ts',
  'tests/support/children/run-bare-program.ts',
  'tests/support/children/run-facts-program.ts',
  'tests/integration/inbox/crash-child.ts',
] as const

export const nameOfBundle = (entry: string) => entry.replaceAll('/', '.').replace(/\.ts$/, '')

/** What node is given to run this file: the joined one where this run has it, else the source with its loader. */
export function runArguments(entry: string, { fromSources = false } = {}): string[] {
  const directory = process.env[bundleVariable]
  if (fromSources || directory === undefined || !bundledEntries.some((bundled) => bundled === entry))
    return ['--import', 'tsx', entry]
  return [path.join(directory, `${nameOfBundle(entry)}.mjs`)]
}
