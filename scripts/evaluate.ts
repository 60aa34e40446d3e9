/**
 * Measures the classifier and writes docs/classifier.md: on author-batches held out of training, on the labelled real texts
 * where they lie beside the project, and through each noise. Thresholds are chosen on the even half of the real texts only.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { createClassify } from '../src/classifier/model/classify.ts'
import { loadModel, modelFolder } from '../src/classifier/model/model-store.ts'
import {
  isForChoosing,
  plainDrawFile,
  readAllRealTexts,
  readCorpus,
  readDevelopmentSet,
} from '../src/classifier/training/corpus-folder.ts'
import { macroF1, macroF1AtShare } from '../src/classifier/training/measure.ts'
import { noises } from '../src/classifier/training/noise.ts'
import { createRandom } from '../src/classifier/training/random.ts'
import {
  chapter,
  digits,
  fourTypes,
  type Judged,
  judge,
  type Labelled,
  table,
  typeAnswers,
} from '../src/classifier/training/report.ts'
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

/** Messages of danger and their look-alikes, never trained on. */
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

const Cost = z.object({
  loadMs: z.number(),
  first: z.number(),
  again: z.number(),
  residentMb: z.number(),
  dearestMs: z.number(),
})

/** What classifying costs, measured by a process that does nothing else, with the function as built or from its source. */
function costOf(
  module: string,
  options: readonly string[],
  warming: readonly string[],
  texts: readonly string[],
): z.infer<typeof Cost> {
  const [script, loaded] = [`classifier-cost.mjs`, module].map((file) => fileURLToPath(new URL(file, import.meta.url)))
  const { stdout, status } = spawnSync(process.execPath, [...options, script ?? '', loaded ?? '', String(warming.length)], {
    input: [...warming, ...texts].map((text) => JSON.stringify(text)).join('\n'),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('the cost could not be measured')
  return Cost.parse(JSON.parse(stdout))
}

const warmingTexts = 10_000

/** Builds the command anew, so that what is measured is what lies here. */
function build(): void {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL('build-classifier.mjs', import.meta.url))], {
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('the classify command could not be built')
}

function costTable(texts: readonly string[], sentences: readonly string[]): string {
  build()
  const built = '../dist/classifier/command/classifier.mjs'
  const warming = sentences.filter((_, at) => at % Math.ceil(sentences.length / warmingTexts) === 0)
  const [warm, cold] = [costOf(built, [], warming, texts), costOf(built, [], [], texts)]
  const source = costOf('../src/classifier/model/load-classifier.ts', ['--import', 'tsx'], [], texts.slice(0, 100))
  const letters = Math.round(texts.reduce((sum, text) => sum + text.length, 0) / texts.length)
  return [
    table(
      ['', ''],
      [
        ['code and model loaded, as built for the command', `${warm.loadMs} ms`],
        ['the same from its TypeScript, as the program loads it', `${source.loadMs} ms`],
        [
          `texts a second, each for the first time (${texts.length} texts of ${letters} characters on average), the code warmed by ${warming.length} other texts`,
          String(warm.first),
        ],
        ['the same in a process just started, the compiling of its code included', String(cold.first)],
        ['the same texts again', String(warm.again)],
        ['most memory resident while doing so, the texts included', `${Math.max(warm.residentMb, cold.residentMb)} MB`],
        ['a text of as many words never seen before as are read, mean of the dearest kind', `${warm.dearestMs.toFixed(1)} ms`],
      ],
    ),
    'Times are processor time of one process that does nothing else (scripts/classifier-cost.mjs), so that other work on the machine distorts them less than the clock, though it does: two busy processes on one core slow each other by half.',
  ].join('\n\n')
}

/** A plain draw meets mostly praise; where a fifth of the texts asks for nothing, the same answers mean more. */
const othersShare = 0.2

function reweighted(judged: readonly Judged[]): string {
  return digits(macroF1AtShare(typeAnswers(judged), fourTypes, othersShare))
}

const { lines, faults, batchCount } = readCorpus()
for (const fault of faults) console.error(`${fault.batch}:${fault.line}: ${fault.fault}`)
const shipped = loadModel()
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

const reporting = judge(
  real.filter((item) => !isForChoosing(item)),
  classify,
)
const plain = judge(readDevelopmentSet(plainDrawFile) ?? [], classify)

const parts = [
  '# How good the classifier is',
  'Written by `npm run evaluate`; do not edit. The words and types are those of docs/glossary.md, the decisions those of docs/adr/0012-classifier.md.',
  table(
    ['', ''],
    [
      ['model', `\`${shipped.version}\`, ${statSync(new URL(`${shipped.version}.bin`, modelFolder)).size} bytes`],
      ['corpus', `${lines.length} sentences in ${batchCount} author-batches`],
      ['abstains below', String(shipped.abstainBelow)],
    ],
  ),
  `## What it costs\n\n${costTable(
    readAllRealTexts() ?? lines.map(({ text }) => text),
    lines.map(({ text }) => text),
  )}`,
  chapter('Author-batches held out', judge(held, split)),
  'Measured with a model trained without them (every fifth batch by name): other authors, other sentences, the same registers.',
  `## Through each noise\n\nMacro-F1 of the four types on the held-out batches, clean and with one noise applied to every text of its languages.\n\n${noiseTable(held, split)}`,
  `## Danger told in other words\n\n320 messages (tests/fixtures/classifier/danger.tsv): half tell of danger, often indirectly, half look like it. They were written without sight of the corpus and the rules; since then their kinds have been read and sentences written for them, so the figure is no longer a blind one. None is trained on. Every second one being a trap, the right column says more than a precision would.\n\n${dangerTable(readDangers(), classify)}`,
  ...(real.length === 0
    ? ['## Real texts\n\nNot beside the project in this run.']
    : [
        chapter('Real texts, the half kept for reporting (odd ids)', reporting),
        chapter('Real texts, the half that chose thresholds (even ids)', judge(real.filter(isForChoosing), classify)),
        chapter('Real texts, a plain draw labelled blind', plain),
        `Drawn by register in proportion, labelled before any model saw them, read for no other purpose (corpus/dev-labels.README.md). Were \`other\` a fifth of the texts, the four-way macro-F1 would be ${reweighted(plain)}; so weighted, the half kept for reporting has ${reweighted(reporting)}.`,
      ]),
]
writeFileSync(new URL('../docs/classifier.md', import.meta.url), `${parts.join('\n\n')}\n`)
console.log('docs/classifier.md written')
