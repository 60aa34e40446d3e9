/**
 * JSON lines {id, text} on stdin to JSON lines with an opinion on stdout, in order, streaming with back-pressure.
 * A line that is no such object gives {error, line} and the rest goes on; the exit status is then 1.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { loadClassifier } from '../src/classifier/index.ts'

const Input = z.object({ id: z.union([z.string(), z.number()]), text: z.string() })

const { classify } = loadClassifier()

function answer(line: string, number: number): { output: object; failed: boolean } {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return { output: { error: 'not JSON', line: number }, failed: true }
  }
  const input = Input.safeParse(parsed)
  if (!input.success) return { output: { error: 'expected {"id", "text"}', line: number }, failed: true }
  const opinion = classify(input.data.text)
  const { type, priority, topic, language, script, needsIdentity, confidence, abstained, probabilities, secondType, reasons } =
    opinion
  return {
    output: {
      ...{ id: input.data.id, type, priority, topic, language, confidence, abstained, reasons },
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
