/**
 * JSON lines {id, text} on stdin to JSON lines with an opinion on stdout, in order, streaming with back-pressure.
 * A line that is no such object gives {error, line} and the rest goes on; the exit status is then 1.
 * `npm run classify` runs it as built, scripts/classify.mjs says when.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { loadClassifier } from '../src/classifier/model/load-classifier.ts'

type Input = { readonly id: string | number; readonly text: string }

/** Checked by hand, so that the command loads no schemas. */
function isInput(value: unknown): value is Input {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('text' in value)) return false
  return typeof value.text === 'string' && (typeof value.id === 'string' || Number.isFinite(value.id))
}

const { classify } = loadClassifier()

function answer(line: string, number: number): { output: object; failed: boolean } {
  let input: unknown
  try {
    input = JSON.parse(line)
  } catch {
    return { output: { error: 'not JSON', line: number }, failed: true }
  }
  if (!isInput(input)) return { output: { error: 'expected {"id", "text"}', line: number }, failed: true }
  const opinion = classify(input.text)
  const { type, priority, topic, language, script, needsIdentity, confidence, abstained, probabilities, secondType, reasons } =
    opinion
  return {
    output: {
      ...{ id: input.id, type, priority, topic, language, confidence, abstained, reasons },
      ...{ script, needsIdentity, probabilities, secondType, modelVersion: opinion.modelVersion },
    },
    failed: false,
  }
}

let number = 0
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  number++
  if (line.trim() === '') continue
  const { output, failed } = answer(line, number)
  if (failed) process.exitCode = 1
  if (!process.stdout.write(`${JSON.stringify(output)}\n`)) await once(process.stdout, 'drain')
}
