/**
 * Rebuilds the shipped model from `corpus/` alone: the same corpus gives the same bytes.
 * `--check` saves nothing and ends with status 1 where the model in use is not, byte for byte, what the corpus gives.
 * `--with-corrections` adds what operators of this installation corrected (`=file`: JSON lines of that file, `=-`: of stdin),
 * compares the candidate with the model in use on the same texts, and refuses a worse one with exit status 2.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { encodeModel, type Model } from '../src/classifier/model/model-file.ts'
import { currentVersion, listModels, loadModel, modelFolder } from '../src/classifier/model/model-store.ts'
import { isForChoosing, readCorpus, readDevelopmentSet } from '../src/classifier/training/corpus-folder.ts'
import { compareModels, parseCorrections, splitCorrections } from '../src/classifier/training/corrections.ts'
import { heldOutBatches, trainModel } from '../src/classifier/training/train-model.ts'
import { exportCorrections } from './read-corrections.ts'

const versionPrefix = 'm2'
const refusedStatus = 2

function versioned(draft: Model): Model {
  const hash = createHash('sha256').update(encodeModel(draft)).digest('hex').slice(0, 8)
  return { ...draft, version: `${versionPrefix}-${hash}` }
}

/** Everything operators have corrected so far, read from the installation unless a file is named. */
async function correctionLines(file: string | undefined): Promise<string> {
  if (file !== undefined) return readFileSync(file === '-' ? 0 : file, 'utf8')
  return (await exportCorrections(new Date(0))).join('\n')
}

/** A supervisor can switch back to the model that was in use; what was before that is in the history. */
function forgetOlder(version: string): void {
  const former = currentVersion()
  if (former === version) return
  for (const name of listModels()) if (name !== former) rmSync(new URL(`${name}.bin`, modelFolder))
}

function save(model: Model): void {
  mkdirSync(modelFolder, { recursive: true })
  const bytes = encodeModel(model)
  writeFileSync(new URL(`${model.version}.bin`, modelFolder), bytes)
  writeFileSync(new URL('current.json', modelFolder), `${JSON.stringify({ version: model.version })}\n`)
  console.log(`${model.version}: ${bytes.length} bytes`)
}

/** Whether the model in use is what training gives: the same version and the same bytes. */
function isInUse(model: Model): boolean {
  const version = currentVersion()
  if (version !== model.version) {
    console.error(`in use is ${version}, the corpus gives ${model.version}`)
    return false
  }
  const isSame = readFileSync(new URL(`${version}.bin`, modelFolder)).equals(encodeModel(model))
  if (!isSame) console.error(`${version}.bin differs from what the corpus gives`)
  return isSame
}

const { lines, faults, batchCount } = readCorpus()
for (const fault of faults) console.error(`${fault.batch}:${fault.line}: ${fault.fault}`)
console.log(`${batchCount} batches, ${lines.length} sentences`)

const isCheck = process.argv.includes('--check')
const option = process.argv.slice(2).find((argument) => argument.startsWith('--with-corrections'))
if (isCheck) {
  const model = versioned(trainModel(lines, 'draft'))
  if (isInUse(model)) console.log(`${model.version}: byte for byte what the corpus gives`)
  else process.exitCode = 1
} else if (option === undefined) {
  const model = versioned(trainModel(lines, 'draft'))
  forgetOlder(model.version)
  save(model)
} else {
  const [, file] = option.split('=')
  const { corrections, faults: bad } = parseCorrections(await correctionLines(file))
  for (const fault of bad) console.error(`corrections:${fault.line}: ${fault.fault}`)
  if (corrections.length === 0) {
    console.error('nothing has been corrected: the model in use stays')
    process.exit(refusedStatus)
  }
  const { learnt, kept } = splitCorrections(corrections)
  console.log(`${corrections.length} corrections: ${learnt.length} learnt from, ${kept.length} kept for the comparison`)
  const heldOut = heldOutBatches(lines)
  const known = [...lines.filter((line) => heldOut.has(line.batch)), ...(readDevelopmentSet()?.filter(isForChoosing) ?? [])]
  const candidate = versioned(trainModel([...lines, ...learnt], 'draft'))
  const comparison = compareModels(loadModel(), candidate, known, kept)
  console.log(JSON.stringify(comparison))
  if (comparison.accepted) save(candidate)
  else {
    console.error('refused: the candidate is worse than the model in use, which stays')
    process.exitCode = refusedStatus
  }
}
