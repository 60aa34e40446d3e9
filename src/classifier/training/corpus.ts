import {
  type DetectedLanguage,
  detectedLanguages,
  type OpinionType,
  opinionTypes,
  type Priority,
  priorities,
  topicCodes,
} from '#contracts'

/** One labelled sentence of the corpus; `batch` is the author-batch (the file) it comes from. */
export type CorpusLine = {
  readonly type: OpinionType
  readonly priority: Priority
  readonly topic: string
  readonly language: DetectedLanguage
  readonly register: string
  readonly text: string
  readonly batch: string
}

/** What is wrong with a corpus file, for whoever must mend it. */
export type CorpusFault = { readonly batch: string; readonly line: number; readonly fault: string }

const header = 'type\tpriority\ttopic\tlanguage\tregister\ttext'
const topics: ReadonlySet<string> = new Set(topicCodes)

function oneOf<T extends string>(list: readonly T[], value: string | undefined): T | undefined {
  return list.find((item) => item === value)
}

function parseLine(line: string, batch: string): CorpusLine | string {
  const cells = line.split('\t')
  if (cells.length !== 6) return `${cells.length} columns instead of 6`
  const [typeCell, priorityCell, topic = '', languageCell, register = '', text = ''] = cells
  const type = oneOf(opinionTypes, typeCell)
  const priority = oneOf(priorities, priorityCell)
  const language = oneOf(detectedLanguages, languageCell)
  if (type === undefined) return 'unknown type'
  if (priority === undefined) return 'unknown priority'
  if (language === undefined) return 'unknown language'
  if (!topics.has(topic)) return 'unknown topic'
  return text.trim() === '' ? 'no text' : { type, priority, topic, language, register, text, batch }
}

/** Reads one corpus file. Faulty lines are left out and named; the rest is used. */
export function parseCorpus(content: string, batch: string): { lines: CorpusLine[]; faults: CorpusFault[] } {
  const lines: CorpusLine[] = []
  const faults: CorpusFault[] = []
  const rows = content.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (rows[0] !== header) faults.push({ batch, line: 1, fault: 'no header' })
  for (const [at, row] of rows.entries()) {
    if (row.trim() === '' || row === header) continue
    const parsed = parseLine(row, batch)
    if (typeof parsed === 'string') faults.push({ batch, line: at + 1, fault: parsed })
    else lines.push(parsed)
  }
  return { lines, faults }
}
