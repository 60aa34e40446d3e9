import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type CorpusFault, type CorpusLine, parseCorpus } from './corpus.ts'

/** The folder of author-batches beside the sources. */
const corpusFolder = new URL('../../../corpus/', import.meta.url)

const suffix = '.tsv'
const labelsPrefix = 'dev-'
const labelsFile = 'dev-labels.tsv'
/** Labelled blind and never used for choosing: what a plain draw of real texts meets. */
export const plainDrawFile = 'dev-third-draw.tsv'

/** Reads every batch of the folder, in the order of their names; the labels of the development set are no batch. */
export function readCorpus(folder: URL = corpusFolder): { lines: CorpusLine[]; faults: CorpusFault[]; batchCount: number } {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(suffix) && !name.startsWith(labelsPrefix))
    .sort()
  const parsed = names.map((name) => parseCorpus(readFileSync(new URL(name, folder), 'utf8'), name.slice(0, -suffix.length)))
  return {
    lines: parsed.flatMap((file) => file.lines),
    faults: parsed.flatMap((file) => file.faults),
    batchCount: names.length,
  }
}

/** A real text with the labels a person gave it. */
export type DevelopmentItem = {
  readonly id: string
  readonly text: string
  readonly register: string
  readonly type: string
  readonly priority: string
  readonly topic: string
  readonly language: string
  readonly needsIdentity: boolean
}

type RealText = { readonly text: string; readonly register: string }

function readRealTexts(file: URL): Map<string, RealText> {
  const texts = new Map<string, RealText>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue
    const row: unknown = JSON.parse(line)
    if (typeof row !== 'object' || row === null || !('id' in row) || !('text' in row) || !('register' in row)) continue
    texts.set(String(row.id), { text: String(row.text), register: String(row.register) })
  }
  return texts
}

/** Where the real texts lie, beside the project and never in it. */
const realTextsFile = new URL('../../../../shared/data/real-texts.jsonl', import.meta.url)

/** Every real text, labelled or not; null where they are not there. */
export function readAllRealTexts(file: URL = realTextsFile): string[] | null {
  return existsSync(file) ? [...readRealTexts(file).values()].map(({ text }) => text) : null
}

/** Joins the labels of a file with the real texts; null where the texts are not there. */
export function readDevelopmentSet(
  labels: string = labelsFile,
  folder: URL = corpusFolder,
  file: URL = realTextsFile,
): DevelopmentItem[] | null {
  if (!existsSync(file)) return null
  const texts = readRealTexts(file)
  const items: DevelopmentItem[] = []
  for (const row of readFileSync(new URL(labels, folder), 'utf8').split('\n').slice(1)) {
    const [id = '', type = '', priority = '', topic = '', language = '', needsIdentity = ''] = row.split('\t')
    const real = texts.get(id)
    if (real !== undefined) items.push({ id, ...real, type, priority, topic, language, needsIdentity: needsIdentity === '1' })
  }
  return items
}

/** Half of the development set chooses thresholds (even ids); the other half is only reported on. */
export function isForChoosing(item: DevelopmentItem): boolean {
  return Number(item.id.slice(1)) % 2 === 0
}
