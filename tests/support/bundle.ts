/**
 * The suites start the program and its like some two hundred times, and loading six hundred TypeScript files one by one
 * takes longer than most of what is tested. So the entries are joined once a run, as they are, and started from there; the
 * packages stay outside. `npm start` itself, from the sources, is what tests/journeys/from-the-sources.test.ts starts.
 */
import { readFileSync } from 'node:fs'
import * as path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { bundledEntries, bundleVariable, nameOfBundle } from './run-arguments.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** Inside the project, where the packages are found from; each run has a folder of its own. */
const parent = path.join(root, 'node_modules/.cache/tests')

/** Joins the entries, once however many projects of the run ask for it. @returns what takes them away again. */
export async function bundleEntries(): Promise<{ directory: string }> {
  const had = process.env[bundleVariable]
  if (had !== undefined) return { directory: had }
  const directory = path.join(parent, String(process.pid))
  process.env[bundleVariable] = directory
  await build({
    absWorkingDir: root,
    entryPoints: bundledEntries.map((entry) => ({ in: entry, out: nameOfBundle(entry) })),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
    plugins: [
      {
        // A file that looks for its neighbours on the disk must find them beside its source.
        name: 'places',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
            contents: readFileSync(file, 'utf8')
              .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
              .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
            loader: 'ts',
          }))
        },
      },
    ],
  })
  return { directory }
}
