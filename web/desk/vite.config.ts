import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { build, defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const stub = '\0no-schemas'

/**
 * The schemas of the wire are for servers: the console trusts its own host and needs only their types, which are gone by
 * now. What is left of them is built by calls no bundler may drop, so `zod` is replaced by something that builds nothing
 * and refuses to be used.
 */
const noSchemas: Plugin = {
  name: 'no-schemas',
  enforce: 'pre',
  apply: 'build',
  resolveId: (id) => (id === 'zod' ? stub : null),
  load: (id) =>
    id === stub
      ? `const refuse = () => { throw new Error('schemas are not part of the console') }
const build = new Proxy(function () {}, {
  get: (_, name) => (name === 'parse' || name === 'safeParse' ? refuse : build),
  apply: () => build,
})
export const z = build`
      : null,
}

/**
 * The script that runs before the others is a file of its own, named by its content, in front of everything else of the page:
 * joined with them it would wait for them.
 */
function earlyScript(): Plugin {
  const source = readFileSync(path.join(root, 'early.js'))
  const fileName = `assets/early-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`
  return {
    name: 'early-script',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'asset', fileName, source })
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: `/${fileName}` }, injectTo: 'head-prepend' }],
  }
}

const squeezable = /\.(?:js|css|svg|html)$/
const squeezers = {
  gz: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
} as const

/** Beside each file stands what a browser is sent of it, so that nothing is squeezed while somebody waits. */
const squeezed: Plugin = {
  name: 'squeezed',
  apply: 'build',
  // What was written, and not the bundle before: the last changes to it are made on the way.
  async writeBundle({ dir = '' }, bundle) {
    const files = Object.keys(bundle).filter((name) => squeezable.test(name))
    await Promise.all(
      files.flatMap((name) =>
        Object.entries(squeezers).map(async ([ending, squeeze]) => {
          const file = path.join(dir, name)
          await writeFile(`${file}.${ending}`, await squeeze(await readFile(file)))
        }),
      ),
    )
  },
}

const plugins = () => [react(), noSchemas]

/**
 * What the console's first script imports, by a bundle that is thrown away. Left to itself the bundler cuts out of it whatever a
 * later page also uses: a dozen small files, which a browser fetches six at a time while the first picture's data waits.
 */
async function startModules(): Promise<ReadonlySet<string>> {
  const trial = { write: false, minify: false, modulePreload: false, target: 'es2022' } as const
  const made = await build({ root, configFile: false, logLevel: 'error', plugins: plugins(), build: trial })
  const chunks = [made]
    .flat()
    .flatMap((one) => ('output' in one ? one.output : []))
    .filter((one) => one.type === 'chunk')
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const reached = new Set(chunks.filter((chunk) => chunk.isEntry))
  for (const { imports } of reached) for (const name of imports) reached.add(byName.get(name) ?? never(name))
  return new Set([...reached].flatMap((chunk) => chunk.moduleIds))
}

function never(name: string): never {
  throw new Error(`a chunk imports ${name}, which was not built`)
}

async function oneStart() {
  const start = await startModules()
  return { codeSplitting: { groups: [{ name: 'console', test: (id: string) => start.has(id) }] } }
}

export default defineConfig(async ({ command }) => ({
  root,
  base: '/',
  plugins: [...plugins(), earlyScript(), squeezed],
  build: {
    outDir: path.resolve(root, '../../dist/web/desk'),
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of our own host: the content policy allows no data: scripts or fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_200,
    ...(command === 'build' && { rolldownOptions: { output: await oneStart() } }),
  },
  server: { host: '127.0.0.1', port: 5190, strictPort: true },
}))
