/** Values that a zod schema must accept, made from the schema itself. A kind of schema it does not know is an error here. */
import fc from 'fast-check'
import type { z } from 'zod'

type Check = {
  check?: string
  format?: string
  minimum?: number
  maximum?: number
  length?: number
  value?: number
  pattern?: RegExp
  inclusive?: boolean
}
type Def = {
  type: string
  format?: string
  pattern?: RegExp
  checks?: { _zod: { def: Check } }[]
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  innerType?: z.ZodType
  options?: z.ZodType[]
  entries?: Record<string, string | number>
  values?: unknown[]
  keyType?: z.ZodType
  valueType?: z.ZodType
  items?: z.ZodType[]
}
const defOf = (schema: z.ZodType) => schema._zod.def as unknown as Def
const checksOf = (def: Def): Check[] => (def.checks ?? []).map((one) => one._zod.def)

/** Letters of every alphabet in use here, signs that break programs, and nothing that trimming would change. */
const sign = fc.constantFrom(...'abzABZ019ʻ‘’ўқғҳШшёáñ中🙂"\'<>&{}$%\\/-_.;`\u202e\u0301')

const patterns: Readonly<Record<string, fc.Arbitrary<string>>> = {
  uuid: fc.uuid(),
  email: fc.constantFrom('a@bank.uz', 'nilufar.k+1@mail.example.uz'),
  url: fc.webUrl(),
  date: fc
    .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  datetime: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((at) => at.toISOString()),
}

function boundsOf(checks: readonly Check[], most: number): { minLength: number; maxLength: number } {
  let [minLength, maxLength] = [0, Number.POSITIVE_INFINITY]
  for (const { check, minimum, maximum, length } of checks) {
    if (check === 'min_length') minLength = minimum ?? 0
    if (check === 'max_length') maxLength = maximum ?? maxLength
    if (check === 'length_equals') minLength = maxLength = length ?? 0
  }
  return { minLength, maxLength: Math.min(maxLength, Math.max(most, minLength)) }
}

function textOf(def: Def): fc.Arbitrary<string> {
  const checks = checksOf(def)
  const named = patterns[def.format ?? checks.find(({ check }) => check === 'string_format')?.format ?? '']
  if (named !== undefined) return named
  const all = [def, ...checks].flatMap(({ pattern }) => pattern ?? [])
  // The one that says most makes the text; the others are held against it.
  const pattern = all.sort((a, b) => b.source.length - a.source.length)[0]
  const { minLength, maxLength } = boundsOf(checks, 12)
  const longest = boundsOf(checks, Number.POSITIVE_INFINITY).maxLength
  if (pattern !== undefined) {
    // Of classes by property, such as letters, fast-check knows less than the engine.
    const isOne = (text: string) => all.every((one) => one.test(text)) && text.length >= minLength && text.length <= longest
    return fc.stringMatching(pattern, { maxLength }).filter(isOne)
  }
  return fc.string({ unit: sign, minLength, maxLength }).map((text) => text.slice(0, maxLength))
}

function numberOf(def: Def): fc.Arbitrary<number> {
  const checks = checksOf(def)
  const isWhole = def.format === 'safeint' || checks.some(({ format }) => format === 'safeint')
  const step = isWhole ? 1 : 1e-6
  const bound = (check: string, otherwise: number, inward: number) => {
    const found = checks.find((one) => one.check === check)
    return found?.value === undefined ? otherwise : found.value + (found.inclusive ? 0 : inward)
  }
  const min = bound('greater_than', -1_000_000, step)
  const max = Math.max(min, bound('less_than', isWhole ? Number.MAX_SAFE_INTEGER : 1e9, -step))
  return isWhole ? fc.integer({ min: Math.ceil(min), max }) : fc.double({ min, max, noNaN: true })
}

function objectOf(def: Def): fc.Arbitrary<unknown> {
  const shape = Object.entries(def.shape ?? {})
  const isNeedless = (schema: z.ZodType) => ['optional', 'default'].includes(defOf(schema).type)
  return fc.record(Object.fromEntries(shape.map(([key, schema]) => [key, arbitraryOf(schema)])), {
    requiredKeys: shape.filter(([, schema]) => !isNeedless(schema)).map(([key]) => key),
  })
}

const within = (def: Def) => (def.innerType ? arbitraryOf(def.innerType) : fc.constant(undefined))

const makers: Readonly<Record<string, (def: Def) => fc.Arbitrary<unknown>>> = {
  string: textOf,
  number: numberOf,
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  unknown: () => fc.jsonValue({ maxDepth: 2 }),
  literal: ({ values = [] }) => fc.constantFrom(...values),
  enum: ({ entries = {} }) => fc.constantFrom(...Object.values(entries)),
  array: (def) => fc.array(def.element ? arbitraryOf(def.element) : fc.constant(null), boundsOf(checksOf(def), 2)),
  tuple: ({ items = [] }) => fc.tuple(...items.map(arbitraryOf)),
  object: objectOf,
  union: ({ options = [] }) => fc.oneof(...options.filter((one) => defOf(one).type !== 'never').map(arbitraryOf)),
  record: ({ keyType, valueType }) => {
    const keys = keyType ? defOf(keyType).entries : undefined
    const value = valueType ? arbitraryOf(valueType) : fc.constant(null)
    if (keys === undefined)
      return fc.dictionary(keyType ? (arbitraryOf(keyType) as fc.Arbitrary<string>) : fc.string(), value, { maxKeys: 3 })
    return fc.record(Object.fromEntries(Object.values(keys).map((key) => [key, value])))
  },
  optional: (def) => fc.option(within(def), { nil: undefined }),
  default: (def) => fc.option(within(def), { nil: undefined }),
  nullable: (def) => fc.option(within(def), { nil: null }),
  readonly: within,
}

/** The same schema stands in many others. */
const made = new WeakMap<z.ZodType, fc.Arbitrary<unknown>>()

export function arbitraryOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const known = made.get(schema)
  if (known !== undefined) return known
  const def = defOf(schema)
  const make = makers[def.type]
  if (make === undefined) throw new Error(`no values are known for a schema of the kind ${def.type}`)
  const arbitrary = make(def)
  made.set(schema, arbitrary)
  return arbitrary
}
