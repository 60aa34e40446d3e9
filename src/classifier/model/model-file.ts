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

type HeadHeader = Omit<Head, 'weights'>

function isList<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem)
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0

/** Each field of a head's header, and what it must be. Checked by hand: the schemas of the house take longer to load than the model. */
const fieldsOfHead: Readonly<Record<keyof HeadHeader, (value: unknown) => boolean>> = {
  name: isText,
  classes: (value) => isList(value, isText) && value.length > 0,
  detail: (value) => value === 'full' || value === 'words',
  featureCount: (value) => isCount(value) && value > 0,
  namedCount: isCount,
  namedScales: (value) => isList(value, isNumber),
  hashedScales: (value) => isList(value, isNumber),
  bias: (value) => isList(value, isNumber),
  temperature: (value) => isNumber(value) && value > 0,
}

function isHeadHeader(value: unknown): value is HeadHeader {
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map<string, unknown>(Object.entries(value))
  return Object.entries(fieldsOfHead).every(([field, fits]) => fits(fields.get(field)))
}

function headerOf(text: string): Omit<Model, 'heads'> & { readonly heads: readonly HeadHeader[] } {
  const header: unknown = JSON.parse(text)
  if (typeof header !== 'object' || header === null) throw new Error('the header of the classifier model is damaged')
  const fields = new Map<string, unknown>(Object.entries(header))
  const [version, abstainBelow, heads] = [fields.get('version'), fields.get('abstainBelow'), fields.get('heads')]
  const isShare = isNumber(abstainBelow) && abstainBelow >= 0 && abstainBelow <= 1
  if (!isText(version) || version.length > 60 || !isShare || !isList(heads, isHeadHeader))
    throw new Error('the header of the classifier model is damaged')
  return { version, abstainBelow, heads }
}

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
  const header = headerOf(new TextDecoder().decode(bytes.subarray(prefixSize, prefixSize + headerSize)))
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
