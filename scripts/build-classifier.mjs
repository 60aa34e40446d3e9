/**
 * Builds the classify command and the classifying function alone into dist/classifier/command (or the folder named, as deep below the
 * root), with the lexicons compiled: compiling them is most of what loading takes, and the result is the same each time.
 */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const outdir = path.join(root, process.argv[2] ?? 'dist/classifier/command')
const lexicon = path.join(root, 'src/classifier/cues/lexicon.ts')
const options = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  charset: 'utf8',
  logLevel: 'error',
}

async function compiledLexicon() {
  const once = path.join(outdir, 'lexicon-once.mjs')
  await build({ ...options, entryPoints: [lexicon], outfile: once })
  const loaded = await import(pathToFileURL(once).href)
  rmSync(once)
  return loaded
}

/** Every table of whole numbers becomes a stretch of one list, which is written down as base64. */
function writtenDown({ cueGroups, frameNames, lexiconTables }) {
  const parts = []
  let length = 0
  const described = JSON.stringify(lexiconTables, (_, value) => {
    if (!(value instanceof Int32Array)) return value
    parts.push(value)
    length += value.length
    return [length - value.length, length]
  })
  const all = new Int32Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return [
    `export const cueGroups = ${JSON.stringify(cueGroups)}`,
    `export const frameNames = ${JSON.stringify(frameNames)}`,
    `const bytes = Buffer.from('${Buffer.from(all.buffer).toString('base64')}', 'base64')`,
    'const all = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))',
    'const taken = (value) => Array.isArray(value) ? all.subarray(value[0], value[1]) : tables(value)',
    'const tables = (value) => Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, taken(inner)]))',
    `export const lexiconTables = tables(${described})`,
  ].join('\n')
}

rmSync(outdir, { recursive: true, force: true })
const contents = writtenDown(await compiledLexicon())
const inPlace = {
  name: 'compiled lexicon',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]cues[\\/]lexicon\.ts$/ }, () => ({ contents, loader: 'js' }))
  },
}
await build({
  ...options,
  entryPoints: { classify: 'scripts/classify.ts', classifier: 'src/classifier/model/load-classifier.ts' },
  outdir,
  splitting: true,
  outExtension: { '.js': '.mjs' },
  plugins: [inPlace],
})
