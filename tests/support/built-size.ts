/** How much a browser fetches, gzipped, of what was built: the files themselves are weighed, not the bundler's report. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import * as path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const built = path.resolve(import.meta.dirname, '../../dist/web')
const squeeze = promisify(gzip)

async function weigh(file: string): Promise<number> {
  return (await squeeze(await readFile(file))).length
}

/** Files this one imports before it can run; what is imported when asked for is not among them. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const found = text.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+?from\s*)?["'](\.\/[^"']+\.js)["']/g)
  return [...found].map(([, name]) => path.join(path.dirname(file), name ?? ''))
}

export type ConsoleBytes = { readonly startBytes: number; readonly files: readonly string[] }

/** Everything before the first screen: the page, its scripts with all they import, its styles. Charts come later. */
export async function consoleBytes(): Promise<ConsoleBytes> {
  const page = path.join(built, 'desk/index.html')
  const html = readFileSync(page, 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) =>
    path.join(built, 'desk', name ?? ''),
  )
  const files = new Set<string>([page])
  const reach = (file: string) => {
    if (files.has(file)) return
    files.add(file)
    if (file.endsWith('.js')) for (const next of importsOf(file)) reach(next)
  }
  for (const file of named) reach(file)
  const sizes = await Promise.all([...files].map(weigh))
  return { startBytes: sizes.reduce((sum, size) => sum + size, 0), files: [...files].map((file) => path.relative(built, file)) }
}

/** The one script a bank's page loads. */
export const widgetBytes = (): Promise<number> => weigh(path.join(built, 'widget/widget.js'))
