/** Rebuilds the shipped model from `corpus/` alone: the same corpus gives the same bytes. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { encodeModel } from '../src/classifier/model/model-file.ts'
import { parseCorpus } from '../src/classifier/training/corpus.ts'
import { trainModel } from '../src/classifier/training/train-model.ts'

const corpusFolder = new URL('../corpus/', import.meta.url)
const modelFolder = new URL('../models/', import.meta.url)

const files = readdirSync(corpusFolder)
  .filter((name) => name.endsWith('.tsv') && name !== 'dev-labels.tsv')
  .sort()
const parsed = files.map((name) =>
  parseCorpus(readFileSync(new URL(name, corpusFolder), 'utf8'), name.slice(0, -'.tsv'.length)),
)
const lines = parsed.flatMap((file) => file.lines)
for (const fault of parsed.flatMap((file) => file.faults)) console.error(`${fault.batch}:${fault.line}: ${fault.fault}`)
console.log(`${files.length} batches, ${lines.length} sentences`)

const draft = trainModel(lines, 'draft')
const hash = createHash('sha256').update(encodeModel(draft)).digest('hex').slice(0, 8)
const version = `m1-${hash}`
const bytes = encodeModel({ ...draft, version })
writeFileSync(new URL(`${version}.bin`, modelFolder), bytes)
writeFileSync(new URL('current.json', modelFolder), `${JSON.stringify({ version })}\n`)
console.log(`${version}: ${bytes.length} bytes`)
