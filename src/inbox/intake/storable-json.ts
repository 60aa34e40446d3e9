import { mayBeUnstorable, storableText } from '#kernel'

/** One JSON object of all the parts (each must have a field), as jsonb accepts it: what it could not hold becomes U+FFFD. */
export function toStorableJson(parts: readonly object[]): string {
  const json = `{${parts.map((part) => JSON.stringify(part).slice(1, -1)).join(',')}}`
  if (!mayBeUnstorable(json)) return json
  return `{${parts.map((part) => JSON.stringify(part, cleaned).slice(1, -1)).join(',')}}`
}

const cleaned = (_key: string, value: unknown) => (typeof value === 'string' ? storableText(value) : value)
