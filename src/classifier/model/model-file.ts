import { z } from 'zod'

/** A linear head of the shipped model: weights as whole-number roots, feature-major, with a scale for named and for hashed features of each class. */
export type Head = {
  readonly name: string
  readonly classes: readonly string[]
  /** `full` sees everything; `words` leaves out character n-grams and pairs of cues, which cost time and add nothing there. */
  readonly detail: 'full' | 'words'
  readonly featureCount: number
  /** Features below this place are named (cues, shape) and have their own scale. */
  readonly namedCount: number
  readonly namedScales: readonly number[]
  readonly hashedScales: readonly number[]
  readonly bias: readonly number[]
  /** Scores are divided by it before they become probabilities (calibrated on batches held out). */
  readonly temperature: number
  readonly weights: Int8Array
}

export type Model = {
  /** Name of this model: the day of its rules and a hash of its content. */
  readonly version: string
  /** Below this probability of the best type the classifier abstains. */
  readonly abstainBelow: number
  readonly heads: readonly Head[]
}

const HeadHeader = z.object({
  name: z.string(),
  classes: z.array(z.string()),
  detail: z.enum(['full', 'words']),
  featureCount: z.number().int().positive(),
  namedCount: z.number().int().nonnegative(),
  namedScales: z.array(z.number()),
  hashedScales: z.array(z.number()),
  bias: z.array(z.number()),
  temperature: z.number().positive(),
})
const ModelHeader = z.object({
  version: z.string().max(60),
  abstainBelow: z.number().min(0).max(1),
  heads: z.array(HeadHeader),
})

const magic = 'MRJ2'
const prefixSize = 8

/** The bytes of a model: magic, length of the JSON header, header, then the weights of each head. The same model gives the same bytes. */
export function encodeModel(model: Model): Uint8Array {
  const header = new TextEncoder().encode(
    JSON.stringify({ ...model, heads: model.heads.map(({ weights: _, ...head }) => head) }),
  )
  const size = model.heads.reduce((sum, head) => sum + head.weights.length, prefixSize + header.length)
  const bytes = new Uint8Array(size)
  bytes.set(new TextEncoder().encode(magic))
  new DataView(bytes.buffer).setUint32(4, header.length, true)
  bytes.set(header, prefixSize)
  let at = prefixSize + header.length
  for (const head of model.heads) {
    bytes.set(new Uint8Array(head.weights.buffer, head.weights.byteOffset, head.weights.length), at)
    at += head.weights.length
  }
  return bytes
}

/** Reads what `encodeModel` wrote. Throws a plain sentence where the file is not a model or is cut short. */
export function decodeModel(bytes: Uint8Array): Model {
  if (bytes.length < prefixSize || new TextDecoder().decode(bytes.subarray(0, 4)) !== magic)
    throw new Error('not a classifier model')
  const headerSize = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
  const header = ModelHeader.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(prefixSize, prefixSize + headerSize))))
  let at = prefixSize + headerSize
  const heads = header.heads.map((head): Head => {
    const size = head.featureCount * head.classes.length
    if (at + size > bytes.length) throw new Error('the classifier model is cut short')
    const weights = new Int8Array(bytes.buffer, bytes.byteOffset + at, size)
    at += size
    return { ...head, weights }
  })
  return { version: header.version, abstainBelow: header.abstainBelow, heads }
}
