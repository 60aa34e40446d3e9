import { spawn } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { currentVersion, listModels, loadClassifier, loadModel } from '#classifier'

const root = path.resolve(import.meta.dirname, '../../..')

type Run = { readonly status: number | null; readonly lines: string[] }

function run(parameters: readonly string[], input = ''): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, lines: Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1) }))
    child.stdin.end(input)
  })
}

const Output = z.object({
  id: z.union([z.string(), z.number()]),
  type: z.string(),
  reasons: z.array(z.unknown()),
  confidence: z.number(),
  priority: z.string(),
  topic: z.string(),
  language: z.string(),
})

/** The sentences of a batch of each language. */
function uzbekAndOtherTexts(): string[] {
  const batches = ['uz-latn-42-bank-mijozi', 'uz-cyrl-04-injener-bank-sharh', 'ru-14-trevoga', 'en-20-card-desk-queries']
  return batches.flatMap((batch) =>
    readFileSync(path.join(root, 'corpus', `${batch}.tsv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t')[5] ?? ''),
  )
}

describe('the classify command', () => {
  it('answers every line in order, names faulty lines by number and fails at the end', async () => {
    const { status, lines } = await run(
      ['scripts/classify.mjs'],
      '{"id":"a","text":"Kartam bloklandi"}\nnot json\n{"id":"b"}\n\n{"id":3,"text":"Rahmat"}\n',
    )
    expect(lines.map((line) => JSON.parse(line)).map((line) => line.id ?? line.line)).toEqual(['a', 2, 3, 3])
    expect(JSON.parse(lines[1] ?? '')).toEqual({ error: 'not JSON', line: 2 })
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ line: 3 })
    expect(Output.safeParse(JSON.parse(lines[0] ?? '')).success).toBe(true)
    expect(status).toBe(1)
  })
  it('says as built what its source says, and carries thousands of lines', { timeout: 120_000 }, async () => {
    const folder = `dist/classifier/test-${process.pid}`
    try {
      expect((await run(['scripts/build-classifier.mjs', folder])).status).toBe(0)
      const texts = uzbekAndOtherTexts()
      const input = Array.from({ length: 5_000 }, (_, id) => JSON.stringify({ id, text: texts[id % texts.length] })).join('\n')
      const { status, lines } = await run([`${folder}/classify.mjs`], input)
      expect(status).toBe(0)
      const answers = lines.map((line) => Output.parse(JSON.parse(line)))
      expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 5_000 }, (_, id) => id))
      const { classify } = loadClassifier()
      expect(answers.map(({ id: _, ...answer }) => answer)).toEqual(
        answers.map(({ id }) => Output.omit({ id: true }).parse(classify(texts[Number(id) % texts.length] ?? ''))),
      )
    } finally {
      rmSync(path.join(root, folder), { recursive: true, force: true })
    }
  })
})

describe('models', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'models-'))
  const url = pathToFileURL(`${folder}/`)
  afterAll(() => rmSync(folder, { recursive: true }))

  it('are listed by version, and an older one can be taken back', () => {
    const version = currentVersion()
    expect(listModels()).toContain(version)
    copyFileSync(path.join(root, 'models', `${version}.bin`), path.join(folder, 'older.bin'))
    copyFileSync(path.join(root, 'models', `${version}.bin`), path.join(folder, 'newer.bin'))
    writeFileSync(path.join(folder, 'current.json'), '{"version":"newer"}')
    expect(listModels(url)).toEqual(['newer', 'older'])
    expect(currentVersion(url)).toBe('newer')
    expect(loadModel('older', url).version).toBe(version)
    expect(loadClassifier({ version: 'older', folder: url }).classify('Salom').modelVersion).toBe(version)
  })
  it('are asked for by plain names only', () => {
    expect(() => loadModel('../secret', url)).toThrow()
    expect(() => loadModel('absent', url)).toThrow()
  })
})
