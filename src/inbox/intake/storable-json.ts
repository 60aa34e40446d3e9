/** PostgreSQL's jsonb takes neither a NUL nor half a surrogate pair; both can be typed by a hostile client. */
const suspicious = /\\u0000|\\ud[89a-f]/i
const unstorable = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** One JSON object of all the parts (each must have a field), as jsonb accepts it: what it could not hold becomes U+FFFD. */
export function toStorableJson(parts: readonly object[]): string {
  const json = `{${parts.map((part) => JSON.stringify(part).slice(1, -1)).join(',')}}`
  if (!suspicious.test(json)) return json
  return `{${parts.map((part) => JSON.stringify(part, cleaned).slice(1, -1)).join(',')}}`
}

const cleaned = (_key: string, value: unknown) => (typeof value === 'string' ? value.replace(unstorable, '\ufffd') : value)
