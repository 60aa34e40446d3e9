/**
 * Measures the classifier and writes docs/classifier.md: on author-batches held out of training, on the labelled real texts
 * where they lie beside the project, and through each noise. Thresholds are chosen on the even half of the real texts only.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { createClassify } from '../src/classifier/model/classify.ts'
import { loadModel, modelFolder } from '../src/classifier/model/model-store.ts'
import { isForChoosing, readCorpus, readDevelopmentSet } from '../src/classifier/training/corpus-folder.ts'
import { macroF1 } from '../src/classifier/training/measure.ts'
import { noises } from '../src/classifier/training/noise.ts'
import { createRandom } from '../src/classifier/training/random.ts'
import { chapter, digits, fourTypes, judge, type Labelled, table, typeAnswers } from '../src/classifier/training/report.ts'
import { heldOutBatches, trainModel } from '../src/classifier/training/train-model.ts'
import type { Classify } from '../src/contracts/index.ts'

const seed = 7

function noiseTable(items: readonly Labelled[], classify: Classify): string {
  const rows = noises.map((noise) => {
    const random = createRandom(seed)
    const fitting = items.filter((item) => noise.languages.some((language) => language === item.language))
    const clean = macroF1(typeAnswers(judge(fitting, classify)), fourTypes)
    const heard = fitting.map((item) => ({ ...item, text: noise.apply(item.text, random) }))
    const noisy = macroF1(typeAnswers(judge(heard, classify)), fourTypes)
    return [noise.name, String(fitting.length), digits(clean), digits(noisy), digits((clean ?? 0) - (noisy ?? 0))]
  })
  return table(['noise', 'texts', 'clean', 'noisy', 'drop'], rows)
}

type DangerLine = { readonly isUrgent: boolean; readonly language: string; readonly text: string }

/** Messages of danger and their look-alikes, written without sight of the corpus and the rules, never trained on. */
function readDangers(): DangerLine[] {
  const file = new URL('../tests/fixtures/classifier/danger.tsv', import.meta.url)
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [urgent, language = '', text = ''] = line.split('\t')
      return { isUrgent: urgent === '1', language, text }
    })
}

function dangerTable(lines: readonly DangerLine[], classify: Classify): string {
  const judged = lines.map((line) => ({ ...line, raised: classify(line.text).priority === 'urgent' }))
  const names = ['all', ...new Set(lines.map((line) => line.language))]
  const rows = names.map((name) => {
    const those = judged.filter((line) => name === 'all' || line.language === name)
    const [urgent, calm] = [those.filter((line) => line.isUrgent), those.filter((line) => !line.isUrgent)]
    const shareRaised = (some: typeof those) => digits(some.filter((line) => line.raised).length / some.length)
    return [name, `${urgent.length} + ${calm.length}`, shareRaised(urgent), shareRaised(calm)]
  })
  return table(['language', 'dangers + look-alikes', 'dangers seen', 'look-alikes raised'], rows)
}

/** Texts a second of processor time, after one pass to warm up; the wall clock of a shared machine says little. */
function textsPerSecond(texts: readonly string[], classify: Classify): number {
  for (const text of texts) classify(text)
  const before = process.cpuUsage()
  for (const text of texts) classify(text)
  const { user, system } = process.cpuUsage(before)
  return Math.round((texts.length / (user + system)) * 1e6)
}

const { lines, faults, batchCount } = readCorpus()
for (const fault of faults) console.error(`${fault.batch}:${fault.line}: ${fault.fault}`)
const startedAt = performance.now()
const shipped = loadModel()
const loadMs = performance.now() - startedAt
const classify = createClassify(shipped)

const heldOut = heldOutBatches(lines)
console.log(`training without ${heldOut.size} of ${batchCount} batches`)
const split = createClassify(
  trainModel(
    lines.filter((line) => !heldOut.has(line.batch)),
    'split',
    1,
  ),
)
const held = lines.filter((line) => heldOut.has(line.batch))
const development = readDevelopmentSet()
if (development === null) console.log('the real texts are not beside the project: their chapters are left out')
const real = development ?? []

const parts = [
  '# How good the classifier is',
  'Written by `npm run evaluate`; do not edit. The words and types are those of docs/glossary.md, the decisions those of docs/adr/0012-classifier.md.',
  table(
    ['', ''],
    [
      ['model', `\`${shipped.version}\`, ${statSync(new URL(`${shipped.version}.bin`, modelFolder)).size} bytes`],
      ['read at start in', `${loadMs.toFixed(0)} ms`],
      [
        'speed',
        `${textsPerSecond(
          (real.length > 0 ? real : held).map((item) => item.text),
          classify,
        )} texts a second of one core`,
      ],
      ['corpus', `${lines.length} sentences in ${batchCount} author-batches`],
      ['abstains below', String(shipped.abstainBelow)],
    ],
  ),
  chapter('Author-batches held out', judge(held, split)),
  'Measured with a model trained without them (every fifth batch by name): other authors, other sentences, the same registers.',
  `## Through each noise\n\nMacro-F1 of the four types on the held-out batches, clean and with one noise applied to every text of its languages.\n\n${noiseTable(held, split)}`,
  `## Danger told in other words\n\n320 messages written without sight of the corpus and the rules (tests/fixtures/classifier/danger.tsv): half tell of danger, often indirectly, half look like it. Every second one being a trap, the right column says more than a precision would.\n\n${dangerTable(readDangers(), classify)}`,
  ...(real.length === 0
    ? ['## Real texts\n\nNot beside the project in this run.']
    : [
        chapter(
          'Real texts, the half kept for reporting (odd ids)',
          judge(
            real.filter((item) => !isForChoosing(item)),
            classify,
          ),
        ),
        chapter('Real texts, the half that chose thresholds (even ids)', judge(real.filter(isForChoosing), classify)),
      ]),
]
writeFileSync(new URL('../docs/classifier.md', import.meta.url), `${parts.join('\n\n')}\n`)
console.log('docs/classifier.md written')
